"""Daily figures. They follow from the rows; `rebuild_stats --check` says so."""

from django.contrib import admin

from curators.admin_base import ReadOnlyAdmin
from monitoring.models import DailyActivity, DailyRequests


@admin.register(DailyActivity)
class DailyActivityAdmin(ReadOnlyAdmin):
    list_display = [
        "date",
        "server",
        "curator",
        "message_count",
        "reply_count",
        "reaction_count",
        "verification_count",
    ]
    list_filter = ["server", "date"]
    list_select_related = ["server", "curator"]
    search_fields = ["curator__name"]
    ordering = ["-date", "-pk"]


@admin.register(DailyRequests)
class DailyRequestsAdmin(ReadOnlyAdmin):
    list_display = [
        "date",
        "hour",
        "server",
        "open_count",
        "answered_count",
        "cancelled_count",
        "dismissed_count",
        "expired_count",
    ]
    list_filter = ["server", "date"]
    list_select_related = ["server"]
    ordering = ["-date", "-hour"]
