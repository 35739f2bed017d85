"""What a request is now: of its events the earliest that stands decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from .request_events import ANSWERS, ENDINGS, TAKEN_BACK, Event, Kind

NO_TIME = datetime.max.replace(tzinfo=UTC)


class Status(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CANCELLED = "cancelled"
    DISMISSED = "dismissed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class State:
    """What a request is now. People are Discord ids; None where nobody is credited."""

    status: Status = Status.OPEN
    closed_at: datetime | None = None
    answered_by: int | None = None
    response_seconds: int | None = None
    response_kind: str = ""
    response_message_id: int | None = None
    taken_back_at: datetime | None = None
    dismissed_by: int | None = None


def state(events: Iterable[Event], asked_at: datetime, first_due_at: datetime) -> State:
    """The earliest event that stands decides; unknown times come after known, before expiry."""
    standing = _standing(list(events))
    taken_back = [heard for e in standing if e.kind in TAKEN_BACK and (heard := _heard(e))]
    taken_back_at = min(taken_back, default=None)
    deciding = [event for event in standing if _decides(event, first_due_at)]
    if not deciding:
        return State(taken_back_at=taken_back_at)
    first = min(deciding, key=_order)
    if first.kind in ANSWERS:
        return _answered(first, deciding, asked_at, taken_back_at)
    status = {Kind.DISMISSED: Status.DISMISSED, Kind.EXPIRED: Status.EXPIRED}.get(
        first.kind, Status.CANCELLED
    )
    return State(
        status,
        _heard(first),
        taken_back_at=taken_back_at,
        dismissed_by=first.actor_id if first.kind is Kind.DISMISSED else None,
    )


def _heard(event: Event) -> datetime | None:
    """When it happened, or else the latest moment at which it can have happened."""
    return event.at or event.delivered_at


def _standing(events: list[Event]) -> list[Event]:
    """Endings that were not taken back; a reopening takes back the dismissals before it."""
    reopened = [e.at for e in events if e.kind == Kind.REOPENED and e.at and not e.withdrawn_at]
    last = max(reopened, default=None)
    return [
        event
        for event in events
        if event.kind in ENDINGS
        and event.withdrawn_at is None
        and not (event.kind == Kind.DISMISSED and last and event.at and event.at <= last)
    ]


def _decides(event: Event, first_due_at: datetime) -> bool:
    """Taken back decides only before the first alert is due; later it is a mark."""
    if event.kind not in TAKEN_BACK:
        return True
    heard = _heard(event)
    return heard is not None and heard < first_due_at


def _order(event: Event) -> tuple[int, datetime, bool, int, int, str]:
    """Known times, then unknown (answers first), then expiry; at one moment by snowflake."""
    rank = 2 if event.kind == Kind.EXPIRED else 0 if event.at else 1
    return (
        rank,
        event.at or NO_TIME,
        event.kind not in ANSWERS,
        event.source_id,
        event.actor_id,
        event.emoji_key,
    )


def _answered(
    first: Event, deciding: list[Event], asked_at: datetime, taken_back_at: datetime | None
) -> State:
    unknown = {e.actor_id for e in deciding if e.kind in ANSWERS and e.at is None}
    is_credited = first.at is not None or len(unknown) == 1
    return State(
        Status.ANSWERED,
        first.at,
        first.actor_id if is_credited else None,
        response_seconds(asked_at, first.at),
        str(first.kind),
        first.source_id,
        taken_back_at,
    )


def response_seconds(asked_at: datetime, answered_at: datetime | None) -> int | None:
    """Whole seconds between two Discord times, half up, at least 1; None where one is unknown."""
    if answered_at is None:
        return None
    milliseconds = (answered_at - asked_at) // timedelta(milliseconds=1)
    return max(1, (milliseconds + 500) // 1000)


@dataclass(frozen=True, slots=True)
class Hold:
    """«Беру»: by whom and since when."""

    actor_id: int
    since: datetime


def hold(events: Iterable[Event], closed_at: datetime | None) -> Hold | None:
    """Who has taken the request last and not let it go. What is taken once it is closed is not."""
    held: Hold | None = None
    claims = [event for event in events if event.kind in (Kind.CLAIMED, Kind.RELEASED)]
    for event in sorted(claims, key=lambda event: (event.at or NO_TIME, event.source_id)):
        if event.at is None or (closed_at is not None and event.at >= closed_at):
            continue
        if event.kind is Kind.CLAIMED:
            held = Hold(event.actor_id, event.at)
        elif held is not None and held.actor_id == event.actor_id:
            held = None
    return held
