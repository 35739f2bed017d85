"""What curators did in a period, by day."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, Sum

from curators.rules.rating import Counts
from monitoring.models import ActivitySums
from monitoring.rules.periods import Period
from monitoring.statistics.spans import Servers, days, on, within

ACTIVITY = ("message_count", "reply_count", "reaction_count", "verification_count")


def total(period: Period, servers: Servers = None) -> Counts:
    """All curators' together, without any cap."""
    rows = ActivitySums.objects.filter(within(period), on(servers))
    sums = rows.aggregate(**{f"sum_of_{name}": Sum(name, default=0) for name in ACTIVITY})
    return Counts(*(sums[f"sum_of_{name}"] for name in ACTIVITY))


def together(parts: Iterable[Counts]) -> Counts:
    """The counts of all parts as one."""
    counts = [(each.messages, each.replies, each.reactions, each.verifications) for each in parts]
    return Counts(*(sum(column) for column in zip(*counts, strict=True)))


def by_server(period: Period, servers: Servers = None) -> dict[int, Counts]:
    """Of each server that has any."""
    rows = ActivitySums.objects.filter(within(period), on(servers)).order_by()
    found = rows.values_list("server_id").annotate(*(Sum(name) for name in ACTIVITY))
    return {server_id: Counts(*sums) for server_id, *sums in found}


def by_day(
    period: Period, servers: Servers = None, curators: Collection[int] | None = None
) -> dict[date, Counts]:
    """Of each day that has any."""
    whose = Q() if curators is None else Q(curator_id__in=curators)
    rows = ActivitySums.objects.filter(days(period), on(servers), whose).order_by()
    found = rows.values_list("date").annotate(*(Sum(name) for name in ACTIVITY))
    return {day: Counts(*sums) for day, *sums in found}
