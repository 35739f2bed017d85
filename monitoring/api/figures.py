"""Figures as JSON: plain values and the shapes that describe them."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.conf import settings
from rest_framework import serializers

from curators.rules.rating import Counts
from monitoring.api.shapes import CountField, MomentField, PersonSerializer, Shape
from monitoring.models import MonitoringSettings
from monitoring.rules.periods import Period
from monitoring.rules.service_level import service_level
from monitoring.rules.survival import named
from monitoring.statistics.ratings import Rating
from monitoring.statistics.requests import Figures


class PeriodSerializer(Shape):
    """`from` is a keyword of Python, so it is added by hand."""

    days = serializers.IntegerField()
    zone = serializers.CharField(help_text="In which days are cut.")
    is_current = serializers.BooleanField(
        help_text="False while the figures are still of another zone: they are being made anew."
    )

    def get_fields(self) -> dict[str, Any]:
        ends = {"from": "The first day.", "to": "The last day, included."}
        days = {name: serializers.DateField(help_text=text) for name, text in ends.items()}
        return {**days, **super().get_fields()}


class WaitsSerializer(Shape):
    mean_seconds = serializers.IntegerField(allow_null=True, help_text="Of answers alone.")
    median_seconds = serializers.IntegerField(allow_null=True)
    median_over_seconds = serializers.IntegerField(
        allow_null=True, help_text="The median falls among those who wait: longer than this."
    )
    p90_seconds = serializers.IntegerField(allow_null=True)
    p90_over_seconds = serializers.IntegerField(allow_null=True)


class RequestFiguresSerializer(WaitsSerializer):
    asked = serializers.IntegerField(help_text="Neither dismissed nor taken back in time.")
    open = serializers.IntegerField()
    answered = serializers.IntegerField()
    in_time = serializers.IntegerField(help_text="Answered within the good limit.")
    unanswered = serializers.IntegerField(help_text="Expired.")
    cancelled = serializers.IntegerField(help_text="Taken back before the first alert was due.")
    dismissed = serializers.IntegerField()
    timed = serializers.IntegerField(help_text="Answers of known time, which the mean stands on.")
    service_level = serializers.IntegerField(allow_null=True, help_text="Per cent.")
    service_level_of = serializers.IntegerField()


class CountsSerializer(Shape):
    messages = serializers.IntegerField()
    replies = serializers.IntegerField()
    reactions = serializers.IntegerField()
    verifications = serializers.IntegerField()


class CappedCountsSerializer(CountsSerializer):
    capped = serializers.IntegerField(help_text="Messages over the cap, in no other count.")


class LabelSerializer(Shape):
    name = serializers.CharField(max_length=50)
    min_score = CountField()


class AnswersSerializer(Shape):
    count = serializers.IntegerField()
    timed = serializers.IntegerField(help_text="Of known time.")
    seconds = serializers.IntegerField(help_text="Of the timed ones, altogether.")
    usual = serializers.IntegerField(help_text="Neither rescues nor in quiet hours.")
    usual_seconds = serializers.IntegerField()
    rescues = serializers.IntegerField(help_text="After the first step was due.")
    quiet = serializers.IntegerField(help_text="To requests of quiet hours.")


class RatingSerializer(WaitsSerializer):
    """A score with all its parts: the sum can be done again by hand."""

    counts = CappedCountsSerializer()
    base = serializers.IntegerField(help_text="The counts by their weights.")
    speed_percent = serializers.IntegerField(help_text="120, 100 or 80.")
    paced = serializers.IntegerField(help_text="Answers whose mean sets the speed.")
    paced_seconds = serializers.IntegerField()
    score = serializers.IntegerField()
    label = LabelSerializer()  # type: ignore[assignment]
    next_label = LabelSerializer(allow_null=True)
    missing = serializers.IntegerField(help_text="Points to the next label.")
    answers = AnswersSerializer()
    held = serializers.IntegerField(help_text="Taken, and answered by another or by nobody.")
    dismissed = serializers.IntegerField()
    version = MomentField(help_text="Since when the weights that score it are in force.")


class RatedSerializer(RatingSerializer):
    curator = PersonSerializer()
    servers_unanswered = serializers.IntegerField(
        help_text="Requests that nobody answered on their servers; on all where they have none."
    )


def period_values(period: Period, sums_zone: str) -> dict[str, Any]:
    return {
        "from": period.first.isoformat(),
        "to": period.last.isoformat(),
        "days": len(period),
        "zone": settings.TIME_ZONE,
        "is_current": sums_zone in ("", settings.TIME_ZONE),
    }


def sums_zone() -> str:
    """Of which zone the figures are; '' before anybody looked."""
    return MonitoringSettings.objects.values_list("sums_zone", flat=True).get(pk=1)


def figures_values(figures: Figures, good_seconds: int) -> dict[str, Any]:
    in_time, of = figures.in_time(good_seconds), figures.service_level_of(good_seconds)
    return {
        "asked": figures.asked,
        "open": figures.open,
        "answered": figures.answered,
        "in_time": in_time,
        "unanswered": figures.unanswered,
        "cancelled": figures.cancelled,
        "dismissed": figures.dismissed,
        "timed": figures.timed,
        "service_level": service_level(in_time, of),
        "service_level_of": of,
        "mean_seconds": figures.mean_seconds,
        **named(*figures.quantiles()),
    }


def counts_values(counts: Counts) -> dict[str, int]:
    return {
        "messages": counts.messages,
        "replies": counts.replies,
        "reactions": counts.reactions,
        "verifications": counts.verifications,
    }


def rating_values(rating: Rating) -> dict[str, Any]:
    score, above = rating.score, rating.score.next_label
    return {
        "counts": counts_values(rating.counts) | {"capped": rating.counts.capped},
        "base": score.base,
        "speed_percent": score.speed_percent,
        "paced": score.paced,
        "paced_seconds": score.paced_seconds,
        "score": score.score,
        "label": {"name": score.label.name, "min_score": score.label.min_score},
        "next_label": above and {"name": above.name, "min_score": above.min_score},
        "missing": score.missing,
        "answers": asdict(rating.answers),
        "held": rating.held,
        "dismissed": rating.dismissed,
        "version": MomentField().to_representation(rating.scoring.started_at),
        "mean_seconds": rating.mean_seconds,
        **named(rating.median, rating.p90),
    }


def change_percent(now: int, before: int) -> int | None:
    """Rounded half up; None from nothing, for that is no percentage."""
    if before == 0:
        return None
    return (200 * (now - before) + before) // (2 * before)


def day_values(day: date, counts: Counts, figures: Figures) -> dict[str, Any]:
    return {
        "date": day.isoformat(),
        **counts_values(counts),
        "asked": figures.asked,
        "answered": figures.answered,
        "unanswered": figures.unanswered,
        "mean_seconds": figures.mean_seconds,
    }
