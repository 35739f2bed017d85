"""The day's figures: one reading of the day's requests, counted for all and by server and hour."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitoring.models import ResponseTracking
from monitoring.rules.periods import DAY, day_start
from monitoring.rules.service_level import service_level
from monitoring.rules.survival import named, quantiles

Status = ResponseTracking.Status
COUNTED = (Status.OPEN, Status.ANSWERED, Status.EXPIRED)
# What its author took back in time is no request any more, but waited until then.
WAITED = (*COUNTED, Status.CANCELLED)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request of today as the statistics see it."""

    server_id: int
    status: str
    asked_at: datetime
    closed_at: datetime | None
    response_seconds: int | None
    answered_by: int | None

    @property
    def is_answered(self) -> bool:
        return self.status == Status.ANSWERED

    def is_in_time(self, good_seconds: int) -> bool:
        seconds = self.response_seconds
        return self.is_answered and seconds is not None and seconds <= good_seconds

    def waited(self, now: datetime) -> int:
        """Whole seconds without an answer so far, or until it expired."""
        return int(((self.closed_at or now) - self.asked_at).total_seconds())

    def is_missed(self, now: datetime, good_seconds: int) -> bool:
        """Without an answer, and past the limit."""
        return not self.is_answered and self.waited(now) > good_seconds


@dataclass(slots=True)
class Tally:
    """Counts of some requests. `missed` is what the service level holds against the answers."""

    asked: int = 0
    answered: int = 0
    in_time: int = 0
    unanswered: int = 0
    waiting: int = 0
    missed: int = 0

    @property
    def late(self) -> int:
        return self.answered - self.in_time


def day_end(now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the local day after this one."""
    return day_start(now.astimezone(zone).date() + DAY, zone)


def asked_today(now: datetime, zone: ZoneInfo) -> list[Asked]:
    """What counts: neither dismissed nor asked in quiet hours, and no sandbox."""
    rows = ResponseTracking.objects.filter(
        asked_at__gte=day_start(now.astimezone(zone).date(), zone),
        asked_at__lte=now,
        is_sandbox=False,
        is_quiet=False,
        status__in=WAITED,
    ).values_list(
        "server_id", "status", "asked_at", "closed_at", "response_seconds", "answered_by_id"
    )
    return [Asked(*row) for row in rows]


def tally(asked: Iterable[Asked], now: datetime, good_seconds: int) -> Tally:
    counts = Tally()
    for each in asked:
        counts.asked += each.status in COUNTED
        counts.answered += each.is_answered
        counts.in_time += each.is_in_time(good_seconds)
        counts.unanswered += each.status == Status.EXPIRED
        counts.waiting += each.status == Status.OPEN
        counts.missed += each.is_missed(now, good_seconds)
    return counts


def tallies_by_server(asked: Iterable[Asked], now: datetime, good_seconds: int) -> dict[int, Tally]:
    servers: dict[int, list[Asked]] = {}
    for each in asked:
        servers.setdefault(each.server_id, []).append(each)
    return {server: tally(rows, now, good_seconds) for server, rows in servers.items()}


def today(asked: Sequence[Asked], now: datetime, zone: ZoneInfo, good: int) -> dict[str, Any]:
    counts = tally(asked, now, good)
    return {
        "asked": counts.asked,
        "answered": counts.answered,
        "in_time": counts.in_time,
        "late": counts.late,
        "unanswered": counts.unanswered,
        "waiting": counts.waiting,
        "service_level": service_level(counts.in_time, counts.answered + counts.missed),
        "service_level_of": counts.answered + counts.missed,
        "curators": len({each.answered_by for each in asked if each.answered_by}),
        "hours": hours(asked, zone, good),
        **waits(asked, now),
    }


def waits(asked: Iterable[Asked], now: datetime) -> dict[str, int | None]:
    """Median and 90th percentile; those without an answer count as at least so long."""
    asked = list(asked)
    answered = Counter(it.response_seconds for it in asked if it.response_seconds is not None)
    waiting = Counter(each.waited(now) for each in asked if not each.is_answered)
    median, p90 = quantiles(answered, waiting, (0.5, 0.9))
    return named(median, p90)


def hours(asked: Iterable[Asked], zone: ZoneInfo, good: int) -> list[dict[str, int]]:
    """All 24 hours, by when people asked; an hour that a clock change repeats counts both."""
    counts: Counter[tuple[int, str]] = Counter()
    for each in asked:
        if each.status not in COUNTED:
            continue
        kind = "waiting"
        if each.is_answered:
            kind = "in_time" if each.is_in_time(good) else "late"
        counts[each.asked_at.astimezone(zone).hour, kind] += 1
    kinds = ("in_time", "late", "waiting")
    return [{"hour": hour} | {kind: counts[hour, kind] for kind in kinds} for hour in range(24)]
