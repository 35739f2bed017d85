"""The figures of every server, side by side."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curators.rules.rating import Counts
from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.figures import (
    CountsSerializer,
    PeriodSerializer,
    RequestFiguresSerializer,
    counts_values,
    figures_values,
    period_values,
    sums_zone,
)
from monitoring.api.serializers import SERVER_STATES
from monitoring.api.shapes import IdField, Shape
from monitoring.live.bot import Bot, bot, server_state
from monitoring.models import DiscordServer
from monitoring.rules.periods import Period
from monitoring.statistics import activities, requests
from monitoring.statistics.ratings import scoring_of
from monitoring.statistics.requests import Figures


class ServerFiguresSerializer(Shape):
    guild_id = IdField()
    name = serializers.CharField()
    state = serializers.ChoiceField(SERVER_STATES)
    is_sandbox = serializers.BooleanField(help_text="Counts in no figure.")
    requests = RequestFiguresSerializer()
    requests_before = RequestFiguresSerializer()
    activities = CountsSerializer()
    activities_before = CountsSerializer()


class ServerStatisticsSerializer(Shape):
    period = PeriodSerializer()
    before = PeriodSerializer(help_text="As many whole days before it.")
    good_seconds = serializers.IntegerField()
    results = ServerFiguresSerializer(many=True)


class ServerStatisticsWords(filters.ServerWords, filters.PeriodWords):
    """The last 30 days of all servers where nothing else is asked for."""


class ServerStatisticsView(View):
    words = ServerStatisticsWords

    @extend_schema(operation_id="server_statistics", responses=ServerStatisticsSerializer)
    def get(self, request: Request) -> Response:
        scope = filters.scope(self.read_words(), default="30d")
        assert scope.period is not None
        servers = scope.servers or tuple(DiscordServer.objects.all())
        return Response(statistics(scope.period, servers))


def statistics(period: Period, servers: tuple[DiscordServer, ...]) -> dict[str, Any]:
    before, good, zone = period.before(), scoring_of(period).good_seconds, sums_zone()
    keys = [server.pk for server in servers if not server.is_sandbox]
    sides = [Side(each, keys) for each in (period, before)]
    listener = bot(timezone.now())
    return {
        "period": period_values(period, zone),
        "before": period_values(before, zone),
        "good_seconds": good,
        "results": [_server(server, sides, listener, good) for server in servers],
    }


class Side:
    """All servers' figures of one of the two periods."""

    def __init__(self, period: Period, servers: list[int]) -> None:
        self._requests = requests.by_server(period, timezone.now(), servers)
        self._counts = activities.by_server(period, servers)

    def requests(self, server: DiscordServer, good_seconds: int) -> dict[str, Any]:
        return figures_values(self._requests.get(server.pk, Figures()), good_seconds)

    def counts(self, server: DiscordServer) -> dict[str, int]:
        return counts_values(self._counts.get(server.pk, Counts()))


def _server(
    server: DiscordServer, sides: list[Side], listener: Bot, good_seconds: int
) -> dict[str, Any]:
    now, before = sides
    return {
        "guild_id": str(server.guild_id),
        "name": server.name,
        "state": server_state(server, listener),
        "is_sandbox": server.is_sandbox,
        "requests": now.requests(server, good_seconds),
        "requests_before": before.requests(server, good_seconds),
        "activities": now.counts(server),
        "activities_before": before.counts(server),
    }
