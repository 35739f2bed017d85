"""What curators did, newest first: the messages that every figure stands on."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.paging import Order, PageWords, page_of
from monitoring.api.shapes import IdField, MomentField, PersonSerializer, Shape
from monitoring.live.names import Names, names
from monitoring.live.queue import url
from monitoring.models import Activity

# What happened at an unknown time has no place among the rest: it is a list of its own.
STATUSES = ("standing", "withdrawn", "untimed")
BY_TIME = Order("activities", ("at", "pk"))
AS_WRITTEN = Order("activities of unknown time", ("pk",))


class ActivitySerializer(Shape):
    id = serializers.CharField()
    message_id = IdField()
    guild_id = IdField()
    server = serializers.CharField()
    channel_id = IdField()
    channel = serializers.CharField(help_text="… where its name is not known.")
    curator = PersonSerializer()
    kind = serializers.ChoiceField(Activity.Kind.values)
    emoji = serializers.CharField(help_text="Of a reaction: the sign, or `name:id`.")
    at = MomentField(allow_null=True, help_text="Null: nobody knows, and it counts on no day.")
    text = serializers.CharField(help_text="Plain text, cut, mentions as names.")
    url = serializers.CharField(help_text="The message on Discord.")
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
        search = filters.holds(words["q"], "content") if "q" in words else None
        order = AS_WRITTEN if words["status"] == "untimed" else BY_TIME
        page = order.page(activities(filters.scope(words), words), words, search)
        shown = ActivitySerializer(list(rows(page.rows)), many=True)
        return Response({"results": shown.data, "next": page.next})


def activities(scope: filters.Scope, words: dict[str, Any]) -> QuerySet[Activity]:
    """Without a server that is named, of all that are no sandbox."""
    is_known = Q(at__isnull=words["status"] == "untimed")
    is_withdrawn = Q(withdrawn_at__isnull=words["status"] != "withdrawn")
    found = Activity.objects.filter(is_known, is_withdrawn, scope.at("at"), scope.on(), scope.by())
    if scope.servers is None:
        found = found.filter(is_sandbox=False)
    if "kind" in words:
        found = found.filter(kind=words["kind"])
    return found.select_related("server", "curator")


def rows(found: Sequence[Activity]) -> list[dict[str, Any]]:
    known = names((each.content for each in found), (), (each.channel_id for each in found))
    return [row(each, known) for each in found]


def row(activity: Activity, known: Names) -> dict[str, Any]:
    server = activity.server
    return {
        "id": activity.pk,
        "message_id": activity.message_id,
        "guild_id": server.guild_id,
        "server": server.name,
        "channel_id": activity.channel_id,
        "channel": known.channel(activity.channel_id),
        "curator": activity.curator,
        "kind": activity.kind,
        "emoji": activity.emoji,
        "at": activity.at,
        "text": known.plain(activity.content),
        "url": url(server.guild_id, activity.channel_id, activity.message_id),
        "is_sandbox": activity.is_sandbox,
        "withdrawn_at": activity.withdrawn_at,
    }
