"""What task reports add up to, by server and week, and by who posted them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from django.db.models import Count, Max, Q, QuerySet, Sum

from monitoring.models import TaskReport

WAITING = (TaskReport.Status.PENDING, TaskReport.Status.REVIEWING)
REVIEWED = Q(status=TaskReport.Status.VERIFIED, count__isnull=False)
SUMS = {
    "report_count": Count("pk"),
    "waiting_count": Count("pk", filter=Q(status__in=WAITING)),
    "uncounted_count": Count("pk", filter=Q(count=None)),
    "task_count": Sum("count", default=0),
    "reviewed_task_count": Sum("count", filter=REVIEWED, default=0),
    "approved_count": Sum("approved", filter=REVIEWED, default=0),
    "approved_of_unknown_count": Sum("approved", filter=Q(count=None), default=0),
}


@dataclass(frozen=True, slots=True)
class Totals:
    """Of reports that are not withdrawn. Of the tasks whose number nobody knows none is reviewed,
    and what was approved of them stands apart."""

    report_count: int
    waiting_count: int
    uncounted_count: int
    task_count: int
    reviewed_task_count: int
    approved_count: int
    approved_of_unknown_count: int

    @classmethod
    def of(cls, sums: Mapping[str, Any]) -> Self:
        return cls(**{name: sums[name] for name in SUMS})

    @property
    def approval_rate(self) -> int | None:
        """Per cent of the reviewed tasks, rounded down; None where none was reviewed."""
        if self.reviewed_task_count == 0:
            return None
        return self.approved_count * 100 // self.reviewed_task_count

    def shown(self) -> dict[str, Any]:
        return asdict(self) | {"approval_rate": self.approval_rate}


def by_week(reports: QuerySet[TaskReport]) -> list[dict[str, Any]]:
    """One row for each week and server that has reports, the newest week first."""
    keys = ("week", "server__guild_id", "server__name")
    rows: Any = _counted(reports).values(*keys).annotate(**SUMS)
    return [
        {
            "week": row["week"],
            "guild_id": row["server__guild_id"],
            "server": row["server__name"],
            **Totals.of(row).shown(),
        }
        for row in rows.order_by("-week", "server__name", "server__guild_id")
    ]


def by_author(reports: QuerySet[TaskReport]) -> list[dict[str, Any]]:
    """One row for each author, by the name of the latest report; most approved first."""
    found: Any = _counted(reports).values("author_id").annotate(**SUMS, latest=Max("message_id"))
    rows = list(found.order_by("-approved_count", "-task_count", "author_id"))
    named = reports.filter(message_id__in=[row["latest"] for row in rows])
    names = dict(named.values_list("author_id", "author_name"))
    return [
        {
            "author_id": row["author_id"],
            "author": names[row["author_id"]],
            **Totals.of(row).shown(),
        }
        for row in rows
    ]


def _counted(reports: QuerySet[TaskReport]) -> QuerySet[TaskReport]:
    return reports.exclude(status=TaskReport.Status.WITHDRAWN).order_by()
