from django.db import models

from curators.models import Curator
from monitoring.models.servers import DiscordServer


class DailyActivity(models.Model):
    """A curator's standing activities on one server and local day of `zone`."""

    server = models.ForeignKey(DiscordServer, models.CASCADE, verbose_name="сервер")
    curator = models.ForeignKey(Curator, models.CASCADE, verbose_name="куратор")
    date = models.DateField("день")
    zone = models.CharField("часовой пояс", max_length=50)
    message_count = models.IntegerField("сообщений", default=0)
    reply_count = models.IntegerField("ответов", default=0)
    reaction_count = models.IntegerField("реакций", default=0)
    verification_count = models.IntegerField("проверок", default=0)

    class Meta:
        verbose_name = "день куратора"
        verbose_name_plural = "дни кураторов"
        constraints = [
            models.UniqueConstraint(fields=["server", "curator", "date"], name="daily_activity_key")
        ]
        indexes = [models.Index(fields=["date"], name="daily_activity_date")]

    def __str__(self) -> str:
        return f"{self.curator} {self.date}"


class DailyRequests(models.Model):
    """Requests asked on one server in one local hour of a day, by what became of them."""

    server = models.ForeignKey(DiscordServer, models.CASCADE, verbose_name="сервер")
    date = models.DateField("день")
    hour = models.PositiveSmallIntegerField("час")
    zone = models.CharField("часовой пояс", max_length=50)
    open_count = models.IntegerField("ждут", default=0)
    answered_count = models.IntegerField("отвечено", default=0)
    cancelled_count = models.IntegerField("отменено", default=0)
    dismissed_count = models.IntegerField("не запросы", default=0)
    expired_count = models.IntegerField("без ответа", default=0)
    timed_count = models.IntegerField("с известным временем", default=0)
    response_seconds = models.BigIntegerField("секунд всего", default=0)

    class Meta:
        verbose_name = "час запросов"
        verbose_name_plural = "часы запросов"
        constraints = [
            models.UniqueConstraint(fields=["server", "date", "hour"], name="daily_requests_key")
        ]
        indexes = [models.Index(fields=["date"], name="daily_requests_date")]

    def __str__(self) -> str:
        return f"{self.server} {self.date} {self.hour}:00"
