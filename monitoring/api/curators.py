"""Curators: who helps, in which terms, and on which servers they are shown."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from curators.models import Curator, CuratorTerm, ExcludedCurator, Revision
from monitoring.api import filters
from monitoring.api.base import View, body
from monitoring.api.errors import Conflict
from monitoring.api.figures import RatingSerializer, rating_values
from monitoring.api.shapes import IdField, MomentField, Shape, is_id
from monitoring.models import DiscordServer
from monitoring.rules.periods import Period
from monitoring.statistics.ratings import ratings
from monitoring.statistics.spans import Servers

MAX_SERVERS = 1000


class TermSerializer(Shape):
    started_at = MomentField()
    ended_at = MomentField(allow_null=True, help_text="Null: still.")


class CuratorServerSerializer(Shape):
    guild_id = IdField()
    name = serializers.CharField()


class CuratorSerializer(Shape):
    discord_id = IdField()
    name = serializers.CharField()
    is_active = serializers.BooleanField(help_text="Within a term, and not excluded.")
    is_excluded = serializers.BooleanField()
    servers = CuratorServerSerializer(many=True, help_text="Where they are shown.")
    terms = TermSerializer(many=True, help_text="Oldest first.")


class RatedCuratorSerializer(CuratorSerializer):
    rating = RatingSerializer(help_text="Over the period; the last 30 days where none is given.")


class CuratorChangeSerializer(Shape):
    name = serializers.CharField(max_length=100)
    servers = serializers.ListField(child=IdField(), max_length=MAX_SERVERS, help_text="Guild ids.")

    def validate_servers(self, value: list[int]) -> list[DiscordServer]:
        found = list(DiscordServer.objects.filter(guild_id__in=value))
        unknown = sorted(set(value) - {server.guild_id for server in found})
        if unknown:
            raise serializers.ValidationError(f"Unknown: {', '.join(map(str, unknown))}.")
        return found


class NewCuratorSerializer(CuratorChangeSerializer):
    discord_id = IdField()
    servers = serializers.ListField(child=IdField(), max_length=MAX_SERVERS, default=list)
    since = MomentField(required=False, help_text="When their term began; left out: now.")


class CuratorConflictSerializer(Shape):
    detail = serializers.CharField()
    current = CuratorSerializer()


class CuratorWords(filters.SearchWords, filters.ServerWords, filters.PeriodWords):
    status = serializers.ChoiceField(("active", "former"), required=False)


class CuratorsView(View):
    words = CuratorWords

    @extend_schema(operation_id="curators", responses=RatedCuratorSerializer(many=True))
    def get(self, request: Request) -> Response:
        words, now = self.read_words(), timezone.now()
        scope = filters.scope(words, default="30d")
        found = curators(now).filter(scope.on("servers")).distinct()
        if "status" in words:
            found = found.filter(is_active=words["status"] == "active")
        if "q" in words:
            found = found.filter(_named(words["q"]))
        return Response(rated(found, *scope.figured))

    @extend_schema(
        operation_id="create_curator",
        request=NewCuratorSerializer,
        responses={201: CuratorSerializer},
    )
    def post(self, request: Request) -> Response:
        values, now = body(NewCuratorSerializer, request), timezone.now()
        try:
            with transaction.atomic():
                Revision.bump_configuration()
                made = Curator.objects.create(discord_id=values["discord_id"], name=values["name"])
                made.open_term(values.get("since", now))
                made.servers.set(values["servers"])
        except IntegrityError as error:
            raise ValidationError({"discord_id": ["This person is in the list."]}) from error
        return Response(shown(made.discord_id, now), status=201)


class CuratorView(View):
    @extend_schema(operation_id="curator", responses=CuratorSerializer)
    def get(self, request: Request, discord_id: int) -> Response:
        return Response(shown(found_curator(discord_id).discord_id, timezone.now()))

    @extend_schema(
        operation_id="change_curator",
        request=CuratorChangeSerializer(partial=True),
        responses=CuratorSerializer,
    )
    def patch(self, request: Request, discord_id: int) -> Response:
        curator = found_curator(discord_id)
        values = body(CuratorChangeSerializer, request, partial=True)
        with transaction.atomic():
            Revision.bump_configuration()
            if "name" in values:
                Curator.objects.filter(pk=curator.pk).update(name=values["name"])
            if "servers" in values:
                curator.servers.set(values["servers"])
        return Response(shown(discord_id, timezone.now()))


class DeactivateView(View):
    """Ends the term now; all that was done in it stays."""

    @extend_schema(
        operation_id="deactivate_curator",
        request=None,
        responses={200: CuratorSerializer, 409: CuratorConflictSerializer},
    )
    def post(self, request: Request, discord_id: int) -> Response:
        now = timezone.now()
        if not found_curator(discord_id).close_term(now):
            raise Conflict("No term is open.", shown(discord_id, now))
        return Response(shown(discord_id, now))


class RestoreView(View):
    """Begins another term now."""

    @extend_schema(
        operation_id="restore_curator",
        request=None,
        responses={200: CuratorSerializer, 409: CuratorConflictSerializer},
    )
    def post(self, request: Request, discord_id: int) -> Response:
        now = timezone.now()
        if not found_curator(discord_id).open_term(now):
            raise Conflict("A term is open already.", shown(discord_id, now))
        return Response(shown(discord_id, now))


def curators(now: datetime) -> QuerySet[Any]:
    """By name, with what a `CuratorSerializer` shows; two statements more for all of them."""
    is_begun, is_on = Q(started_at__lte=now), Q(ended_at=None) | Q(ended_at__gt=now)
    terms = CuratorTerm.objects.filter(is_begun, is_on, curator=OuterRef("pk"))
    exclusions = ExcludedCurator.objects.filter(
        is_begun | Q(started_at=None), is_on, discord_id=OuterRef("discord_id")
    )
    found = Curator.objects.annotate(
        is_excluded=Exists(exclusions), is_active=Exists(terms) & ~Exists(exclusions)
    )
    in_order = Prefetch("terms", CuratorTerm.objects.order_by("started_at"))
    return found.prefetch_related("servers", in_order).order_by("name", "pk")


def rated(found: QuerySet[Any], period: Period, servers: Servers) -> list[dict[str, Any]]:
    """Curators with their scores over the period on these servers."""
    scores = ratings(period, servers)
    rows = CuratorSerializer(found, many=True).data
    return [
        {**row, "rating": rating_values(scores[curator.pk])}
        for row, curator in zip(rows, found, strict=True)
    ]


def shown(discord_id: int, now: datetime) -> dict[str, Any]:
    return CuratorSerializer(curators(now).get(discord_id=discord_id)).data


def found_curator(discord_id: int) -> Curator:
    found = Curator.objects.filter(discord_id=discord_id).first()
    if found is None:
        raise Http404
    return found


def _named(words: str) -> Q:
    """A part of the name, or the whole id."""
    found = filters.holds(words, "name")
    return found | Q(discord_id=int(words)) if is_id(words) else found
