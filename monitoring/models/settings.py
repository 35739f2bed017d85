from django.db import models

from curators.models import ConfigurationModel
from monitoring.models.servers import DiscordServer


class MonitoringSettings(ConfigurationModel):
    """One row: what holds for all servers. Each field rules what arrives a second later."""

    keyword_detection = models.BooleanField("слова открывают запрос", default=True)
    transliteration = models.BooleanField("узнавать транслит", default=True)
    misspellings = models.BooleanField("узнавать опечатки", default=True)
    points = models.BooleanField("решать по очкам", default=True)
    points_threshold = models.FloatField(
        "порог очков", null=True, blank=True, help_text="Пусто: порог, с которым правило выпущено."
    )
    join_seconds = models.PositiveIntegerField("присоединять, секунд", default=600)
    expire_seconds = models.PositiveIntegerField("предел ожидания, секунд", default=86_400)
    hold_seconds = models.PositiveIntegerField("«Беру» держит, секунд", default=600)
    digest_over = models.PositiveIntegerField("сводка, если больше", default=3)
    sends_alerts = models.BooleanField("оповещать", default=True)
    service_level_target = models.PositiveIntegerField("цель уровня сервиса, %", default=80)
    public_url = models.URLField(
        "адрес сайта", blank=True, help_text="Ссылка на живую очередь в оповещениях."
    )
    language = models.CharField(
        "язык сообщений бота",
        max_length=2,
        default="ru",
        choices=[("ru", "Русский"), ("en", "English")],
    )
    sums_zone = models.CharField(
        "зона статистики", max_length=50, default="", blank=True, editable=False
    )
    is_demo = models.BooleanField("демонстрационные данные", default=False, editable=False)

    class Meta:
        verbose_name = "настройки"
        verbose_name_plural = "настройки"

    def __str__(self) -> str:
        return "Настройки"


class Keyword(ConfigurationModel):
    """A word that calls for help, in all its forms."""

    text = models.CharField("слово", max_length=50, unique=True)

    class Meta:
        verbose_name = "слово"
        verbose_name_plural = "слова"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text


class Phrase(ConfigurationModel):
    """Words in which a keyword is no call, everywhere or on one server."""

    text = models.CharField("фраза", max_length=500)
    kind = models.CharField("что это", max_length=20)
    server = models.ForeignKey(
        DiscordServer, models.CASCADE, null=True, blank=True, verbose_name="сервер"
    )

    class Meta:
        verbose_name = "фраза, которая не зовёт"
        verbose_name_plural = "фразы, которые не зовут"
        ordering = ["kind", "pk"]

    def __str__(self) -> str:
        return self.text
