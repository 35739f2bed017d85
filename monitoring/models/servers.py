from typing import Any

from django.db import models
from django.utils import timezone

from curators.models import ConfigurationModel, Curator


def no_ids() -> list[int]:
    return []


class DiscordServer(ConfigurationModel):
    """A Discord guild. It appears by itself, switched off, when the bot is invited."""

    guild_id = models.BigIntegerField("ID сервера", unique=True)
    name = models.CharField("название", max_length=100)
    is_active = models.BooleanField("записывать", default=False)
    active_since = models.DateTimeField("записывается с", null=True, blank=True, editable=False)
    is_sandbox = models.BooleanField("песочница", default=False)
    help_role_id = models.BigIntegerField("роль помощи", null=True, blank=True)
    alert_role_id = models.BigIntegerField("роль для оповещений", null=True, blank=True)
    alert_channel_id = models.BigIntegerField("канал оповещений", null=True, blank=True)
    report_channel_ids = models.JSONField("каналы отчётов", default=no_ids, blank=True)
    takes_reports = models.BooleanField("принимает отчёты", default=True)
    allowed_channel_ids = models.JSONField("каналы запросов", default=no_ids, blank=True)
    every_message_channel_ids = models.JSONField("каждое сообщение", default=no_ids, blank=True)
    ignored_role_ids = models.JSONField("роли без запросов", default=no_ids, blank=True)
    opens_on_curator_mention = models.BooleanField("упоминание куратора — запрос", default=False)
    counts_plain_messages = models.BooleanField("обычное сообщение — ответ", default=False)
    sends_alerts = models.BooleanField("оповещать", default=True)
    quiet_from = models.TimeField("тихие часы с", null=True, blank=True)
    quiet_to = models.TimeField("тихие часы до", null=True, blank=True)
    left_at = models.DateTimeField("бот удалён", null=True, blank=True, editable=False)
    is_connected = models.BooleanField("на связи", default=False, editable=False)
    curators = models.ManyToManyField(
        Curator, related_name="servers", blank=True, verbose_name="кураторы"
    )

    class Meta:
        verbose_name = "сервер"
        verbose_name_plural = "серверы"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **options: Any) -> None:
        """A server that is switched on starts now; switched off, it forgets since when."""
        if self.is_active and self.active_since is None:
            self.active_since = timezone.now()
        if not self.is_active:
            self.active_since = None
        if (fields := options.get("update_fields")) is not None and "is_active" in fields:
            options["update_fields"] = {*fields, "active_since"}
        super().save(*args, **options)
