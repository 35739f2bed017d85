"""Excluded people: they neither open, answer nor score, and leave no rows."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curators.models import ExcludedCurator
from monitoring.api import filters
from monitoring.api.base import View, body
from monitoring.api.errors import Conflict
from monitoring.api.shapes import IdField, MomentField, Shape, is_id


class ExcludedSerializer(Shape):
    id = serializers.CharField(source="pk")
    discord_id = IdField()
    name = serializers.CharField()
    reason = serializers.CharField()
    started_at = MomentField(allow_null=True, help_text="Null: since ever.")
    ended_at = MomentField(allow_null=True, help_text="Null: still.")


class NewExcludedSerializer(Shape):
    discord_id = IdField()
    name = serializers.CharField(max_length=100, allow_blank=True, default="")
    reason = serializers.CharField(max_length=300, allow_blank=True, default="")
    started_at = MomentField(allow_null=True, required=False, help_text="Left out: now.")


class ExcludedConflictSerializer(Shape):
    detail = serializers.CharField()
    current = ExcludedSerializer()


class ExcludedWords(filters.SearchWords):
    status = serializers.ChoiceField(("active", "ended"), required=False)


class ExcludedCuratorsView(View):
    """The latest first."""

    words = ExcludedWords

    @extend_schema(operation_id="excluded_curators", responses=ExcludedSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(ExcludedSerializer(excluded(self.read_words()), many=True).data)

    @extend_schema(
        operation_id="exclude_curator",
        request=NewExcludedSerializer,
        responses={201: ExcludedSerializer},
    )
    def post(self, request: Request) -> Response:
        values = {"started_at": timezone.now(), **body(NewExcludedSerializer, request)}
        made = ExcludedCurator.objects.create(**values)
        return Response(ExcludedSerializer(made).data, status=201)


class ExcludedCuratorView(View):
    @extend_schema(operation_id="delete_excluded_curator", request=None, responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        """As if it had never been written; to let somebody back is to end it."""
        found(pk).delete()
        return Response(status=204)


class EndExclusionView(View):
    """From now on the person counts again."""

    @extend_schema(
        operation_id="end_exclusion",
        request=None,
        responses={200: ExcludedSerializer, 409: ExcludedConflictSerializer},
    )
    def post(self, request: Request, pk: int) -> Response:
        now = timezone.now()
        is_on = Q(ended_at=None) | Q(ended_at__gt=now)
        ended = ExcludedCurator.objects.filter(is_on, pk=pk).update(ended_at=now)
        shown = ExcludedSerializer(found(pk)).data
        if not ended:
            raise Conflict("It has ended already.", shown)
        return Response(shown)


def excluded(words: dict[str, Any]) -> QuerySet[ExcludedCurator]:
    rows = ExcludedCurator.objects.order_by("-pk")
    is_on = Q(ended_at=None) | Q(ended_at__gt=timezone.now())
    if "status" in words:
        rows = rows.filter(is_on if words["status"] == "active" else ~is_on)
    if "q" in words:
        text = words["q"]
        named = filters.holds(text, "name", "reason")
        rows = rows.filter(named | Q(discord_id=int(text)) if is_id(text) else named)
    return rows


def found(pk: int) -> ExcludedCurator:
    row = ExcludedCurator.objects.filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
