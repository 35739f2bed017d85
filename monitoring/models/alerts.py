from django.db import models

from curators.models import ConfigurationModel
from monitoring.models.servers import DiscordServer


class EscalationStep(ConfigurationModel):
    """Who is called when a request has waited this long. No `server`: every one without own."""

    class Tag(models.TextChoices):
        ALERT_ROLE = "alert_role", "роль сервера для оповещений"
        ROLE = "role", "другая роль"
        PERSON = "person", "человек"
        NOBODY = "nobody", "никого"

    server = models.ForeignKey(
        DiscordServer, models.CASCADE, null=True, blank=True, verbose_name="сервер"
    )
    after_seconds = models.PositiveIntegerField("через, секунд", default=600)
    channel_id = models.BigIntegerField(
        "ID канала", null=True, blank=True, help_text="Пусто: канал оповещений сервера."
    )
    tag = models.CharField("кого звать", max_length=12, choices=Tag.choices, default=Tag.ALERT_ROLE)
    tag_id = models.BigIntegerField("ID роли или человека", null=True, blank=True)
    words = models.CharField("слова", max_length=300, default="", blank=True)
    repeat_every_seconds = models.PositiveIntegerField(
        "повторять каждые, секунд", null=True, blank=True
    )
    repeat_limit = models.PositiveIntegerField(
        "повторов, не больше", null=True, blank=True, help_text="Пусто: пока запрос открыт."
    )
    is_active = models.BooleanField("включён", default=True)

    class Meta:
        verbose_name = "шаг эскалации"
        verbose_name_plural = "шаги эскалации"
        ordering = ["server", "after_seconds", "pk"]

    def __str__(self) -> str:
        return f"{self.after_seconds} с"


class Alert(models.Model):
    """One send: a request's step and repetition. The outbox that the bot works off.

    `nonce` is derived from the key and stands in the message, so that a send whose answer was lost
    is found again. `digest` points to the row that carries several.
    """

    class Status(models.TextChoices):
        DUE = "due", "к отправке"
        SENDING = "sending", "отправляется"
        SENT = "sent", "отправлено"
        SKIPPED = "skipped", "не нужно"
        FAILED = "failed", "не доставлено"
        UNKNOWN = "unknown", "неизвестно"

    server = models.ForeignKey(DiscordServer, models.PROTECT, verbose_name="сервер")
    request_message_id = models.BigIntegerField("запрос")
    step = models.PositiveSmallIntegerField("шаг")
    repetition = models.PositiveIntegerField("повтор")
    kind = models.CharField("вид", max_length=20, default="request")
    channel_id = models.BigIntegerField("ID канала", null=True)
    due_at = models.DateTimeField("срок")
    status = models.CharField("состояние", max_length=8, choices=Status.choices)
    reason = models.CharField("почему", max_length=300, default="", blank=True)
    nonce = models.CharField("номер", max_length=25)
    digest = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="parts")
    is_digest = models.BooleanField("сводка", default=False)
    claimed_at = models.DateTimeField("взято ботом", null=True)
    retry_at = models.DateTimeField("попробовать в", null=True)
    attempts = models.PositiveSmallIntegerField("попыток", default=0)
    sending_since = models.DateTimeField("отправляется с", null=True)
    sent_at = models.DateTimeField("отправлено в", null=True)
    message_id = models.BigIntegerField("ID сообщения", null=True)
    edit_due = models.BooleanField("нужно исправить", default=False)

    class Meta:
        verbose_name = "оповещение"
        verbose_name_plural = "оповещения"
        constraints = [
            models.UniqueConstraint(
                fields=["server", "request_message_id", "step", "repetition"], name="alert_key"
            )
        ]
        indexes = [
            models.Index(fields=["status", "retry_at"], name="alert_status"),
            models.Index(fields=["edit_due"], name="alert_edit"),
            models.Index(fields=["due_at"], name="alert_day"),
        ]

    def __str__(self) -> str:
        return f"{self.request_message_id} шаг {self.step}, повтор {self.repetition}"
