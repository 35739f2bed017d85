"""Requests for help: the list, and one with all that happened to it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.messages import PostedSerializer, shown
from monitoring.api.paging import Order, PageWords, page_of
from monitoring.api.shapes import IdField, MomentField, PersonSerializer
from monitoring.api.timeline import TimelineItemSerializer, timeline
from monitoring.models import DiscordServer, RequestEvent, ResponseTracking

Status = ResponseTracking.Status
ANSWERS = (
    RequestEvent.Kind.REPLY.value,
    RequestEvent.Kind.REACTION.value,
    RequestEvent.Kind.MESSAGE.value,
    RequestEvent.Kind.BUTTON.value,
)
BY_TIME = Order("requests", ("asked_at", "pk"))


class RequestSerializer(PostedSerializer):
    asked_at = MomentField()
    rule = serializers.CharField()
    keyword = serializers.CharField()
    word = serializers.CharField()
    status = serializers.ChoiceField(Status.values)
    closed_at = MomentField(allow_null=True)
    answered_by = PersonSerializer(allow_null=True)
    response_seconds = serializers.IntegerField(
        allow_null=True, help_text="Null: no answer, or one whose time nobody knows."
    )
    response_kind = serializers.ChoiceField(ANSWERS, allow_blank=True)
    response_message_id = IdField(allow_null=True)
    taken_back_at = MomentField(allow_null=True, help_text="By its author, too late to cancel it.")
    first_due_at = MomentField(help_text="When the first alert is due.")
    expires_at = MomentField()
    claimed_by = PersonSerializer(allow_null=True)
    claimed_at = MomentField(allow_null=True)
    hold_until = MomentField(allow_null=True)
    is_history_unread = serializers.BooleanField()


class RequestDetailSerializer(RequestSerializer):
    timeline = TimelineItemSerializer(many=True)


class RequestWords(PageWords, filters.SearchWords, filters.ScopeWords):
    kind = serializers.ChoiceField(ANSWERS, required=False, help_text="How it was answered.")
    status = serializers.ChoiceField(Status.values, required=False)

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["curator"].help_text = "Whose answer it got: a Discord id."
        return fields


class RequestsView(View):
    """Newest first; without a server that is named, of all that are no sandbox."""

    words = RequestWords
    is_polled = True

    @extend_schema(operation_id="requests", responses=page_of(RequestSerializer))
    def get(self, request: Request) -> Response:
        words = self.read_words()
        scope = filters.scope(words)
        common = Q(is_sandbox=False) if scope.servers is None else Q()
        rows = indexed(scope, words)
        page = BY_TIME.page(rows, words, common, rare(scope, words), is_narrow=scope.is_narrow)
        return Response({"results": shown(RequestSerializer, page.rows), "next": page.next})


class RequestView(View):
    """One request with its messages, what happened to it and its alerts, in their order."""

    is_polled = True

    @extend_schema(operation_id="request", responses=RequestDetailSerializer)
    def get(self, request: Request, message_id: int) -> Response:
        return Response(detail(found_request(message_id)))


def indexed(scope: filters.Scope, words: dict[str, Any]) -> QuerySet[ResponseTracking]:
    found = ResponseTracking.objects.prefetch_related("server", "answered_by", "claimed_by")
    found = found.filter(scope.at("asked_at"), scope.narrowest(curator="answered_by"))
    # Those who wait are few.
    return found.filter(status=Status.OPEN) if words.get("status") == Status.OPEN else found


def rare(scope: filters.Scope, words: dict[str, Any]) -> Q:
    condition = scope.rest()
    if words.get("status", Status.OPEN) != Status.OPEN:
        # Said the other way round: SQLite would read all rows of one status by their index.
        condition &= ~Q(status__in=[other for other in Status if other != words["status"]])
    if "kind" in words:
        condition &= Q(response_kind=words["kind"])
    if "q" in words:
        condition &= filters.holds(words["q"], "content", "author_name")
    return condition


def found_request(message_id: int) -> ResponseTracking:
    """Every key begins with the server, and Discord makes each id once."""
    servers = list(DiscordServer.objects.values_list("pk", flat=True))
    rows = ResponseTracking.objects.select_related("server", "answered_by", "claimed_by")
    found = rows.filter(server__in=servers, message_id=message_id).first()
    if found is None:
        raise Http404
    return found


def detail(request: ResponseTracking) -> dict[str, Any]:
    [row] = shown(RequestSerializer, [request])
    return row | {"timeline": timeline(request)}
