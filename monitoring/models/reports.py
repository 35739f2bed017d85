from django.db import models

from curators.models import Curator
from monitoring.models.servers import DiscordServer


class TaskReport(models.Model):
    """A leader's weekly task report. Its state is computed from its events."""

    class Status(models.TextChoices):
        PENDING = "pending", "ожидает"
        REVIEWING = "reviewing", "на проверке"
        VERIFIED = "verified", "проверен"
        WITHDRAWN = "withdrawn", "отозван"

    server = models.ForeignKey(DiscordServer, models.PROTECT, verbose_name="сервер")
    message_id = models.BigIntegerField("ID сообщения")
    channel_id = models.BigIntegerField("ID канала")
    lane_id = models.BigIntegerField("ID канала без ветки")
    author_id = models.BigIntegerField("ID автора")
    author_name = models.CharField("автор", max_length=100, default="", blank=True)
    at = models.DateTimeField("подан")
    week = models.DateField("неделя")
    content = models.TextField("текст", default="", blank=True)
    is_sandbox = models.BooleanField("песочница", default=False)
    first_count = models.PositiveIntegerField("число при подаче", null=True)
    count = models.PositiveIntegerField("число задач", null=True)
    count_rule = models.CharField("как прочитано", max_length=30, default="", blank=True)

    status = models.CharField(
        "состояние", max_length=10, choices=Status.choices, default=Status.PENDING
    )
    reviewer = models.ForeignKey(
        Curator, models.PROTECT, null=True, blank=True, verbose_name="проверяет"
    )
    reviewing_since = models.DateTimeField("на проверке с", null=True)
    approved = models.PositiveIntegerField("принято", null=True)
    verified_at = models.DateTimeField("проверен", null=True)
    verdict_message_id = models.BigIntegerField("сообщение с решением", null=True)
    mark = models.CharField("знак бота", max_length=10, default="", blank=True)

    class Meta:
        verbose_name = "отчёт о задачах"
        verbose_name_plural = "отчёты о задачах"
        constraints = [models.UniqueConstraint(fields=["server", "message_id"], name="report_key")]
        indexes = [
            models.Index(fields=["server", "week"], name="report_week"),
            models.Index(fields=["at"], name="report_at"),
        ]

    def __str__(self) -> str:
        return f"{self.author_name}, {self.week:%d.%m.%Y}"


class ReportEvent(models.Model):
    """What happened to a report: reactions, replies, edits, and what people did on the web.

    `number` is the count of an edit, the verdict of a reply (null: not understood) or of a
    correction; `rule` says which rule read it.
    """

    server = models.ForeignKey(DiscordServer, models.PROTECT, verbose_name="сервер")
    report_message_id = models.BigIntegerField("отчёт")
    kind = models.CharField("что", max_length=12)
    source_id = models.BigIntegerField("источник")
    actor_id = models.BigIntegerField("кто", default=0)
    emoji_key = models.CharField("ключ эмодзи", max_length=100, default="", blank=True)
    at = models.DateTimeField("когда", null=True)
    delivered_at = models.DateTimeField("доставлено", null=True)
    content = models.TextField("текст", default="", blank=True)
    number = models.PositiveIntegerField("число", null=True)
    rule = models.CharField("как прочитано", max_length=30, default="", blank=True)
    withdrawn_at = models.DateTimeField("отозвано", null=True)

    class Meta:
        verbose_name = "событие отчёта"
        verbose_name_plural = "события отчётов"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "server",
                    "report_message_id",
                    "kind",
                    "source_id",
                    "actor_id",
                    "emoji_key",
                ],
                name="report_event_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.report_message_id}"


class Hint(models.Model):
    """A ❓ and one short reply that says what was not understood, removed after ten minutes."""

    server = models.ForeignKey(DiscordServer, models.PROTECT, verbose_name="сервер")
    report_message_id = models.BigIntegerField("отчёт")
    person_id = models.BigIntegerField("кому")
    reason = models.CharField("почему", max_length=30)
    channel_id = models.BigIntegerField("ID канала")
    target_id = models.BigIntegerField("под сообщением")
    due_at = models.DateTimeField("когда")
    sent_message_id = models.BigIntegerField("отправлено", null=True)
    removed_at = models.DateTimeField("убрано", null=True)
    failure = models.CharField("не вышло", max_length=300, default="", blank=True)

    class Meta:
        verbose_name = "подсказка"
        verbose_name_plural = "подсказки"
        constraints = [
            models.UniqueConstraint(
                fields=["server", "report_message_id", "person_id", "reason"], name="hint_key"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.report_message_id}"
