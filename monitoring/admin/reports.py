from django.contrib import admin

from curators.admin_base import ReadOnlyAdmin
from monitoring.models import Hint, ReportEvent, TaskReport


@admin.register(TaskReport)
class TaskReportAdmin(ReadOnlyAdmin):
    list_display = [
        "at",
        "week",
        "server",
        "author_name",
        "count",
        "count_rule",
        "approved",
        "status",
        "reviewer",
    ]
    list_filter = ["status", "server", "count_rule", "at"]
    list_select_related = ["server", "reviewer"]
    search_fields = ["author_name", "content"]
    id_fields = ("message_id", "author_id")
    ordering = ["-at"]


@admin.register(ReportEvent)
class ReportEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "server", "report_message_id", "kind", "actor_id", "number", "rule"]
    list_filter = ["kind", "server"]
    list_select_related = ["server"]
    id_fields = ("report_message_id", "actor_id", "source_id")
    ordering = ["-pk"]


@admin.register(Hint)
class HintAdmin(ReadOnlyAdmin):
    list_display = ["due_at", "server", "report_message_id", "person_id", "reason", "failure"]
    list_filter = ["reason", "server"]
    list_select_related = ["server"]
    id_fields = ("report_message_id", "person_id")
    ordering = ["-pk"]
