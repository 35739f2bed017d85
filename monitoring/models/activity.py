from django.db import models

from curators.models import Curator
from monitoring.models.servers import DiscordServer


class Activity(models.Model):
    """What a curator did, once per Discord object. A fact that requests and reports stand on.

    `emoji_key` is '' for messages and verifications, else a custom emoji's id or the code points in
    hexadecimal. `at` is null for a reaction whose time nobody knows; `first_at` is when one that
    was taken back and put again was there first; `delivered_at` is when its last change was
    delivered.
    """

    class Kind(models.TextChoices):
        MESSAGE = "message", "сообщение"
        REPLY = "reply", "ответ"
        REACTION = "reaction", "реакция"
        VERIFICATION = "verification", "проверка отчёта"

    server = models.ForeignKey(DiscordServer, models.PROTECT, db_index=False, verbose_name="сервер")
    message_id = models.BigIntegerField("ID сообщения")
    curator = models.ForeignKey(Curator, models.PROTECT, db_index=False, verbose_name="куратор")
    emoji_key = models.CharField("ключ эмодзи", max_length=100, default="", blank=True)
    kind = models.CharField("вид", max_length=12, choices=Kind.choices)
    channel_id = models.BigIntegerField("ID канала")
    lane_id = models.BigIntegerField("ID канала без ветки")
    at = models.DateTimeField("когда", null=True)
    first_at = models.DateTimeField("впервые", null=True)
    delivered_at = models.DateTimeField("доставлено", null=True)
    emoji = models.CharField("эмодзи", max_length=100, default="", blank=True)
    content = models.TextField("текст", default="", blank=True)
    reply_to_id = models.BigIntegerField("ответ на", null=True)
    reply_to_author_id = models.BigIntegerField("ответ кому", null=True)
    named_ids = models.JSONField("кого называет", default=list)
    is_plain_answer = models.BooleanField("может ответить без имени", default=False)
    is_sandbox = models.BooleanField("песочница", default=False)
    withdrawn_at = models.DateTimeField("отозвано", null=True)

    class Meta:
        verbose_name = "действие"
        verbose_name_plural = "действия"
        constraints = [
            models.UniqueConstraint(
                fields=["server", "message_id", "curator", "emoji_key"], name="activity_key"
            )
        ]
        indexes = [
            models.Index(fields=["server", "channel_id", "message_id"], name="activity_in_channel"),
            models.Index(fields=["at"], name="activity_at"),
            # Instead of the foreign keys' own: the newest of one server, and of one curator.
            models.Index(fields=["server", "at"], name="activity_of_server"),
            models.Index(fields=["curator", "at"], name="activity_of_curator"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.message_id}"
