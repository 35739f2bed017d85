from datetime import datetime
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models

from curators.models.configuration import ConfigurationModel
from curators.rules.rating import Label, Scoring

# What a version copies from the one before it unless told otherwise.
WEIGHTS = (
    "message_points",
    "reply_points",
    "reaction_points",
    "verification_points",
    "good_seconds",
    "poor_seconds",
    "is_speed_counted",
    "are_rescues_counted",
    "block_cap",
)


class RatingSettings(ConfigurationModel):
    """One label and the lowest score that earns it."""

    name = models.CharField("оценка", max_length=50, unique=True)
    min_score = models.PositiveIntegerField("от скольких баллов", unique=True)

    class Meta:
        verbose_name = "оценка"
        verbose_name_plural = "оценки"
        ordering = ["-min_score"]

    def __str__(self) -> str:
        return f"{self.name} ({self.min_score})"


def labels_now() -> list[list[Any]]:
    """The labels as they are now, highest first: [name, minimum]."""
    return [[label.name, label.min_score] for label in RatingSettings.objects.all()]


class ScoringVersion(ConfigurationModel):
    """Every number of the score from a moment on; a period is scored by the one at its end."""

    started_at = models.DateTimeField("действует с", unique=True)
    message_points = models.PositiveIntegerField("за сообщение", default=3)
    reply_points = models.PositiveIntegerField("за ответ", default=2)
    reaction_points = models.PositiveIntegerField("за реакцию", default=1)
    verification_points = models.PositiveIntegerField("за проверку отчёта", default=5)
    good_seconds = models.PositiveIntegerField(
        "хорошее время, секунд", default=60, validators=[MinValueValidator(1)]
    )
    poor_seconds = models.PositiveIntegerField("плохое время, секунд", default=300)
    is_speed_counted = models.BooleanField("учитывать скорость", default=True)
    are_rescues_counted = models.BooleanField("учитывать спасения в скорости", default=False)
    block_cap = models.PositiveIntegerField(
        "сообщений за 10 минут, не больше", null=True, blank=True
    )
    labels = models.JSONField("оценки", default=labels_now, editable=False)

    class Meta:
        verbose_name = "версия весов"
        verbose_name_plural = "версии весов"
        ordering = ["-started_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(poor_seconds__gt=models.F("good_seconds")),
                name="poor_is_slower_than_good",
            )
        ]

    def __str__(self) -> str:
        return f"с {self.started_at:%d.%m.%Y %H:%M}"

    @classmethod
    def in_force(cls, at: datetime) -> Self:
        """The version that rules at this moment; the first one before any was made."""
        rows = cls.objects.order_by("-started_at")
        version = rows.filter(started_at__lte=at).first() or rows.last()
        assert version is not None
        return version

    @classmethod
    def renew(cls, at: datetime, **weights: Any) -> Self | None:
        """A new version from `at` on, with these weights and the labels as they are now.

        None where that says nothing new.
        """
        newest, labels = cls.in_force(at), labels_now()
        present = {name: getattr(newest, name) for name in WEIGHTS}
        if present | weights == present and newest.labels == labels:
            return None
        return cls.objects.create(started_at=at, labels=labels, **(present | weights))

    @property
    def scoring(self) -> Scoring:
        """The version as the rule takes it."""
        weights = {name: getattr(self, name) for name in WEIGHTS}
        labels = tuple(Label(name, minimum) for name, minimum in self.labels)
        return Scoring(started_at=self.started_at, labels=labels, **weights)
