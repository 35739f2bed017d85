"""What curators did, newest first: the messages that every figure stands on."""

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.messages import ChannelNameField, LinkField, TextField, shown
from monitoring.api.paging import Order, PageWords, page_of
from monitoring.api.shapes import IdField, MomentField, PersonSerializer, Shape
from monitoring.models import Activity

# What happened at an unknown time has no place among the rest: it is a list of its own.
STATUSES = ("standing", "withdrawn", "untimed")
BY_TIME = Order("activities", ("at", "pk"))
AS_WRITTEN = Order("activities of unknown time", ("pk",))


class ActivitySerializer(Shape):
    id = serializers.CharField(source="pk")
    message_id = IdField()
    guild_id = IdField(source="server.guild_id")
    server = serializers.CharField(source="server.name")
    channel_id = IdField()
    channel = ChannelNameField(source="channel_id")
    curator = PersonSerializer()
    kind = serializers.ChoiceField(Activity.Kind.values)
    emoji = serializers.CharField(help_text="Of a reaction: the sign, or `name:id`.")
    at = MomentField(allow_null=True, help_text="Null: nobody knows, and it counts on no day.")
    text = TextField(source="content")
    url = LinkField()
    is_sandbox = serializers.BooleanField(help_text="Counts in no figure.")
    withdrawn_at = MomentField(allow_null=True)


class ActivityWords(PageWords, filters.SearchWords, filters.ScopeWords):
    kind = serializers.ChoiceField(Activity.Kind.values, required=False)
    status = serializers.ChoiceField(
        STATUSES, default="standing", help_text="`untimed`: without a time, outside any period."
    )


class ActivitiesView(View):
    words = ActivityWords
    is_polled = True

    @extend_schema(operation_id="activities", responses=page_of(ActivitySerializer))
    def get(self, request: Request) -> Response:
        words = self.read_words()
        scope = filters.scope(words)
        order = AS_WRITTEN if words["status"] == "untimed" else BY_TIME
        page = order.page(indexed(scope, words), words, common(scope, words), rare(scope, words))
        return Response({"results": shown(ActivitySerializer, page.rows), "next": page.next})


def indexed(scope: filters.Scope, words: dict[str, Any]) -> QuerySet[Activity]:
    is_known = Q(at__isnull=words["status"] == "untimed")
    rows = Activity.objects.select_related("server", "curator")
    return rows.filter(is_known, scope.at("at"), scope.narrowest())


def common(scope: filters.Scope, words: dict[str, Any]) -> Q:
    stands = Q() if words["status"] == "withdrawn" else Q(withdrawn_at=None)
    return stands & Q(is_sandbox=False) if scope.servers is None else stands


def rare(scope: filters.Scope, words: dict[str, Any]) -> Q:
    condition = scope.rest()
    if words["status"] == "withdrawn":
        condition &= Q(withdrawn_at__isnull=False)
    if "kind" in words:
        condition &= Q(kind=words["kind"])
    if "q" in words:
        condition &= filters.holds(words["q"], "content")
    return condition
