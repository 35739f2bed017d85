"""Task reports and all that stands behind them: looked at here, decided by the rules."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from curators.admin_base import ReadOnlyAdmin
from monitoring.admin.requests import STAFF
from monitoring.configuration import Configuration, load_configuration
from monitoring.models import Hint, ReportEvent, TaskReport
from monitoring.recording.report_actions import withdraw
from monitoring.recording.report_deeds import Deed, Outcome
from monitoring.snowflakes import snowflake_at


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
    actions = ["withdraw"]

    @admin.action(description="Отозвать: это не отчёт")
    def withdraw(self, request: HttpRequest, reports: QuerySet[TaskReport]) -> None:
        configuration = load_configuration()
        outcomes = [_withdraw(each, configuration) for each in reports.select_related("server")]
        done = outcomes.count(Outcome.DONE)
        if done:
            self.message_user(request, f"Отозвано: {done}.", messages.SUCCESS)
        if done < len(outcomes):
            text = f"Не тронуто: {len(outcomes) - done} — уже проверены или отозваны."
            self.message_user(request, text, messages.WARNING)


def _withdraw(report: TaskReport, configuration: Configuration) -> Outcome:
    now = timezone.now()
    deed = Deed(report.server.guild_id, report.message_id, STAFF, now, snowflake_at(now))
    return withdraw(deed, configuration).outcome


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
