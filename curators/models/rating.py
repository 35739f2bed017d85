from django.core.validators import MinValueValidator
from django.db import models

from curators.models.configuration import ConfigurationModel


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


class ScoringVersion(ConfigurationModel):
    """The weights from a moment on; a period is scored by the version in force at its end."""

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
