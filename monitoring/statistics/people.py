"""How the work is spread: hours that hang on one person, and persons on whom too much hangs."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from curators.models import CuratorTerm
from monitoring.models import ResponseTracking
from monitoring.rules.periods import Period
from monitoring.statistics.spans import Servers, on

Status = ResponseTracking.Status
COUNTED = (Status.OPEN, Status.ANSWERED, Status.EXPIRED)
# Who carries more than so many times what the team does on average.
OVERLOADED_TIMES = 3


@dataclass(slots=True)
class WeekHour:
    """Requests asked in one hour of the week, and who answered them."""

    asked: int = 0
    kept_waiting: int = 0
    people: set[int] = field(default_factory=set)

    @property
    def is_thin(self) -> bool:
        """Somebody waited past the limit, and nobody or one person alone answers then."""
        return self.kept_waiting > 0 and len(self.people) <= 1


def coverage(period: Period, good_seconds: int, servers: Servers = None) -> dict[int, WeekHour]:
    """By hour of the week (0: Monday, 0:00), each that had requests; quiet hours too."""
    zone = ZoneInfo(settings.TIME_ZONE)
    start, end = period.bounds(zone)
    rows = ResponseTracking.objects.filter(
        Q(asked_at__gte=start) & Q(asked_at__lt=end),
        on(servers),
        is_sandbox=False,
        status__in=COUNTED,
    ).values_list("asked_at", "status", "response_seconds", "answered_by_id")
    hours: dict[int, WeekHour] = defaultdict(WeekHour)
    for asked_at, status, seconds, answered_by in rows.iterator(chunk_size=5_000):
        local = asked_at.astimezone(zone)
        hour = hours[local.weekday() * 24 + local.hour]
        hour.asked += 1
        is_in_time = seconds is not None and seconds <= good_seconds
        hour.kept_waiting += not is_in_time and status != Status.OPEN
        if answered_by is not None:
            hour.people.add(answered_by)
    return dict(hours)


def on_duty(period: Period) -> set[int]:
    """Curators with a term in the period."""
    start, end = period.bounds(ZoneInfo(settings.TIME_ZONE))
    still = Q(ended_at=None) | Q(ended_at__gt=start)
    terms = CuratorTerm.objects.filter(still, started_at__lt=end)
    return set(terms.values_list("curator_id", flat=True))


@dataclass(frozen=True, slots=True)
class Load:
    """How many answers a person gave, to the team's mean of `answers` by `people`."""

    count: int
    answers: int
    people: int

    @property
    def is_overloaded(self) -> bool:
        """Compared as whole numbers: the mean is never rounded."""
        return self.count * self.people > OVERLOADED_TIMES * self.answers


def loads(answers: Mapping[int, int], team: set[int]) -> dict[int, Load]:
    """Of everybody on the team, and of those who answered without being on it any more."""
    people = team | answers.keys()
    total = sum(answers.values())
    return {each: Load(answers.get(each, 0), total, len(people)) for each in people}
