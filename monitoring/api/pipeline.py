"""What was missed and what was refused: gaps and rejected events, the latest first."""

from django.db.models import Q
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.paging import Order, PageWords, page_of
from monitoring.api.permissions import Staff
from monitoring.api.shapes import IdField, MomentField, Shape
from monitoring.models import Gap, RejectedEvent

GAPS_BY_TIME = Order("gaps", ("started_at", "pk"))
AS_REJECTED = Order("rejected events", ("pk",))
GAP_STATUSES = {
    "open": Q(ended_at=None),
    "reading": Q(ended_at__isnull=False, read_at=None),
    "read": Q(read_at__isnull=False),
}


class GapSerializer(Shape):
    id = serializers.CharField(source="pk")
    guild_id = IdField(source="server.guild_id")
    server = serializers.CharField(source="server.name")
    started_at = MomentField()
    ended_at = MomentField(allow_null=True, help_text="Null: not heard still.")
    kind = serializers.ChoiceField(Gap.Why.values, source="why")
    read_at = MomentField(allow_null=True, help_text="Null: history is still to be read.")
    message_count = serializers.IntegerField()
    reaction_count = serializers.IntegerField()
    unread_channels = serializers.ListField(child=IdField())
    lost = serializers.ListField(child=serializers.CharField(), help_text="What no reading brings.")


class GapWords(PageWords, filters.ServerWords, filters.PeriodWords):
    kind = serializers.ChoiceField(Gap.Why.values, required=False)
    status = serializers.ChoiceField(tuple(GAP_STATUSES), required=False)


class GapsView(View):
    words = GapWords
    is_polled = True

    @extend_schema(operation_id="gaps", responses=page_of(GapSerializer))
    def get(self, request: Request) -> Response:
        words = self.read_words()
        scope = filters.scope(words)
        rows = Gap.objects.prefetch_related("server").filter(scope.at("started_at"), scope.on())
        if "kind" in words:
            rows = rows.filter(why=words["kind"])
        if "status" in words:
            rows = rows.filter(GAP_STATUSES[words["status"]])
        page = GAPS_BY_TIME.page(rows, words)
        shown = GapSerializer(page.rows, many=True)
        return Response({"results": shown.data, "next": page.next})


class RejectedEventSerializer(Shape):
    id = serializers.CharField(source="pk")
    key = serializers.CharField()
    kind = serializers.CharField()
    guild_id = IdField()
    reason = serializers.CharField()
    rejected_at = MomentField()
    payload = serializers.JSONField(help_text="The event as the bot heard it.")


class RejectedEventWords(PageWords, filters.SearchWords, filters.ServerWords, filters.PeriodWords):
    kind = serializers.CharField(max_length=40, required=False)


class RejectedEventsView(View):
    """They hold what people wrote, whole: for staff alone."""

    permission_classes = [Staff]
    words = RejectedEventWords
    is_polled = True

    @extend_schema(operation_id="rejected_events", responses=page_of(RejectedEventSerializer))
    def get(self, request: Request) -> Response:
        words = self.read_words()
        scope = filters.scope(words)
        rows = RejectedEvent.objects.filter(scope.at("rejected_at"))
        if scope.servers is not None:
            rows = rows.filter(guild_id__in=[server.guild_id for server in scope.servers])
        if "kind" in words:
            rows = rows.filter(kind=words["kind"])
        if "q" in words:
            rows = rows.filter(filters.holds(words["q"], "key", "reason"))
        page = AS_REJECTED.page(rows, words)
        shown = RejectedEventSerializer(page.rows, many=True)
        return Response({"results": shown.data, "next": page.next})
