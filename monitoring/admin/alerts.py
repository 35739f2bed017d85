from django.contrib import admin

from curators.admin_base import ReadOnlyAdmin
from monitoring.models import Alert


@admin.register(Alert)
class AlertAdmin(ReadOnlyAdmin):
    list_display = [
        "due_at",
        "server",
        "request_message_id",
        "step",
        "repetition",
        "status",
        "reason",
        "sent_at",
    ]
    list_filter = ["status", "server", "kind", "is_digest", "due_at"]
    list_select_related = ["server"]
    search_fields = ["reason"]
    id_fields = ("request_message_id", "message_id", "channel_id")
    ordering = ["-pk"]
