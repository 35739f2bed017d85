from django.db import models

from monitoring.models.servers import DiscordServer


class ChannelCursor(models.Model):
    """Up to which message a channel or thread is read; moved with the rows that it stands for."""

    server = models.ForeignKey(DiscordServer, models.CASCADE, verbose_name="сервер")
    channel_id = models.BigIntegerField("ID канала", unique=True)
    lane_id = models.BigIntegerField("ID канала без ветки")
    message_id = models.BigIntegerField("прочитано до")
    lease_number = models.BigIntegerField("аренда", default=0)

    class Meta:
        verbose_name = "курсор"
        verbose_name_plural = "курсоры"

    def __str__(self) -> str:
        return str(self.channel_id)


class Gap(models.Model):
    """A time in which a server was not heard, and what came of it. `ended_at` None: still open."""

    class Why(models.TextChoices):
        START = "start", "запуск бота"
        RECONNECT = "reconnect", "новое подключение"
        GUILD = "guild", "сервер был недоступен"
        DATABASE = "database", "база не отвечала"
        OVERFLOW = "overflow", "очередь была полна"
        ACCESS = "access", "доступ вернулся"

    server = models.ForeignKey(DiscordServer, models.CASCADE, verbose_name="сервер")
    started_at = models.DateTimeField("с")
    ended_at = models.DateTimeField("по", null=True)
    why = models.CharField("почему", max_length=12, choices=Why.choices)
    read_at = models.DateTimeField("прочитано", null=True)
    message_count = models.PositiveIntegerField("сообщений прочитано", default=0)
    reaction_count = models.PositiveIntegerField("реакций прочитано", default=0)
    unread_channels = models.JSONField("не прочитаны", default=list)
    lost = models.JSONField("что не восстановить", default=list)

    class Meta:
        verbose_name = "пробел"
        verbose_name_plural = "пробелы"
        constraints = [
            models.UniqueConstraint(fields=["server", "started_at", "why"], name="gap_key")
        ]
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.server}: {self.get_why_display()}"


class RejectedEvent(models.Model):
    """An event that the database or a rule refused, set aside whole so that nothing is lost."""

    key = models.CharField("ключ", max_length=200, unique=True)
    kind = models.CharField("что", max_length=40)
    guild_id = models.BigIntegerField("ID сервера")
    payload = models.JSONField("событие")
    reason = models.TextField("почему")
    rejected_at = models.DateTimeField("когда")

    class Meta:
        verbose_name = "отвергнутое событие"
        verbose_name_plural = "отвергнутые события"

    def __str__(self) -> str:
        return self.key


class BotLease(models.Model):
    """Which process may act. The number grows with each owner; times are the database's own."""

    shards = models.CharField("шарды", max_length=50, unique=True)
    owner = models.CharField("процесс", max_length=100, blank=True)
    number = models.BigIntegerField("номер", default=0)
    expires_at = models.DateTimeField("до", null=True)
    seen_at = models.DateTimeField("бот слышен", null=True)
    state = models.JSONField("состояние", default=dict)

    class Meta:
        verbose_name = "аренда бота"
        verbose_name_plural = "аренда бота"

    def __str__(self) -> str:
        return self.shards
