"""Requests and all that stands behind them: looked at here, decided by the rules."""

from collections import Counter

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from curators.admin_base import ReadOnlyAdmin
from monitoring.configuration import Configuration, load_configuration
from monitoring.models import Activity, RequestEvent, RequestMessage, ResponseTracking
from monitoring.recording import actions
from monitoring.snowflakes import snowflake_at

# Who opens a request again here is staff, and need be nobody on Discord.
STAFF = 0


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
    actions = ["reopen"]

    @admin.action(description="Открыть снова: отменить «Не запрос»")
    def reopen(self, request: HttpRequest, requests: QuerySet[ResponseTracking]) -> None:
        dismissed = requests.filter(status=ResponseTracking.Status.DISMISSED)
        kept = requests.count() - dismissed.count()
        configuration = load_configuration()
        became = Counter(_reopen(each, configuration) for each in dismissed)
        if became:
            now = ", ".join(f"{status} — {count}" for status, count in became.items())
            self.message_user(request, f"Открыто снова. Теперь они: {now}.", messages.SUCCESS)
        if kept:
            text = f"Не тронуто: {kept} — это запросы и так."
            self.message_user(request, text, messages.WARNING)


def _reopen(request: ResponseTracking, configuration: Configuration) -> str:
    """What the request is now, in words."""
    now, guild_id = timezone.now(), request.server.guild_id
    result = actions.reopen(
        guild_id, request.message_id, STAFF, now, snowflake_at(now), configuration
    )
    return result.request.get_status_display() if result.request else "уже нет"


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
