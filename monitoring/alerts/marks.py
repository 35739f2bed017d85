"""The bot's mark on a task report: received, accepted, refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from curators.models import Revision
from monitoring.configuration import Configuration
from monitoring.models import TaskReport
from monitoring.snowflakes import snowflake_at

RECEIVED, ACCEPTED, REFUSED = "📝", "✅", "❌"
MARKS = (RECEIVED, ACCEPTED, REFUSED)
# A report or verdict that is older, such as one read from history, gets no mark any more.
MARKED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a report shall show ('': nothing); `old` are the bot's other marks, perhaps on it."""

    report_id: int
    channel_id: int
    message_id: int
    wanted: str
    old: tuple[str, ...]


def wanted_mark(status: str, approved: int | None) -> str:
    """📝 while it is open, then ✅, or ❌ when nothing was approved; none once withdrawn."""
    if status in (TaskReport.Status.PENDING, TaskReport.Status.REVIEWING):
        return RECEIVED
    if status == TaskReport.Status.VERIFIED:
        return ACCEPTED if approved else REFUSED
    return ""


def marks_due(configuration: Configuration, now: datetime) -> list[Mark]:
    """The recent reports of active servers that show something else than they shall."""
    servers = [s.pk for s in configuration.servers.values() if s.is_active]
    since = now - MARKED_WITHIN
    is_recent = Q(message_id__gte=snowflake_at(since)) | Q(verified_at__gte=since)
    reports = TaskReport.objects.filter(is_recent, server__in=servers).order_by("message_id")
    return list(_differing(reports))


def _differing(reports: Iterable[TaskReport]) -> Iterable[Mark]:
    # Compared here: many collations of MySQL hold all emoji equal.
    for report in reports:
        wanted = wanted_mark(report.status, report.approved)
        if wanted != report.mark:
            yield Mark(
                report.pk, report.channel_id, report.message_id, wanted, _old(report.mark, wanted)
            )


def _old(shown: str, wanted: str) -> tuple[str, ...]:
    """What is to go: the mark that is shown, and 📝, which a crash may have left unrecorded."""
    return tuple({mark for mark in (shown, RECEIVED) if mark and mark != wanted})


def marked(mark: Mark) -> None:
    """The report shows the mark now."""
    with transaction.atomic():
        Revision.bump()
        TaskReport.objects.filter(pk=mark.report_id).update(mark=mark.wanted)
