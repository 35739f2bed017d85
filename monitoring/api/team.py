"""How the work is spread over the week and the team, and what each keyword brought."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curators.models import Curator
from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.figures import PeriodSerializer, period_values, sums_zone
from monitoring.api.shapes import PersonSerializer, Shape
from monitoring.rules.periods import Period
from monitoring.statistics import keywords, people
from monitoring.statistics.ratings import ratings, scoring_of
from monitoring.statistics.spans import Servers

STATES = ("open", "answered", "expired", "cancelled", "dismissed")


class CoverageHourSerializer(Shape):
    week_hour = serializers.IntegerField(help_text="0: Monday, 0:00; 167: Sunday, 23:00.")
    asked = serializers.IntegerField()
    kept_waiting = serializers.IntegerField(help_text="Answered late, or not at all.")
    people = serializers.IntegerField(help_text="How many different curators answered.")
    is_thin = serializers.BooleanField(
        help_text="Somebody was kept waiting, and nobody or one person alone answers then."
    )


class LoadSerializer(Shape):
    curator = PersonSerializer()
    answers = serializers.IntegerField()
    is_overloaded = serializers.BooleanField(help_text="More than three times the team's mean.")


class TeamSerializer(Shape):
    period = PeriodSerializer()
    answers = serializers.IntegerField(help_text="Of everybody.")
    people = serializers.IntegerField(help_text="On duty in the period, or answered in it.")
    coverage = CoverageHourSerializer(many=True, help_text="Hours that had requests.")
    load = LoadSerializer(many=True, help_text="Who carries most first.")


class KeywordFiguresSerializer(Shape):
    keyword = serializers.CharField(allow_blank=True, help_text="'' where none opened it.")
    open = serializers.IntegerField()
    answered = serializers.IntegerField()
    expired = serializers.IntegerField()
    cancelled = serializers.IntegerField()
    dismissed = serializers.IntegerField(help_text="False alarms.")


class KeywordStatisticsSerializer(Shape):
    period = PeriodSerializer()
    results = KeywordFiguresSerializer(many=True, help_text="The most dismissed first.")


class TeamWords(filters.ServerWords, filters.PeriodWords):
    """The last 30 days where no period is given."""


class TeamView(View):
    words = TeamWords
    is_polled = True

    @extend_schema(operation_id="team_statistics", responses=TeamSerializer)
    def get(self, request: Request) -> Response:
        period, servers = filters.scope(self.read_words(), default="30d").figured
        found = ratings(period, servers)
        answers = {key: each.answers.count for key, each in found.items() if each.answers.count}
        loads = people.loads(answers, people.on_duty(period))
        return Response(
            {
                "period": period_values(period, sums_zone()),
                "answers": sum(answers.values()),
                "people": len(loads),
                "coverage": coverage(period, servers),
                "load": load(loads),
            }
        )


class KeywordsView(View):
    words = TeamWords
    is_polled = True

    @extend_schema(operation_id="keyword_statistics", responses=KeywordStatisticsSerializer)
    def get(self, request: Request) -> Response:
        period, servers = filters.scope(self.read_words(), default="30d").figured
        found = keywords.by_keyword(period, servers)
        in_order = sorted(found, key=lambda word: (-found[word]["dismissed"], word))
        rows = [
            {"keyword": word, **{state: found[word][state] for state in STATES}}
            for word in in_order
        ]
        return Response({"period": period_values(period, sums_zone()), "results": rows})


def coverage(period: Period, servers: Servers) -> list[dict[str, Any]]:
    found = people.coverage(period, scoring_of(period).good_seconds, servers)
    return [
        {
            "week_hour": week_hour,
            "asked": hour.asked,
            "kept_waiting": hour.kept_waiting,
            "people": len(hour.people),
            "is_thin": hour.is_thin,
        }
        for week_hour, hour in sorted(found.items())
    ]


def load(loads: dict[int, people.Load]) -> list[dict[str, Any]]:
    curators = Curator.objects.in_bulk(loads)
    rows = [
        {
            "curator": {"discord_id": str(curator.discord_id), "name": curator.name},
            "answers": loads[key].count,
            "is_overloaded": loads[key].is_overloaded,
        }
        for key, curator in curators.items()
    ]
    return sorted(rows, key=lambda row: (-row["answers"], row["curator"]["name"]))
