"""Sums that change in the transaction of their rows, by day and by month of the configured zone.

They only ever add, so that writers need not read them first. A text column is a multiset of
numbers that grows the same way: `monitoring/rules/multisets.py` writes and reads it.
"""

from django.db import models

from curators.models import Curator
from monitoring.models.servers import DiscordServer


class Span(models.TextChoices):
    DAY = "day", "день"
    MONTH = "month", "месяц"


class Sums(models.Model):
    """`date` is the local day, or the first day of the month."""

    span = models.CharField("за", max_length=5, choices=Span.choices)
    date = models.DateField("с")
    zone = models.CharField("часовой пояс", max_length=50)

    class Meta:
        abstract = True


class ActivitySums(Sums):
    """A curator's standing activities on one server, by the activities' own days.

    `blocks`, on days alone: for every plain message the ten minutes that it was posted in, counted
    since 1970.
    """

    server = models.ForeignKey(DiscordServer, models.CASCADE, verbose_name="сервер")
    curator = models.ForeignKey(Curator, models.CASCADE, verbose_name="куратор")
    message_count = models.IntegerField("сообщений", default=0)
    reply_count = models.IntegerField("ответов", default=0)
    reaction_count = models.IntegerField("реакций", default=0)
    verification_count = models.IntegerField("проверок", default=0)
    blocks = models.TextField("десятиминутки сообщений", default="", blank=True)

    class Meta:
        verbose_name = "сумма действий"
        verbose_name_plural = "суммы действий"
        constraints = [
            models.UniqueConstraint(
                fields=["server", "curator", "span", "date"], name="activity_sums_key"
            )
        ]
        indexes = [models.Index(fields=["span", "date"], name="activity_sums_date")]

    def __str__(self) -> str:
        return f"{self.curator} {self.date}"


class AnswerSums(Sums):
    """What became of requests by a curator's doing, by the days on which people asked.

    `usual`: of known time, neither a rescue nor asked in quiet hours; it sets the speed of the
    score. `held`: taken by the curator last, and answered by another or by nobody. `waits`: the
    `response_seconds` of every answer of known time.
    """

    server = models.ForeignKey(DiscordServer, models.CASCADE, verbose_name="сервер")
    curator = models.ForeignKey(Curator, models.CASCADE, verbose_name="куратор")
    answer_count = models.IntegerField("отвечено", default=0)
    timed_count = models.IntegerField("с известным временем", default=0)
    response_seconds = models.BigIntegerField("секунд всего", default=0)
    usual_count = models.IntegerField("обычных", default=0)
    usual_seconds = models.BigIntegerField("секунд обычных", default=0)
    rescue_count = models.IntegerField("спасений", default=0)
    quiet_count = models.IntegerField("в тихие часы", default=0)
    held_count = models.IntegerField("взято и не отвечено", default=0)
    dismissed_count = models.IntegerField("отклонено", default=0)
    waits = models.TextField("времена ответов", default="", blank=True)

    class Meta:
        verbose_name = "сумма ответов"
        verbose_name_plural = "суммы ответов"
        constraints = [
            models.UniqueConstraint(
                fields=["server", "curator", "span", "date"], name="answer_sums_key"
            )
        ]
        indexes = [models.Index(fields=["span", "date"], name="answer_sums_date")]

    def __str__(self) -> str:
        return f"{self.curator} {self.date}"


class RequestSums(Sums):
    """Requests asked on one server in one hour of the week (0: Monday, 0:00), by what they became.

    `waits`: the `response_seconds` of every answer of known time; `lapses`: how many seconds
    passed without an answer until a request expired or was taken back.
    """

    server = models.ForeignKey(DiscordServer, models.CASCADE, verbose_name="сервер")
    week_hour = models.PositiveSmallIntegerField("час недели")
    is_quiet = models.BooleanField("тихие часы", default=False)
    open_count = models.IntegerField("ждут", default=0)
    answered_count = models.IntegerField("отвечено", default=0)
    cancelled_count = models.IntegerField("отменено", default=0)
    dismissed_count = models.IntegerField("не запросы", default=0)
    expired_count = models.IntegerField("без ответа", default=0)
    timed_count = models.IntegerField("с известным временем", default=0)
    response_seconds = models.BigIntegerField("секунд всего", default=0)
    waits = models.TextField("времена ответов", default="", blank=True)
    lapses = models.TextField("времена без ответа", default="", blank=True)

    class Meta:
        verbose_name = "сумма запросов"
        verbose_name_plural = "суммы запросов"
        constraints = [
            models.UniqueConstraint(
                fields=["server", "span", "date", "week_hour", "is_quiet"],
                name="request_sums_key",
            )
        ]
        indexes = [models.Index(fields=["span", "date"], name="request_sums_date")]

    def __str__(self) -> str:
        return f"{self.server} {self.date} {self.week_hour}"
