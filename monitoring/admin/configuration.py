"""Settings, servers, keywords, phrases and steps. Saving any of them bumps the configuration."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from curators.admin_base import BaseAdmin, SingletonAdmin
from monitoring.admin.forms import KeywordForm, PhraseForm, ServerForm, SettingsForm, StepForm
from monitoring.models import DiscordServer, EscalationStep, Keyword, MonitoringSettings, Phrase

AT_ONCE = "Всё здесь действует для того, что придёт секундой позже; перезапуск не нужен."


@admin.register(MonitoringSettings)
class MonitoringSettingsAdmin(SingletonAdmin):
    form = SettingsForm
    list_display = ["__str__", "keyword_detection", "points", "sends_alerts", "language"]
    fieldsets = [
        (
            "Что открывает запрос",
            {
                "description": AT_ONCE,
                "fields": [
                    "keyword_detection",
                    "transliteration",
                    "misspellings",
                    "points",
                    "points_threshold",
                ],
            },
        ),
        ("Сроки", {"fields": ["join_seconds", "expire_seconds", "hold_seconds"]}),
        ("Оповещения", {"fields": ["sends_alerts", "digest_over", "language", "public_url"]}),
        ("Показатели", {"fields": ["service_level_target"]}),
    ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One row needs no list."""
        row = MonitoringSettings.objects.first()
        if row is None:
            return super().changelist_view(request, extra_context)
        return HttpResponseRedirect(
            reverse("admin:monitoring_monitoringsettings_change", args=[row.pk])
        )


@admin.register(DiscordServer)
class DiscordServerAdmin(BaseAdmin):
    form = ServerForm
    list_display = ["name", "guild_id", "is_active", "is_sandbox", "is_connected", "takes_reports"]
    list_filter = ["is_active", "is_sandbox", "is_connected"]
    search_fields = ["name"]
    id_fields = ("guild_id",)
    filter_horizontal = ["curators"]
    readonly_fields = ["active_since", "is_connected", "left_at"]
    fieldsets = [
        (
            None,
            {
                "description": AT_ONCE,
                "fields": [
                    "guild_id",
                    "name",
                    ("is_active", "active_since"),
                    "is_sandbox",
                    ("is_connected", "left_at"),
                ],
            },
        ),
        (
            "Запросы",
            {
                "fields": [
                    "help_role_id",
                    "allowed_channel_ids",
                    "every_message_channel_ids",
                    "ignored_role_ids",
                    "opens_on_curator_mention",
                    "counts_plain_messages",
                ]
            },
        ),
        (
            "Оповещения",
            {
                "fields": [
                    "sends_alerts",
                    "alert_channel_id",
                    "alert_role_id",
                    ("quiet_from", "quiet_to"),
                ]
            },
        ),
        ("Отчёты", {"fields": ["takes_reports", "report_channel_ids"]}),
        ("Кураторы", {"fields": ["curators"]}),
    ]


@admin.register(Keyword)
class KeywordAdmin(BaseAdmin):
    form = KeywordForm
    list_display = ["text"]
    search_fields = ["text"]


@admin.register(Phrase)
class PhraseAdmin(BaseAdmin):
    form = PhraseForm
    list_display = ["text", "kind", "server"]
    list_filter = ["kind", "server"]
    list_select_related = ["server"]
    search_fields = ["text"]


@admin.register(EscalationStep)
class EscalationStepAdmin(BaseAdmin):
    form = StepForm
    list_display = [
        "__str__",
        "server",
        "after_seconds",
        "tag",
        "tag_id",
        "repeat_every_seconds",
        "repeat_limit",
        "is_active",
    ]
    list_filter = ["server", "tag", "is_active"]
    list_select_related = ["server"]
