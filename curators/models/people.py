from datetime import datetime

from django.db import models, transaction
from django.utils import timezone

from curators.models.configuration import ConfigurationModel, Revision


class Curator(ConfigurationModel):
    """A person who helps; when they are on duty is told by their terms."""

    discord_id = models.BigIntegerField("Discord ID", unique=True)
    name = models.CharField("имя", max_length=100)

    class Meta:
        verbose_name = "куратор"
        verbose_name_plural = "кураторы"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def open_term(self, since: datetime) -> bool:
        """Start a term unless one is open. False when one was open already."""
        with transaction.atomic():
            # Held before looking, or two at once would open two.
            Revision.bump_configuration()
            if self.terms.filter(ended_at=None).exists():
                return False
            self.terms.create(started_at=since)
        return True

    def close_term(self, at: datetime) -> bool:
        """End the open term. False when none is open."""
        return self.terms.filter(ended_at=None, started_at__lt=at).update(ended_at=at) == 1


class CuratorTerm(ConfigurationModel):
    """A span of being a curator: the start counts, the end does not."""

    curator = models.ForeignKey(
        Curator, models.CASCADE, related_name="terms", verbose_name="куратор"
    )
    started_at = models.DateTimeField("с", default=timezone.now)
    ended_at = models.DateTimeField("по", null=True, blank=True)

    class Meta:
        verbose_name = "срок куратора"
        verbose_name_plural = "сроки кураторов"
        constraints = [
            models.UniqueConstraint(fields=["curator", "started_at"], name="term_key"),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gt=models.F("started_at")),
                name="term_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.curator}: {self.started_at:%d.%m.%Y}"


class ExcludedCurator(ConfigurationModel):
    """A span in which a person neither opens, answers nor scores. `started_at` None: since ever."""

    discord_id = models.BigIntegerField("Discord ID", db_index=True)
    name = models.CharField("имя", max_length=100, blank=True)
    reason = models.CharField("причина", max_length=300, blank=True)
    started_at = models.DateTimeField("с", null=True, blank=True)
    ended_at = models.DateTimeField("по", null=True, blank=True)

    class Meta:
        verbose_name = "исключённый"
        verbose_name_plural = "исключённые"

    def __str__(self) -> str:
        return self.name or str(self.discord_id)
