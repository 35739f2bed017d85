"""A task report's review as one pure function of its event rows, in whatever order they are given.

The rows are walked by Discord's time. At each moment the reviewer follows from the web's last word
and the reactions that stand, and the first moment at which the reviewer has an understood reply
ends the review.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from .report_events import JUDGING, Kind, ReportEvent, ReportFacts
from .verdicts import read_verdict


class Status(StrEnum):
    PENDING = "pending"
    REVIEWING = "reviewing"
    VERIFIED = "verified"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ReviewState:
    """`reviewer_id` None while `reviewing`: several reacted at unknown times and none replied."""

    status: Status
    reviewer_id: int | None = None
    reviewing_since: datetime | None = None
    approved: int | None = None
    verified_at: datetime | None = None
    verdict_message_id: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class _Web:
    """What was said on the web so far: who took the review over, who gave it up when."""

    taken: ReportEvent | None = None
    released: tuple[tuple[int, datetime], ...] = ()
    is_counted: bool = False


def review_state(opened: ReportFacts, events: Iterable[ReportEvent]) -> ReviewState:
    """The report's state after these events."""
    state = ReviewState(Status.PENDING, count=opened.count)
    for _, after in review_steps(opened, events):
        state = after
    return state


def review_steps(
    opened: ReportFacts, events: Iterable[ReportEvent]
) -> Iterator[tuple[datetime, ReviewState]]:
    """The state after each moment at which something began or was taken back, ascending."""
    ordered = sorted({event for event in events if _counts(event, opened)}, key=_place)
    state, web = ReviewState(Status.PENDING, count=opened.count), _Web()
    for moment in _moments(ordered):
        acts = [event for event in ordered if event.moment == moment]
        for event in acts:
            state, web = _with_act(state, web, event)
        if state.status in (Status.PENDING, Status.REVIEWING):
            state = _reviewed(state, web, ordered, moment)
        for event in acts:
            state = _with_ending(state, event)
        state = _bounded(state)
        yield moment, state


def _bounded(state: ReviewState) -> ReviewState:
    """A count that is corrected after the verdict takes from the approved what is over it."""
    if state.approved is None or state.count is None or state.approved <= state.count:
        return state
    return replace(state, approved=state.count)


def week_of(at: datetime, zone: ZoneInfo) -> date:
    """Monday of the local date."""
    day = at.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def _counts(event: ReportEvent, opened: ReportFacts) -> bool:
    return not (event.kind in JUDGING and event.actor_id == opened.author_id)


def _place(event: ReportEvent) -> tuple[datetime, int, int, int, str]:
    rank = list(Kind).index(event.kind)
    return event.moment, rank, event.source_id, event.actor_id, event.emoji_key


def _moments(events: Sequence[ReportEvent]) -> list[datetime]:
    """Every moment at which something begins or is taken back."""
    ends = {event.withdrawn_at for event in events if event.withdrawn_at}
    return sorted(ends | {event.moment for event in events})


def _with_act(state: ReviewState, web: _Web, event: ReportEvent) -> tuple[ReviewState, _Web]:
    """Edits, counts, takings over and releases, before the reactions and replies of the moment."""
    if state.status == Status.WITHDRAWN:
        return state, web
    if event.kind == Kind.COUNTED:
        return replace(state, count=event.number), replace(web, is_counted=True)
    if state.status == Status.VERIFIED:
        return state, web
    match event.kind:
        case Kind.EDITED if state.status == Status.PENDING and not web.is_counted:
            return replace(state, count=event.number), web
        case Kind.TAKEN:
            return state, replace(web, taken=event)
        case Kind.RELEASED:
            return state, _released(web, event)
    return state, web


def _released(web: _Web, event: ReportEvent) -> _Web:
    """Who gives up gives up alone: whose review it was is not known before all is heard."""
    is_taker = web.taken is not None and web.taken.actor_id == event.actor_id
    released = (*web.released, (event.actor_id, event.moment))
    return replace(web, taken=None if is_taker else web.taken, released=released)


def _reviewed(
    state: ReviewState, web: _Web, events: Sequence[ReportEvent], moment: datetime
) -> ReviewState:
    """Who reviews at this moment, and the verdict if the reviewer has given one by now."""
    replies = [event for event in events if event.kind == Kind.REPLY and event.stands(moment)]
    reviewer_id, since, is_open = _reviewer(web, events, replies, moment)
    status = Status.PENDING if is_open else Status.REVIEWING
    state = replace(state, status=status, reviewer_id=reviewer_id, reviewing_since=since)
    for reply in replies:
        if reply.actor_id != reviewer_id:
            continue
        approved = read_verdict(reply.text, state.count).approved
        if approved is not None:
            return replace(
                state, status=Status.VERIFIED, approved=approved, verified_at=reply.at,
                verdict_message_id=reply.source_id,
            )  # fmt: skip
    return state


def _reviewer(
    web: _Web, events: Sequence[ReportEvent], replies: Sequence[ReportEvent], moment: datetime
) -> tuple[int | None, datetime | None, bool]:
    """The reviewer, since when, and whether nobody reviews."""
    if web.taken:
        return web.taken.actor_id, web.taken.at, False
    standing = [
        event
        for event in events
        if event.kind == Kind.REACTION and event.stands(moment) and not _is_released(event, web)
    ]
    for reaction in standing:
        if reaction.at is not None:
            return reaction.actor_id, reaction.at, False
    reactors = {reaction.actor_id for reaction in standing}
    replied = [reply.actor_id for reply in replies if reply.actor_id in reactors]
    if replied or len(reactors) == 1:
        return replied[0] if replied else reactors.pop(), None, False
    return None, None, not reactors


def _is_released(reaction: ReportEvent, web: _Web) -> bool:
    return any(
        actor_id == reaction.actor_id and reaction.moment <= at for actor_id, at in web.released
    )


def _with_ending(state: ReviewState, event: ReportEvent) -> ReviewState:
    """A verdict given or corrected on the web, and the report's end without one."""
    if state.status == Status.VERIFIED:
        is_correction = event.kind == Kind.CORRECTED
        return replace(state, approved=event.number) if is_correction else state
    if state.status == Status.WITHDRAWN:
        return state
    match event.kind:
        case Kind.WITHDRAWN | Kind.DELETED:
            return ReviewState(Status.WITHDRAWN, count=state.count)
        case Kind.VERIFIED:
            return _verified(state, event)
    return state


def _verified(state: ReviewState, event: ReportEvent) -> ReviewState:
    """A verdict on the web takes the review over as well, from whoever had it."""
    is_reviewer = state.reviewer_id == event.actor_id
    return replace(
        state, status=Status.VERIFIED, reviewer_id=event.actor_id,
        reviewing_since=state.reviewing_since if is_reviewer else event.at,
        approved=event.number, verified_at=event.at,
    )  # fmt: skip
