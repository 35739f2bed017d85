"""Sums by day and month. They follow from the rows; `rebuild_stats --check` says so."""

from django.contrib import admin

from curators.admin_base import ReadOnlyAdmin
from monitoring.models import ActivitySums, AnswerSums, RequestSums


class SumsAdmin(ReadOnlyAdmin):
    list_filter = ["span", "server", "date"]
    list_select_related = ["server"]
    ordering = ["-date", "-pk"]


@admin.register(ActivitySums)
class ActivitySumsAdmin(SumsAdmin):
    list_display = [
        "date",
        "span",
        "server",
        "curator",
        "message_count",
        "reply_count",
        "reaction_count",
        "verification_count",
    ]
    list_select_related = ["server", "curator"]
    search_fields = ["curator__name"]


@admin.register(AnswerSums)
class AnswerSumsAdmin(SumsAdmin):
    list_display = [
        "date",
        "span",
        "server",
        "curator",
        "answer_count",
        "rescue_count",
        "quiet_count",
        "held_count",
        "dismissed_count",
    ]
    list_select_related = ["server", "curator"]
    search_fields = ["curator__name"]


@admin.register(RequestSums)
class RequestSumsAdmin(SumsAdmin):
    list_display = [
        "date",
        "span",
        "week_hour",
        "server",
        "open_count",
        "answered_count",
        "cancelled_count",
        "dismissed_count",
        "expired_count",
    ]
