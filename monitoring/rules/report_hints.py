"""Who is told what about a report, once each: whoever did something that changed nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .report_events import Kind, ReportEvent, ReportFacts
from .report_reviews import Status, review_state

COUNT = "count"
NOT_UNDERSTOOD = "not_understood"
REACT_FIRST = "react_first"
NOT_REVIEWER = "not_reviewer"


@dataclass(frozen=True, slots=True)
class Hint:
    """`target_id`: the message that it stands under; `at`: when its cause happened."""

    reason: str
    person_id: int
    target_id: int
    at: datetime


def hints(
    opened: ReportFacts, events: Iterable[ReportEvent], new: Iterable[ReportEvent]
) -> list[Hint]:
    """What the `new` ones of the events, heard just now, give cause to say; each person and reason
    once. What was recorded before is never spoken of again, whatever is heard later.
    """
    known = [event for event in events if event.at is not None]
    found: dict[tuple[str, int], Hint] = {}
    for event in sorted((e for e in new if e.at is not None), key=lambda e: e.moment):
        reason = _reason(opened, event, [e for e in known if e.moment <= event.moment])
        if reason is not None and event.at is not None:
            key = reason, event.actor_id
            found.setdefault(key, Hint(reason, event.actor_id, event.source_id, event.at))
    return list(found.values())


def count_hint(opened: ReportFacts, message_id: int, at: datetime) -> Hint | None:
    """A report whose count cannot be read asks its author for it."""
    return Hint(COUNT, opened.author_id, message_id, at) if opened.count is None else None


def _reason(opened: ReportFacts, event: ReportEvent, until: list[ReportEvent]) -> str | None:
    """Why a reply or reaction changed nothing; None where it did, or came after the end."""
    if event.kind not in (Kind.REACTION, Kind.REPLY) or event.actor_id == opened.author_id:
        return None
    before = review_state(opened, [e for e in until if e != event])
    after = review_state(opened, until)
    if before.status in (Status.VERIFIED, Status.WITHDRAWN) or after.status == Status.VERIFIED:
        return None
    if after.reviewer_id == event.actor_id:
        return NOT_UNDERSTOOD if event.kind is Kind.REPLY else None
    if after.reviewer_id is not None:
        return NOT_REVIEWER
    return REACT_FIRST if event.kind is Kind.REPLY else None
