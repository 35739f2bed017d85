from django.db import models

from curators.models import Curator
from monitoring.models.servers import DiscordServer


class RequestMessage(models.Model):
    """A message of a person who needs help: a call, or the word that the call is solved."""

    class Kind(models.TextChoices):
        CALL = "call", "запрос"
        SOLVED = "solved", "решено"

    server = models.ForeignKey(DiscordServer, models.PROTECT, verbose_name="сервер")
    message_id = models.BigIntegerField("ID сообщения")
    request_message_id = models.BigIntegerField(
        "запрос", null=True, help_text="Первое сообщение запроса, к которому это относится."
    )
    kind = models.CharField("вид", max_length=6, choices=Kind.choices)
    channel_id = models.BigIntegerField("ID канала")
    lane_id = models.BigIntegerField("ID канала без ветки")
    author_id = models.BigIntegerField("ID автора")
    author_name = models.CharField("автор", max_length=100, default="", blank=True)
    at = models.DateTimeField("когда")
    reply_to_id = models.BigIntegerField("ответ на", null=True)
    content = models.TextField("текст", default="", blank=True)
    rule = models.CharField("правило", max_length=20, default="", blank=True)
    keyword = models.CharField("слово", max_length=50, default="", blank=True)
    word = models.CharField("как написано", max_length=100, default="", blank=True)
    join_seconds = models.PositiveIntegerField("присоединять, секунд", default=600)
    expire_seconds = models.PositiveIntegerField("предел ожидания, секунд", default=86_400)
    deleted_at = models.DateTimeField("удалено", null=True)
    is_deletion_timed = models.BooleanField("время удаления известно", default=True)

    class Meta:
        verbose_name = "сообщение запроса"
        verbose_name_plural = "сообщения запросов"
        constraints = [
            models.UniqueConstraint(fields=["server", "message_id"], name="request_message_key")
        ]
        indexes = [
            models.Index(
                fields=["server", "channel_id", "author_id", "message_id"],
                name="request_message_stream",
            )
        ]

    def __str__(self) -> str:
        return self.content[:60]


class ResponseTracking(models.Model):
    """One request for help, keyed by its first message. Its state is computed from its events."""

    class Status(models.TextChoices):
        OPEN = "open", "ждёт"
        ANSWERED = "answered", "отвечен"
        CANCELLED = "cancelled", "отменён автором"
        DISMISSED = "dismissed", "не запрос"
        EXPIRED = "expired", "без ответа"

    server = models.ForeignKey(DiscordServer, models.PROTECT, verbose_name="сервер")
    message_id = models.BigIntegerField("ID сообщения")
    channel_id = models.BigIntegerField("ID канала")
    lane_id = models.BigIntegerField("ID канала без ветки")
    author_id = models.BigIntegerField("ID автора")
    author_name = models.CharField("автор", max_length=100, default="", blank=True)
    asked_at = models.DateTimeField("спрошено")
    content = models.TextField("текст", default="", blank=True)
    rule = models.CharField("правило", max_length=20)
    keyword = models.CharField("слово", max_length=50, default="", blank=True)
    word = models.CharField("как написано", max_length=100, default="", blank=True)
    is_sandbox = models.BooleanField("песочница", default=False)
    is_quiet = models.BooleanField("в тихие часы", default=False)
    plan = models.JSONField("план оповещений", default=list)
    first_due_at = models.DateTimeField("первое оповещение")
    expires_at = models.DateTimeField("предел")

    status = models.CharField(
        "состояние", max_length=10, choices=Status.choices, default=Status.OPEN
    )
    closed_at = models.DateTimeField("закрыто", null=True)
    answered_by = models.ForeignKey(
        Curator, models.PROTECT, null=True, blank=True, db_index=False, verbose_name="ответ от"
    )
    response_seconds = models.PositiveIntegerField("секунд до ответа", null=True)
    response_kind = models.CharField("вид ответа", max_length=10, default="", blank=True)
    response_message_id = models.BigIntegerField("сообщение ответа", null=True)
    taken_back_at = models.DateTimeField("взято назад", null=True)
    dismissed_by = models.ForeignKey(
        Curator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="отклонил"
    )

    next_alert_at = models.DateTimeField("следующее оповещение", null=True)
    is_history_unread = models.BooleanField("история не прочитана", default=False)
    claimed_by = models.ForeignKey(
        Curator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="взято"
    )
    claimed_at = models.DateTimeField("взято в", null=True)
    hold_until = models.DateTimeField("придержано до", null=True)

    class Meta:
        verbose_name = "запрос"
        verbose_name_plural = "запросы"
        constraints = [models.UniqueConstraint(fields=["server", "message_id"], name="request_key")]
        indexes = [
            models.Index(fields=["status", "next_alert_at"], name="request_due"),
            models.Index(fields=["status", "expires_at"], name="request_expiry"),
            models.Index(fields=["server", "asked_at"], name="request_asked"),
            models.Index(fields=["asked_at"], name="request_day"),
            # Instead of the foreign key's own: the newest that a curator answered.
            models.Index(fields=["answered_by", "asked_at"], name="request_answered"),
        ]

    def __str__(self) -> str:
        return self.content[:60]


class RequestEvent(models.Model):
    """What happened to a request, whatever its state then; the earliest that stands decides.

    `source_id` is the Discord object that did it (message, interaction); `target_id` the message of
    the request that it was done to. `at` is null where Discord tells no time; `delivered_at` is
    when we heard of it, an upper bound. `reason` is what a person gave for a dismissal.
    """

    class Kind(models.TextChoices):
        REPLY = "reply", "ответ"
        REACTION = "reaction", "реакция"
        MESSAGE = "message", "сообщение"
        BUTTON = "button", "кнопка «Отвечено»"
        SOLVED = "solved", "решено автором"
        DELETED = "deleted", "удалено"
        DISMISSED = "dismissed", "не запрос"
        REOPENED = "reopened", "открыто снова"
        EXPIRED = "expired", "истекло"
        CLAIMED = "claimed", "взято"
        RELEASED = "released", "отпущено"

    server = models.ForeignKey(DiscordServer, models.PROTECT, verbose_name="сервер")
    request_message_id = models.BigIntegerField("запрос")
    kind = models.CharField("что", max_length=10, choices=Kind.choices)
    source_id = models.BigIntegerField("источник")
    actor_id = models.BigIntegerField("кто", default=0)
    emoji_key = models.CharField("ключ эмодзи", max_length=100, default="", blank=True)
    channel_id = models.BigIntegerField("ID канала", null=True)
    target_id = models.BigIntegerField("к сообщению", null=True)
    at = models.DateTimeField("когда", null=True)
    first_at = models.DateTimeField("впервые", null=True)
    delivered_at = models.DateTimeField("доставлено", null=True)
    withdrawn_at = models.DateTimeField("отозвано", null=True)
    reason = models.CharField("почему", max_length=300, default="", blank=True)

    class Meta:
        verbose_name = "событие запроса"
        verbose_name_plural = "события запросов"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "server",
                    "request_message_id",
                    "kind",
                    "source_id",
                    "actor_id",
                    "emoji_key",
                ],
                name="request_event_key",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.request_message_id}"
