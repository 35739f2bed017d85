"""A report's events in their order, each with the state that it found and the one that it left.

What a deed changed is told by the same function as the state, never kept: an event that is heard
late changes what the later ones found.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from .report_events import ReportEvent, ReportFacts
from .report_reviews import ReviewState, Status, review_steps


@dataclass(frozen=True, slots=True)
class Change:
    """`is_taken_back`: the event's end. What happens in one moment shares `before` and `after`."""

    event: ReportEvent
    moment: datetime
    is_taken_back: bool
    before: ReviewState
    after: ReviewState


def history(opened: ReportFacts, events: Iterable[ReportEvent]) -> list[Change]:
    """Ascending; what has no time stands where it was heard."""
    known = list(events)
    steps = list(review_steps(opened, known))
    moments = [moment for moment, _ in steps]
    states = [ReviewState(Status.PENDING, count=opened.count), *(state for _, state in steps)]
    return [
        Change(
            event, moment, is_taken_back,
            before=states[bisect_left(moments, moment)],
            after=states[bisect_right(moments, moment)],
        )
        for event, moment, is_taken_back in sorted(_moments(known), key=_place)
    ]  # fmt: skip


def _moments(events: Sequence[ReportEvent]) -> Iterator[tuple[ReportEvent, datetime, bool]]:
    for event in events:
        yield event, event.moment, False
        if event.withdrawn_at is not None:
            yield event, event.withdrawn_at, True


def _place(each: tuple[ReportEvent, datetime, bool]) -> tuple[datetime, bool, str, int, int, str]:
    event, moment, is_taken_back = each
    return moment, is_taken_back, event.kind, event.source_id, event.actor_id, event.emoji_key
