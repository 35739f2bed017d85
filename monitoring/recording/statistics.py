"""Daily statistics: what one row adds to them, and the sums that change with the rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from monitoring.models import Activity, DailyActivity, DailyRequests
from monitoring.recording.tables import Values
from monitoring.recording.upserts import upsert

ACTIVITY_COUNTS = {kind: f"{kind}_count" for kind in Activity.Kind.values}
Additions = dict[tuple[Any, ...], dict[str, int]]


def activity_share(
    row: Values, zone: ZoneInfo
) -> tuple[tuple[int, int, date], dict[str, int]] | None:
    """The day that an activity counts on; None while withdrawn, in a sandbox or of unknown time."""
    if row["withdrawn_at"] or row["is_sandbox"] or row["at"] is None:
        return None
    day = row["at"].astimezone(zone).date()
    return (row["server_id"], row["curator_id"], day), {ACTIVITY_COUNTS[row["kind"]]: 1}


def request_share(
    row: Values, zone: ZoneInfo
) -> tuple[tuple[int, date, int], dict[str, int]] | None:
    """The local hour that a request was asked in, and what became of it; None in a sandbox."""
    if row["is_sandbox"]:
        return None
    asked_at: datetime = row["asked_at"].astimezone(zone)
    counts = {f"{row['status']}_count": 1}
    if row["response_seconds"] is not None:
        counts |= {"timed_count": 1, "response_seconds": row["response_seconds"]}
    return (row["server_id"], asked_at.date(), asked_at.hour), counts


@dataclass(slots=True)
class DailyChanges:
    """What a batch adds to and takes from the daily rows."""

    zone: ZoneInfo
    activities: Additions = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))
    requests: Additions = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def count_activities(self, changes: Iterable[tuple[Values | None, Values | None]]) -> None:
        for row, sign in _signed(changes):
            _add(self.activities, activity_share(row, self.zone), sign)

    def count_requests(self, changes: Iterable[tuple[Values | None, Values | None]]) -> None:
        for row, sign in _signed(changes):
            _add(self.requests, request_share(row, self.zone), sign)

    def save(self) -> None:
        _save_sums(DailyActivity, ("server_id", "curator_id", "date"), self.activities, self.zone)
        _save_sums(DailyRequests, ("server_id", "date", "hour"), self.requests, self.zone)


def _signed(changes: Iterable[tuple[Values | None, Values | None]]) -> Iterable[tuple[Values, int]]:
    for before, after in changes:
        if before is not None:
            yield before, -1
        if after is not None:
            yield after, 1


def _add(sums: Additions, share: tuple[Any, dict[str, int]] | None, sign: int) -> None:
    if share is not None:
        key, counts = share
        for name, count in counts.items():
            sums[key][name] += sign * count


def _save_sums(
    model: type[DailyActivity] | type[DailyRequests],
    key: tuple[str, ...],
    sums: Additions,
    zone: ZoneInfo,
) -> None:
    names = tuple(f.attname for f in model._meta.concrete_fields if is_count(f.attname))
    nothing = dict.fromkeys(names, 0) | {"zone": str(zone)}
    rows = [
        nothing | dict(zip(key, at, strict=True)) | counts
        for at, counts in sums.items()
        if any(counts.values())
    ]
    upsert(model, rows, key, added=names)


def is_count(name: str) -> bool:
    """Is this column of a daily row a sum?"""
    return name.endswith("_count") or name == "response_seconds"
