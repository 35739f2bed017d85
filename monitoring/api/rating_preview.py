"""What other weights and labels would make of a period, before anything is saved."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curators.models import ScoringVersion
from curators.models.rating import WEIGHTS
from curators.rules.rating import Label, Scoring
from monitoring.api import filters
from monitoring.api.base import View, body
from monitoring.api.figures import PeriodSerializer, period_values, sums_zone
from monitoring.api.leaderboard import LeaderboardWords, StandingSerializer, standing_values
from monitoring.api.rating_settings import LabelsSerializer, WeightsSerializer, check_speeds
from monitoring.api.shapes import Shape
from monitoring.statistics.ratings import ratings
from monitoring.statistics.standings import standings


class OtherScoringSerializer(LabelsSerializer, WeightsSerializer):
    """What is left out stays as it is in the version in force."""


class PreviewedSerializer(StandingSerializer):
    score_now = serializers.IntegerField(help_text="By the weights in force.")
    label_now = serializers.CharField()


class PreviewSerializer(Shape):
    period = PeriodSerializer()
    results = PreviewedSerializer(many=True, help_text="Best first, by the other weights.")


class RatingPreviewView(View):
    """The leaderboard as it would be. Saves nothing."""

    words = LeaderboardWords

    @extend_schema(
        operation_id="preview_rating",
        parameters=[LeaderboardWords],
        request=OtherScoringSerializer(partial=True),
        responses=PreviewSerializer,
    )
    def post(self, request: Request) -> Response:
        words, values = self.read_words(), body(OtherScoringSerializer, request, partial=True)
        period, servers = filters.scope(words, default="30d").figured
        now = ratings(period, servers)
        other = standings(period, servers, words["by"], other_scoring(values))
        results = [
            standing_values(each)
            | {
                "score_now": now[each.curator.pk].score.score,
                "label_now": now[each.curator.pk].score.label.name,
            }
            for each in other
        ]
        return Response({"period": period_values(period, sums_zone()), "results": results})


def other_scoring(values: dict[str, Any]) -> Scoring:
    """The version in force with these numbers instead."""
    now = timezone.now()
    present = ScoringVersion.in_force(now)
    check_speeds(values, present)
    weights = {name: values.get(name, getattr(present, name)) for name in WEIGHTS}
    labels = present.scoring.labels
    if "labels" in values:
        labels = tuple(Label(**label) for label in values["labels"])
    return Scoring(started_at=now, labels=labels, **weights)
