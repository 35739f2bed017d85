"""The figures of a period for the whole team, beside those of the period before."""

from collections.abc import Mapping
from datetime import date
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
    change_percent,
    counts_values,
    day_values,
    figures_values,
    period_values,
    sums_zone,
)
from monitoring.api.shapes import Shape
from monitoring.rules.periods import Period
from monitoring.statistics import activities, people, requests
from monitoring.statistics.ratings import scoring_of
from monitoring.statistics.requests import Figures
from monitoring.statistics.spans import Servers

WEEK_HOURS = 7 * 24
COMPARED = ("asked", "answered", "unanswered", "messages", "replies", "reactions", "verifications")


class DaySerializer(CountsSerializer):
    date = serializers.DateField()
    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    mean_seconds = serializers.IntegerField(allow_null=True)


class WeekHourSerializer(Shape):
    week_hour = serializers.IntegerField(help_text="0: Monday, 0:00; 167: Sunday, 23:00.")
    asked = serializers.IntegerField()
    unanswered = serializers.IntegerField()


class ChangesSerializer(Shape):
    """Per cent against the period before; null where that had none."""

    def get_fields(self) -> dict[str, Any]:
        return {name: serializers.IntegerField(allow_null=True) for name in COMPARED}


class DashboardSerializer(Shape):
    period = PeriodSerializer()
    before = PeriodSerializer(help_text="As many whole days before it.")
    curators = serializers.IntegerField(help_text="With a term in the period.")
    good_seconds = serializers.IntegerField()
    requests = RequestFiguresSerializer(help_text="Without those of quiet hours.")
    requests_before = RequestFiguresSerializer()
    quiet = RequestFiguresSerializer(help_text="Asked in quiet hours.")
    activities = CountsSerializer()
    activities_before = CountsSerializer()
    changes = ChangesSerializer()
    days = DaySerializer(many=True, help_text="Ascending, those without anything too.")
    hours = WeekHourSerializer(many=True, help_text="All 168, quiet hours too.")


class DashboardWords(filters.ServerWords, filters.PeriodWords):
    """Today where no period is given."""


class DashboardView(View):
    words = DashboardWords

    @extend_schema(operation_id="dashboard", responses=DashboardSerializer)
    def get(self, request: Request) -> Response:
        return Response(dashboard(*filters.scope(self.read_words(), default="today").figured))


def dashboard(period: Period, servers: Servers) -> dict[str, Any]:
    now, before, zone = timezone.now(), period.before(), sums_zone()
    good = scoring_of(period).good_seconds
    found, found_before = (requests.requests(each, now, servers) for each in (period, before))
    done = activities.by_day(period, servers)
    asked = figures_values(found.usual, good)
    asked_before = figures_values(found_before.usual, good)
    counts = counts_values(activities.together(done.values()))
    counts_before = counts_values(activities.total(before, servers))
    return {
        "period": period_values(period, zone),
        "before": period_values(before, zone),
        "curators": len(people.on_duty(period)),
        "good_seconds": good,
        "requests": asked,
        "requests_before": asked_before,
        "quiet": figures_values(found.quiet, good),
        "activities": counts,
        "activities_before": counts_before,
        "changes": changes(asked | counts, asked_before | counts_before),
        "days": days(period, done, requests.by_day(period, servers)),
        "hours": hours(requests.by_week_hour(period, servers)),
    }


def changes(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, int | None]:
    return {name: change_percent(now[name], before[name]) for name in COMPARED}


def days(
    period: Period, counts: Mapping[date, Counts], asked: Mapping[date, Figures]
) -> list[dict[str, Any]]:
    """All days of the period, ascending."""
    return [
        day_values(day, counts.get(day, Counts()), asked.get(day, Figures())) for day in period.days
    ]


def hours(found: Mapping[int, Figures]) -> list[dict[str, int]]:
    each = [(hour, found.get(hour, Figures())) for hour in range(WEEK_HOURS)]
    return [
        {"week_hour": hour, "asked": figures.asked, "unanswered": figures.unanswered}
        for hour, figures in each
    ]
