"""Alerts: each send, and why it went or did not."""

from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.paging import Order, PageWords, page_of
from monitoring.api.shapes import IdField, MomentField, Shape
from monitoring.models import Alert

BY_TIME = Order("alerts", ("due_at", "pk"))


class AlertSerializer(Shape):
    id = serializers.CharField(source="pk")
    guild_id = IdField(source="server.guild_id")
    server = serializers.CharField(source="server.name")
    request_message_id = IdField()
    kind = serializers.CharField()
    step = serializers.IntegerField()
    repetition = serializers.IntegerField(help_text="0: the first send.")
    due_at = MomentField()
    status = serializers.ChoiceField(Alert.Status.values)
    reason = serializers.CharField(help_text="Why it did not go, or not yet.")
    sent_at = MomentField(allow_null=True)
    retry_at = MomentField(allow_null=True)
    attempts = serializers.IntegerField()
    channel_id = IdField(allow_null=True)
    message_id = IdField(allow_null=True, help_text="The message that was sent; a digest's too.")
    is_digest = serializers.BooleanField()


class AlertWords(PageWords, filters.ServerWords, filters.PeriodWords):
    kind = serializers.CharField(max_length=20, required=False)
    status = serializers.ChoiceField(Alert.Status.values, required=False)


class AlertsView(View):
    """By when they were due, the latest first."""

    words = AlertWords
    is_polled = True

    @extend_schema(operation_id="alerts", responses=page_of(AlertSerializer))
    def get(self, request: Request) -> Response:
        words = self.read_words()
        scope = filters.scope(words)
        rows = Alert.objects.prefetch_related("server").filter(scope.at("due_at"))
        page = BY_TIME.page(rows, words, rare=scope.on() & _chosen(words))
        shown = AlertSerializer(page.rows, many=True)
        return Response({"results": shown.data, "next": page.next})


def _chosen(words: dict[str, Any]) -> Q:
    chosen = Q(kind=words["kind"]) if "kind" in words else Q()
    if "status" in words:
        # Said the other way round: SQLite would read all rows of one status by their index.
        others = [each for each in Alert.Status if each != words["status"]]
        chosen &= ~Q(status__in=others)
    return chosen
