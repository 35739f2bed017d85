"""What one row adds to the sums, and the sums that change with the rows of a batch."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from monitoring.models import (
    Activity,
    ActivitySums,
    AnswerSums,
    RequestSums,
    ResponseTracking,
    Span,
)
from monitoring.models.statistics import Sums
from monitoring.recording.tables import Values
from monitoring.recording.upserts import natural_key, upsert
from monitoring.rules.multisets import written

Status = ResponseTracking.Status
ACTIVITY_COUNTS = {kind: f"{kind}_count" for kind in Activity.Kind.values}
BLOCK_SECONDS = 600
# The kinds of sums, each with its columns that are multisets.
TEXTS: dict[type[Sums], tuple[str, ...]] = {
    ActivitySums: ("blocks",),
    AnswerSums: ("waits",),
    RequestSums: ("waits", "lapses"),
}


class Share(NamedTuple):
    """What a row adds to one row of sums: `counts` by column, `numbers` to the multisets."""

    key: tuple[Any, ...]
    counts: dict[str, int]
    numbers: dict[str, int] = {}


def activity_shares(row: Values, zone: ZoneInfo) -> Iterator[Share]:
    """Its day and month; none while withdrawn, in a sandbox or of unknown time."""
    if row["withdrawn_at"] or row["is_sandbox"] or row["at"] is None:
        return
    counts = {ACTIVITY_COUNTS[row["kind"]]: 1}
    is_message = row["kind"] == Activity.Kind.MESSAGE
    for span, day in _spans(row["at"].astimezone(zone)):
        numbers = {}
        if is_message and span is Span.DAY:
            numbers = {"blocks": int(row["at"].timestamp()) // BLOCK_SECONDS}
        yield Share((row["server_id"], row["curator_id"], span.value, day), counts, numbers)


def answer_shares(row: Values, zone: ZoneInfo) -> Iterator[Share]:
    """To those who answered, dismissed, or held it in vain; none in a sandbox."""
    if row["is_sandbox"]:
        return
    people: list[tuple[int, dict[str, int], dict[str, int]]] = []
    if row["answered_by_id"]:
        seconds = row["response_seconds"]
        numbers = {} if seconds is None else {"waits": seconds}
        people.append((row["answered_by_id"], _answer_counts(row), numbers))
    if row["dismissed_by_id"]:
        people.append((row["dismissed_by_id"], {"dismissed_count": 1}, {}))
    if row["claimed_by_id"] and _is_held_in_vain(row):
        people.append((row["claimed_by_id"], {"held_count": 1}, {}))
    if people:
        for span, day in _spans(row["asked_at"].astimezone(zone)):
            for curator_id, counts, numbers in people:
                yield Share((row["server_id"], curator_id, span.value, day), counts, numbers)


def _answer_counts(row: Values) -> dict[str, int]:
    counts = {"answer_count": 1}
    seconds = row["response_seconds"]
    is_rescue = row["closed_at"] is not None and row["closed_at"] > row["first_due_at"]
    if is_rescue:
        counts["rescue_count"] = 1
    if row["is_quiet"]:
        counts["quiet_count"] = 1
    if seconds is not None:
        counts |= {"timed_count": 1, "response_seconds": seconds}
        if not is_rescue and not row["is_quiet"]:
            counts |= {"usual_count": 1, "usual_seconds": seconds}
    return counts


def _is_held_in_vain(row: Values) -> bool:
    is_over = row["status"] in (Status.ANSWERED, Status.EXPIRED)
    return is_over and row["answered_by_id"] != row["claimed_by_id"]


def request_shares(row: Values, zone: ZoneInfo) -> Iterator[Share]:
    """The hour of the week that it was asked in, and what became of it; none in a sandbox."""
    if row["is_sandbox"]:
        return
    asked_at = row["asked_at"].astimezone(zone)
    counts, numbers = {f"{row['status']}_count": 1}, {}
    if row["response_seconds"] is not None:
        counts |= {"timed_count": 1, "response_seconds": row["response_seconds"]}
        numbers = {"waits": row["response_seconds"]}
    elif row["status"] in (Status.EXPIRED, Status.CANCELLED):
        numbers = {"lapses": int((row["closed_at"] - row["asked_at"]).total_seconds())}
    week_hour = asked_at.weekday() * 24 + asked_at.hour
    for span, day in _spans(asked_at):
        key = (row["server_id"], span.value, day, week_hour, row["is_quiet"])
        yield Share(key, counts, numbers)


def _spans(local: datetime) -> tuple[tuple[Span, date], tuple[Span, date]]:
    day = local.date()
    return (Span.DAY, day), (Span.MONTH, day.replace(day=1))


class Additions:
    """What is added to the sums of one kind, by key; negative is taken away."""

    def __init__(self) -> None:
        self.counts: dict[tuple[Any, ...], dict[str, int]] = {}
        self.numbers: dict[tuple[Any, ...], dict[str, dict[int, int]]] = {}

    def add(self, shares: Iterable[Share], sign: int = 1) -> None:
        # Plain dictionaries: this is the hottest path, and counters cost several times more.
        for key, added, numbers in shares:
            counts = self.counts.setdefault(key, {})
            for name, count in added.items():
                counts[name] = counts.get(name, 0) + sign * count
            for name, number in numbers.items():
                column = self.numbers.setdefault(key, {}).setdefault(name, {})
                column[number] = column.get(number, 0) + sign

    def rows(self, model: type[Sums], zone: ZoneInfo) -> list[dict[str, Any]]:
        """Every column of each row to which something is added."""
        key = natural_key(model)
        nothing = dict.fromkeys(count_columns(model), 0) | dict.fromkeys(TEXTS[model], "")
        rows = []
        for at, counts in self.counts.items():
            texts = {name: written(each) for name, each in self.numbers.get(at, {}).items()}
            if any(counts.values()) or any(texts.values()):
                place = dict(zip(key, at, strict=True))
                rows.append({**nothing, "zone": str(zone), **place, **counts, **texts})
        return rows


def count_columns(model: type[Sums]) -> tuple[str, ...]:
    """The columns of sums that are numbers."""
    names = (field.attname for field in model._meta.concrete_fields)
    return tuple(name for name in names if name.endswith(("_count", "_seconds")))


class DailyChanges:
    """What a batch adds to and takes from the sums."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        self.sums = {model: Additions() for model in TEXTS}

    def count_activities(self, changes: Iterable[tuple[Values | None, Values | None]]) -> None:
        for row, sign in _signed(changes):
            self.sums[ActivitySums].add(activity_shares(row, self.zone), sign)

    def count_requests(self, changes: Iterable[tuple[Values | None, Values | None]]) -> None:
        for row, sign in _signed(changes):
            self.sums[AnswerSums].add(answer_shares(row, self.zone), sign)
            self.sums[RequestSums].add(request_shares(row, self.zone), sign)

    def save(self) -> None:
        for model, additions in self.sums.items():
            texts = TEXTS[model]
            rows = additions.rows(model, self.zone)
            upsert(model, rows, added=count_columns(model), appended=texts)


def _signed(changes: Iterable[tuple[Values | None, Values | None]]) -> Iterator[tuple[Values, int]]:
    for before, after in changes:
        if before is not None:
            yield before, -1
        if after is not None:
            yield after, 1
