"""What the bot saw of Discord's names, for pickers and pages. Rules never read these rows."""

from django.db import models


class DiscordChannel(models.Model):
    """A channel or thread. `parent_id` of a thread is its channel, of a channel its category."""

    channel_id = models.BigIntegerField("ID канала", unique=True)
    guild_id = models.BigIntegerField("ID сервера", db_index=True)
    parent_id = models.BigIntegerField("выше", null=True)
    name = models.CharField("название", max_length=100)
    kind = models.CharField("вид", max_length=20)
    refused_at = models.DateTimeField("не читается с", null=True)
    refusal = models.CharField("почему", max_length=200, blank=True)
    deleted_at = models.DateTimeField("удалён", null=True)

    class Meta:
        verbose_name = "канал Discord"
        verbose_name_plural = "каналы Discord"

    def __str__(self) -> str:
        return f"#{self.name}"


class DiscordRole(models.Model):
    role_id = models.BigIntegerField("ID роли", unique=True)
    guild_id = models.BigIntegerField("ID сервера", db_index=True)
    name = models.CharField("название", max_length=100)
    is_mentionable = models.BooleanField("можно упоминать", default=False)

    class Meta:
        verbose_name = "роль Discord"
        verbose_name_plural = "роли Discord"

    def __str__(self) -> str:
        return f"@{self.name}"


class DiscordMember(models.Model):
    guild_id = models.BigIntegerField("ID сервера")
    user_id = models.BigIntegerField("ID человека", db_index=True)
    name = models.CharField("имя", max_length=100)
    role_ids = models.JSONField("роли", default=list)

    class Meta:
        verbose_name = "участник Discord"
        verbose_name_plural = "участники Discord"
        constraints = [models.UniqueConstraint(fields=["guild_id", "user_id"], name="member_key")]

    def __str__(self) -> str:
        return self.name
