"""Requests and all that stands behind them: looked at here, decided by the rules."""

from django.contrib import admin

from curators.admin_base import ReadOnlyAdmin
from monitoring.models import Activity, RequestEvent, RequestMessage, ResponseTracking


@admin.register(ResponseTracking)
class ResponseTrackingAdmin(ReadOnlyAdmin):
    list_display = [
        "asked_at",
        "server",
        "author_name",
        "content",
        "status",
        "answered_by",
        "response_seconds",
        "rule",
        "keyword",
    ]
    list_filter = ["status", "server", "rule", "is_sandbox", "asked_at"]
    list_select_related = ["server", "answered_by"]
    search_fields = ["author_name", "content"]
    id_fields = ("message_id", "author_id", "channel_id")
    ordering = ["-asked_at"]


@admin.register(RequestMessage)
class RequestMessageAdmin(ReadOnlyAdmin):
    list_display = ["at", "server", "author_name", "content", "kind", "rule", "word", "deleted_at"]
    list_filter = ["kind", "server", "rule"]
    list_select_related = ["server"]
    search_fields = ["author_name", "content"]
    id_fields = ("message_id", "request_message_id", "author_id")
    ordering = ["-pk"]


@admin.register(RequestEvent)
class RequestEventAdmin(ReadOnlyAdmin):
    list_display = [
        "at",
        "server",
        "request_message_id",
        "kind",
        "actor_id",
        "source_id",
        "withdrawn_at",
    ]
    list_filter = ["kind", "server"]
    list_select_related = ["server"]
    id_fields = ("request_message_id", "source_id", "actor_id")
    ordering = ["-pk"]


@admin.register(Activity)
class ActivityAdmin(ReadOnlyAdmin):
    list_display = ["at", "server", "curator", "kind", "emoji", "message_id", "withdrawn_at"]
    list_filter = ["kind", "server", "is_sandbox", "at"]
    list_select_related = ["server", "curator"]
    search_fields = ["curator__name"]
    id_fields = ("message_id", "channel_id", "curator__discord_id")
    ordering = ["-pk"]
