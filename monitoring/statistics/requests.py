"""What became of the requests of a period: counts, waits, the service level."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, Sum

from monitoring.local_time import zone as local_zone
from monitoring.models import RequestSums, ResponseTracking
from monitoring.rules.periods import Period
from monitoring.rules.service_level import service_level
from monitoring.rules.survival import Quantile, quantiles
from monitoring.statistics.joined import Joined
from monitoring.statistics.kept import Kept
from monitoring.statistics.spans import Servers, days, on, within

# In the order of the fields of `Figures`.
SUMS = (
    "open_count",
    "answered_count",
    "expired_count",
    "cancelled_count",
    "dismissed_count",
    "timed_count",
    "response_seconds",
)
Waits = Mapping[int, int]
# Two periods of eight servers are 32 texts.
KEPT = Kept(128)


@dataclass(frozen=True, slots=True)
class Figures:
    """Requests by what became of them. `asked`: those that were neither dismissed nor cancelled.

    `waits` and `lapses` are the seconds until an answer, and those that passed without one so far;
    a request that its author took back counts until then.
    """

    open: int = 0
    answered: int = 0
    unanswered: int = 0
    cancelled: int = 0
    dismissed: int = 0
    timed: int = 0
    seconds: int = 0
    waits: Waits = field(default_factory=dict)
    lapses: Waits = field(default_factory=dict)

    @property
    def asked(self) -> int:
        return self.open + self.answered + self.unanswered

    @property
    def mean_seconds(self) -> int | None:
        """Over the answers of known time, rounded half up."""
        return (2 * self.seconds + self.timed) // (2 * self.timed) if self.timed else None

    def quantiles(self) -> tuple[Quantile, Quantile]:
        """Median and 90th percentile; who waits counts as at least so long."""
        median, p90 = quantiles(self.waits, self.lapses, (0.5, 0.9))
        return median, p90

    def in_time(self, good_seconds: int) -> int:
        return sum(n for wait, n in self.waits.items() if wait <= good_seconds)

    def service_level_of(self, good_seconds: int) -> int:
        """Answered, or without an answer past the limit."""
        return self.answered + sum(n for wait, n in self.lapses.items() if wait > good_seconds)

    def service_level(self, good_seconds: int) -> int | None:
        return service_level(self.in_time(good_seconds), self.service_level_of(good_seconds))


@dataclass(frozen=True, slots=True)
class Requests:
    """Figures of a period: of usual hours, and of quiet ones apart."""

    usual: Figures
    quiet: Figures


def requests(period: Period, now: datetime, servers: Servers = None) -> Requests:
    """The period's requests on these servers (None: all that count). Two statements."""
    found = _by("is_quiet", period, now, servers)
    return Requests(found.get(False, Figures()), found.get(True, Figures()))


def by_server(period: Period, now: datetime, servers: Servers = None) -> dict[int, Figures]:
    """Of each server that has any. Quiet hours are left out. Two statements."""
    return _by("server_id", period, now, servers, is_quiet=False)


def _by(
    key: str, period: Period, now: datetime, servers: Servers, **which: bool
) -> dict[int, Figures]:
    waiting = _waiting(key, period, now, on(servers) & Q(**which))
    rows = RequestSums.objects.filter(within(period), on(servers), **which).order_by()
    texts = Joined("waits"), Joined("lapses")
    found = {}
    for value, *sums, waits, lapses in rows.values_list(key).annotate(*_sums(), *texts):
        place = key, value, period, servers and tuple(servers)
        so_far = KEPT.read((*place, "lapses"), lapses)
        if value in waiting:
            so_far = so_far + waiting[value]
        found[value] = figures_of(sums, KEPT.read((*place, "waits"), waits), so_far)
    return found


def by_day(period: Period, servers: Servers = None) -> dict[date, Figures]:
    """Counts and sums of each day that has any, without waits. Quiet hours are left out."""
    rows = RequestSums.objects.filter(days(period), on(servers), is_quiet=False).order_by()
    return {day: figures_of(sums) for day, *sums in rows.values_list("date").annotate(*_sums())}


def by_week_hour(period: Period, servers: Servers = None) -> dict[int, Figures]:
    """Counts of each hour of the week (0: Monday, 0:00) that has any, quiet hours too."""
    rows = RequestSums.objects.filter(within(period), on(servers)).order_by()
    found = rows.values_list("week_hour").annotate(*_sums())
    return {hour: figures_of(sums) for hour, *sums in found}


def _sums() -> list[Sum]:
    return [Sum(name) for name in SUMS]


def figures_of(
    sums: Iterable[int], waits: Waits | None = None, lapses: Waits | None = None
) -> Figures:
    """From the sums of the columns `SUMS`; none of them where there are no rows."""
    opened, answered, unanswered, cancelled, dismissed, timed, seconds = [*sums] or [0] * len(SUMS)
    return Figures(
        opened,
        answered,
        unanswered,
        cancelled,
        dismissed,
        timed,
        seconds,
        waits or {},
        lapses or {},
    )


def _waiting(key: str, period: Period, now: datetime, which: Q) -> dict[int, Counter[int]]:
    """How long those have waited that still do."""
    start, end = period.bounds(local_zone())
    rows = ResponseTracking.objects.filter(
        which,
        Q(asked_at__gte=start) & Q(asked_at__lt=end),
        status=ResponseTracking.Status.OPEN,
        is_sandbox=False,
    )
    found: dict[int, Counter[int]] = defaultdict(Counter)
    for value, asked_at in rows.values_list(key, "asked_at"):
        found[value][max(0, int((now - asked_at).total_seconds()))] += 1
    return found
