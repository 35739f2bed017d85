"""Curators in order, each with a score that can be followed."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.figures import (
    PeriodSerializer,
    RatedSerializer,
    period_values,
    rating_values,
    sums_zone,
)
from monitoring.api.shapes import Shape
from monitoring.statistics.standings import FEWEST_TIMED, ORDERS, Standing, standings


class StandingSerializer(RatedSerializer):
    rank = serializers.IntegerField(
        allow_null=True,
        help_text=f"Shared by equals; by speed null under {FEWEST_TIMED} answers of known time.",
    )


class LeaderboardSerializer(Shape):
    period = PeriodSerializer()
    results = StandingSerializer(many=True, help_text="Best first.")


class LeaderboardWords(filters.ServerWords, filters.PeriodWords):
    """The last 30 days where no period is given."""

    by = serializers.ChoiceField(ORDERS, required=False, default="score")


class LeaderboardView(View):
    words = LeaderboardWords
    is_polled = True

    @extend_schema(operation_id="leaderboard", responses=LeaderboardSerializer)
    def get(self, request: Request) -> Response:
        words = self.read_words()
        period, servers = filters.scope(words, default="30d").figured
        found = standings(period, servers, words["by"])
        return Response(
            {
                "period": period_values(period, sums_zone()),
                "results": [standing_values(each) for each in found],
            }
        )


def standing_values(standing: Standing) -> dict[str, Any]:
    return {
        "rank": standing.rank,
        "curator": {
            "discord_id": str(standing.curator.discord_id),
            "name": standing.curator.name,
        },
        "servers_unanswered": standing.servers_unanswered,
        **rating_values(standing.rating),
    }
