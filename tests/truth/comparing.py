"""The product's rows beside the truth: what is lost, invented, doubled or different."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .clock import moment
from .model import Truth
from .requests import LIMIT_MS, Request

Row = dict[str, Any]
TOLERANCE_SECONDS = 1.0  # Discord gives reactions no time: what we heard may be this late
UNTIMED = ("reaction", "deleted")


@dataclass
class Rows:
    """As `manage.py export` prints them; `joined` from the tables: message id, its request's id."""

    activities: list[Row]
    requests: list[Row]
    events: list[Row]
    reports: list[Row]
    joined: dict[int, int] = field(default_factory=dict)

    def count(self) -> int:
        return sum(map(len, (self.activities, self.requests, self.events, self.reports)))


@dataclass(frozen=True)
class Difference:
    table: str
    key: tuple[Any, ...]
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.key}: {self.what}"


def differences(
    rows: Rows, truths: Iterable[Truth], now_ms: int, late_seconds: float = TOLERANCE_SECONDS
) -> list[Difference]:
    """Rows that agree with no truth. Several are given where a second's delay decides."""
    every = list(truths)
    found: list[Difference] = []
    found += _compare(
        "activity",
        _keyed(rows.activities, _activity_key),
        [_activities(t) for t in every],
        late_seconds,
    )
    found += _compare(
        "request",
        _keyed(_with_messages(rows), _request_key),
        [_requests(each, now_ms) for each in every],
        late_seconds,
    )
    found += _compare(
        "event",
        _keyed(_telling(rows.events), _event_key),
        [_events(t) for t in every],
        late_seconds,
    )
    found += _compare(
        "report", _keyed(rows.reports, _request_key), [_reports(t) for t in every], late_seconds
    )
    return found


# The product's rows, by their natural keys


def _activity_key(row: Row) -> tuple[Any, ...]:
    return (row["guild_id"], row["message_id"], row["curator_id"], row["emoji_key"])


def _request_key(row: Row) -> tuple[Any, ...]:
    return (row["guild_id"], row["message_id"])


def _event_key(row: Row) -> tuple[Any, ...]:
    if row["kind"] == "deleted":  # who deleted, Discord doesn't say
        return (row["guild_id"], row["request_message_id"], "deleted")
    names = ("guild_id", "request_message_id", "kind", "source_id", "actor_id", "emoji_key")
    return tuple(row[name] for name in names)


def _keyed(
    rows: Iterable[Row], key: Callable[[Row], tuple[Any, ...]]
) -> list[tuple[tuple[Any, ...], Row]]:
    return [(key(row), row) for row in rows]


def _telling(events: Iterable[Row]) -> list[Row]:
    """Expiry and holding are told by the request's own row, and by alerts."""
    kinds = ("reply", "reaction", "message", "solved", "deleted")
    return [
        row | {"is_withdrawn": bool(row["withdrawn_at"])} for row in events if row["kind"] in kinds
    ]


def _with_messages(rows: Rows) -> list[Row]:
    by_request: dict[str, list[str]] = {}
    for message_id, request_id in sorted(rows.joined.items()):
        by_request.setdefault(str(request_id), []).append(str(message_id))
    return [
        row
        | {
            "messages": by_request.get(row["message_id"], []),
            "is_marked": bool(row["taken_back_at"]) and row["status"] in ("open", "expired"),
        }
        for row in rows.requests
    ]


# The truth, in the same words


def _activities(truth: Truth) -> dict[tuple[Any, ...], Row]:
    return {
        (str(guild), str(message), str(person), emoji_key): {
            "kind": each.kind,
            "channel_id": str(each.channel_id),
            "emoji": each.emoji,
            "withdrawn": each.is_withdrawn,
            **({} if each.is_withdrawn else {"at": each.at_ms}),
        }
        for (guild, message, person, emoji_key), each in truth.activities.items()
    }


def _requests(truth: Truth, now_ms: int) -> dict[tuple[Any, ...], Row]:
    return {
        (str(guild), str(message)): _request(each, now_ms)
        for (guild, message), each in truth.requests.items()
    }


def _request(request: Request, now_ms: int) -> Row:
    decided, status = request.decision(), request.status
    if status == "open" and now_ms >= request.post.at_ms + LIMIT_MS:
        status = "expired"
    is_answered = decided is not None and status == "answered"
    return {
        "channel_id": str(request.post.channel_id),
        "author_id": str(request.post.author_id),
        "asked_at": request.post.at_ms,
        "status": status,
        "answered_by": str(decided.actor_id) if is_answered and decided else None,
        "response_seconds": request.response_seconds,
        "response_kind": decided.kind if is_answered and decided else "",
        "response_message_id": str(decided.source_id) if is_answered and decided else None,
        "messages": sorted(str(call.message_id) for call in request.calls),
        "is_marked": request.is_marked and status in ("open", "expired"),
    }


def _events(truth: Truth) -> dict[tuple[Any, ...], Row]:
    found = {}
    for (guild, message), request in truth.requests.items():
        for event in request.events.values():
            key: tuple[Any, ...] = (str(guild), str(message), event.kind)
            if event.kind != "deleted":
                key += (str(event.source_id), str(event.actor_id), event.emoji_key)
            found[key] = {"kind": event.kind, "is_withdrawn": event.is_withdrawn}
            if not event.is_withdrawn:
                found[key]["at"] = event.at_ms
    return found


def _reports(truth: Truth) -> dict[tuple[Any, ...], Row]:
    return {
        (str(guild), str(message)): {
            "author_id": str(each.post.author_id),
            "count": each.count,
            "approved": each.approved,
            "status": each.status,
            "week": each.week,
            "verdict_message_id": str(each.verdict.message_id) if each.verdict else None,
            **(
                {"reviewer_id": str(each.reviewer_id) if each.reviewer_id else None}
                if each.status != "withdrawn"
                else {}
            ),
        }
        for (guild, message), each in truth.reports.items()
    }


# Beside each other


def _compare(
    table: str,
    rows: list[tuple[tuple[Any, ...], Row]],
    truths: list[dict[tuple[Any, ...], Row]],
    late_seconds: float,
) -> list[Difference]:
    counts = Counter(key for key, _ in rows)
    found = [
        Difference(table, key, f"doubled: {number} rows")
        for key, number in counts.items()
        if number > 1
    ]
    by_key = dict(rows)
    for key in {*by_key, *(key for truth in truths for key in truth)}:
        verdicts = [_against(by_key.get(key), truth.get(key), late_seconds) for truth in truths]
        if all(verdicts):
            found.append(Difference(table, key, verdicts[0]))
    return sorted(found, key=str)


def _against(row: Row | None, wanted: Row | None, late_seconds: float) -> str:
    """What is wrong, or ''."""
    if row is None:
        return f"lost: {_shown(wanted)}" if wanted is not None else ""
    if wanted is None:
        return f"invented: {row}"
    wrong = [
        f"{name} is {row[name]!r}, not {_said(value)!r}"
        for name, value in wanted.items()
        if not _agrees(name, row, value, late_seconds)
    ]
    return "; ".join(wrong)


def _agrees(name: str, row: Row, wanted: Any, late_seconds: float) -> bool:
    value = row[name]
    kind = row.get("kind") or row.get("response_kind")
    if name in ("at", "asked_at"):
        if not value:
            return False
        late = (datetime.fromisoformat(value) - moment(wanted)).total_seconds()
        return -0.5 <= late <= late_seconds if kind in UNTIMED and name == "at" else late == 0
    if name == "response_seconds" and kind == "reaction" and None not in (value, wanted):
        return bool(-1 <= value - wanted <= late_seconds)
    return bool(value == wanted)


def _said(value: Any) -> Any:
    return moment(value).isoformat() if isinstance(value, int) and value > 10**12 else value


def _shown(wanted: Row | None) -> Row:
    return {name: _said(value) for name, value in (wanted or {}).items()}
