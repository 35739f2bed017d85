"""One curator's score part by part, its spread over servers, and their days."""

from typing import Any

from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curators.models import Curator
from curators.rules.rating import Counts
from curators.rules.rating_words import explain
from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.curators import found_curator
from monitoring.api.figures import (
    CountsSerializer,
    PeriodSerializer,
    RatedSerializer,
    RatingSerializer,
    counts_values,
    period_values,
    rating_values,
    sums_zone,
)
from monitoring.api.shapes import IdField
from monitoring.models import DiscordServer
from monitoring.rules.periods import Period
from monitoring.statistics import activities
from monitoring.statistics.ratings import Rating, ratings, scoring_of
from monitoring.statistics.spans import Servers
from monitoring.statistics.standings import unanswered_of


class ServerRatingSerializer(RatingSerializer):
    guild_id = IdField()
    name = serializers.CharField()


class CuratorStatisticsSerializer(RatedSerializer):
    period = PeriodSerializer()
    before = RatingSerializer(help_text="Over as many whole days before the period.")
    explanation = serializers.ListField(
        child=serializers.CharField(), help_text="Why the score is what it is, in sentences."
    )
    servers = ServerRatingSerializer(
        many=True, help_text="What was done on each server; scores of parts add up to no score."
    )


class CuratorDaySerializer(CountsSerializer):
    date = serializers.DateField()


class CuratorStatisticsWords(filters.ServerWords, filters.PeriodWords):
    """The last 30 days where no period is given."""


class CuratorStatisticsView(View):
    words = CuratorStatisticsWords
    is_polled = True

    @extend_schema(operation_id="curator_statistics", responses=CuratorStatisticsSerializer)
    def get(self, request: Request, discord_id: int) -> Response:
        curator, period, servers = _asked(self, discord_id)
        return Response(statistics(curator, period, servers))


class CuratorDaysView(View):
    """What they did, by day: ascending, those without anything too."""

    words = CuratorStatisticsWords
    is_polled = True

    @extend_schema(operation_id="curator_days", responses=CuratorDaySerializer(many=True))
    def get(self, request: Request, discord_id: int) -> Response:
        curator, period, servers = _asked(self, discord_id)
        found = activities.by_day(period, servers, [curator.pk])
        return Response(
            [
                {"date": day.isoformat(), **counts_values(found.get(day, Counts()))}
                for day in period.days
            ]
        )


def _asked(view: View, discord_id: int) -> tuple[Curator, Period, Servers]:
    curator = found_curator(discord_id)
    return curator, *filters.scope(view.read_words(), default="30d").figured


def statistics(curator: Curator, period: Period, servers: Servers) -> dict[str, Any]:
    scoring, whose = scoring_of(period), [curator.pk]
    rating = ratings(period, servers, whose, scoring)[curator.pk]
    before = ratings(period.before(), servers, whose)[curator.pk]
    parts = ratings(period, servers, whose, scoring, by="server_id")
    return {
        "curator": {"discord_id": str(curator.discord_id), "name": curator.name},
        "period": period_values(period, sums_zone()),
        **rating_values(rating),
        "servers_unanswered": unanswered_of(period, servers)[curator.pk],
        "before": rating_values(before),
        "explanation": explain(
            rating.counts, rating.answers, rating.score, scoring, (get_language() or "ru")[:2]
        ),
        "servers": _parts(parts),
    }


def _parts(parts: dict[int, Rating]) -> list[dict[str, Any]]:
    servers = DiscordServer.objects.filter(pk__in=parts)
    return [
        {"guild_id": str(each.guild_id), "name": each.name, **rating_values(parts[each.pk])}
        for each in servers
    ]
