"""Requests as one pure function of what happened: which calls make one, its events, its state.

Nothing here knows in which order the facts were heard: calls are swept by their Discord time,
events hang on whatever request they concern, and the earliest that stands decides.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

SOLVED_WITHIN = timedelta(minutes=10)
PLAIN_WITHIN = timedelta(minutes=30)
NO_TIME = datetime.max.replace(tzinfo=UTC)


class Kind(StrEnum):
    REPLY = "reply"
    REACTION = "reaction"
    MESSAGE = "message"
    BUTTON = "button"
    SOLVED = "solved"
    DELETED = "deleted"
    DISMISSED = "dismissed"
    REOPENED = "reopened"
    EXPIRED = "expired"
    CLAIMED = "claimed"
    RELEASED = "released"


ANSWERS = frozenset({Kind.REPLY, Kind.REACTION, Kind.MESSAGE, Kind.BUTTON})
TAKEN_BACK = frozenset({Kind.SOLVED, Kind.DELETED})
ENDINGS = ANSWERS | TAKEN_BACK | {Kind.DISMISSED, Kind.EXPIRED}
# These follow from other facts and are computed anew; the rest were done to the request itself.
DERIVED = frozenset({Kind.REPLY, Kind.REACTION, Kind.MESSAGE, Kind.SOLVED, Kind.DELETED})


class Status(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    CANCELLED = "cancelled"
    DISMISSED = "dismissed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Call:
    """A message that calls for help, with the settings that it was recorded under.

    `join`: how long after the call before it joins that; `limit`: how long its request waits.
    `deleted_at` is when its deletion was delivered.
    """

    message_id: int
    channel_id: int
    author_id: int
    at: datetime
    join: timedelta
    limit: timedelta
    deleted_at: datetime | None = None
    is_deletion_timed: bool = True


@dataclass(frozen=True, slots=True)
class Solved:
    """The author's word that a request is solved."""

    message_id: int
    channel_id: int
    author_id: int
    at: datetime
    reply_to_id: int | None = None


@dataclass(frozen=True, slots=True)
class CuratorMessage:
    """A curator's message; `names` are those whom its text names or whose message it replies to.

    `is_plain`: to nobody, where the server then let such a message answer the only request.
    """

    message_id: int
    channel_id: int
    actor_id: int
    at: datetime
    reply_to_id: int | None = None
    names: frozenset[int] = frozenset()
    is_plain: bool = False
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reaction:
    """A curator's reaction; `at` None where nobody knows when.

    `first_at`: when it was there first, if it was taken back and put again.
    """

    message_id: int
    actor_id: int
    emoji_key: str
    at: datetime | None
    delivered_at: datetime
    withdrawn_at: datetime | None = None
    first_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one request; the key is (kind, source, actor, emoji).

    `target_id` is the message that was replied or reacted to.
    """

    kind: Kind
    source_id: int
    actor_id: int = 0
    emoji_key: str = ""
    target_id: int | None = None
    at: datetime | None = None
    delivered_at: datetime | None = None
    channel_id: int | None = None
    withdrawn_at: datetime | None = None
    first_at: datetime | None = None

    @property
    def key(self) -> tuple[str, int, int, str]:
        return self.kind, self.source_id, self.actor_id, self.emoji_key


@dataclass(slots=True)
class Request:
    """Calls of one author in one channel that are one request; the first is its key and clock."""

    calls: list[Call]
    events: list[Event] = field(default_factory=list)

    @property
    def first(self) -> Call:
        return self.calls[0]

    def holds(self, message_id: int | None) -> bool:
        return any(call.message_id == message_id for call in self.calls)

    def reaches(self, at: datetime) -> bool:
        """Asked before `at`, and not longer than the limit before it."""
        return timedelta(0) < at - self.first.at <= self.first.limit


@dataclass(frozen=True, slots=True)
class Facts:
    """All that may concern the requests of some channels, in any order.

    `done`: what people and the clock did to a request itself, by the message id that it then had.
    """

    calls: Sequence[Call]
    solved: Sequence[Solved] = ()
    messages: Sequence[CuratorMessage] = ()
    reactions: Sequence[Reaction] = ()
    done: Mapping[int, Sequence[Event]] = field(default_factory=dict)


def derive(facts: Facts) -> list[Request]:
    """The requests with all their events, by the time of their first message."""
    requests, plain_targets = _group(facts)
    for request in requests:
        request.events = _events(request, facts, plain_targets)
    return requests


def _group(facts: Facts) -> tuple[list[Request], dict[int, Request]]:
    """Sweep by time: each call joins the request before it or opens its own."""
    latest: dict[tuple[int, int], Request] = {}
    requests: list[Request] = []
    plain_targets: dict[int, Request] = {}
    plain = [message for message in facts.messages if message.is_plain]
    items: list[Call | CuratorMessage] = [*facts.calls, *plain]
    for item in sorted(items, key=lambda item: item.message_id):
        if isinstance(item, CuratorMessage):
            target = _plain_target(item, requests)
            if target is not None:
                plain_targets[item.message_id] = target
            continue
        stream = (item.channel_id, item.author_id)
        before = latest.get(stream)
        if before is not None and _joins(item, before, facts, plain_targets):
            before.calls.append(item)
        else:
            latest[stream] = Request([item])
            requests.append(latest[stream])
    return requests, plain_targets


def _plain_target(message: CuratorMessage, requests: list[Request]) -> Request | None:
    """The only request asked in the channel in the half hour before; None if not exactly one."""
    asked = [
        request
        for request in requests
        if request.first.channel_id == message.channel_id
        and timedelta(0) < message.at - request.first.at <= PLAIN_WITHIN
    ]
    return asked[0] if len(asked) == 1 else None


def _joins(call: Call, request: Request, facts: Facts, plain: dict[int, Request]) -> bool:
    if call.at - request.calls[-1].at > call.join:
        return False
    ended = (
        event.kind in ENDINGS and (at := event.first_at or event.at) is not None and at < call.at
        for event in _events(request, facts, plain)
    )
    return not any(ended)


def _events(request: Request, facts: Facts, plain: dict[int, Request]) -> list[Event]:
    events = [_message_event(request, message, plain) for message in facts.messages]
    events += [_reaction_event(request, reaction) for reaction in facts.reactions]
    events += [_solved_event(request, solved) for solved in facts.solved]
    events.append(_deleted_event(request))
    done = [event for key, done in facts.done.items() if request.holds(key) for event in done]
    return [event for event in events if event is not None] + done


def _message_event(
    request: Request, message: CuratorMessage, plain: dict[int, Request]
) -> Event | None:
    if message.actor_id == request.first.author_id or not request.reaches(message.at):
        return None
    if request.holds(message.reply_to_id):
        kind = Kind.REPLY
    elif _is_named(request, message) or plain.get(message.message_id) is request:
        kind = Kind.MESSAGE
    else:
        return None
    return Event(
        kind,
        message.message_id,
        message.actor_id,
        target_id=message.reply_to_id,
        at=message.at,
        channel_id=message.channel_id,
        withdrawn_at=message.withdrawn_at,
    )


def _is_named(request: Request, message: CuratorMessage) -> bool:
    return _is_there(request, message) and request.first.author_id in message.names


def _is_there(request: Request, message: CuratorMessage) -> bool:
    """In the request's channel, or in a thread that one of its messages started (same id)."""
    return message.channel_id == request.first.channel_id or request.holds(message.channel_id)


def _reaction_event(request: Request, reaction: Reaction) -> Event | None:
    if reaction.actor_id == request.first.author_id or not request.holds(reaction.message_id):
        return None
    if reaction.at is not None and not request.reaches(reaction.at):
        return None
    return Event(
        Kind.REACTION,
        reaction.message_id,
        reaction.actor_id,
        reaction.emoji_key,
        target_id=reaction.message_id,
        at=reaction.at,
        delivered_at=reaction.delivered_at,
        withdrawn_at=reaction.withdrawn_at,
        first_at=reaction.first_at,
    )


def _solved_event(request: Request, solved: Solved) -> Event | None:
    if solved.author_id != request.first.author_id or not request.reaches(solved.at):
        return None
    before = [call.at for call in request.calls if call.at < solved.at]
    is_near = (
        solved.channel_id == request.first.channel_id and solved.at - max(before) <= SOLVED_WITHIN
    )
    if not is_near and not request.holds(solved.reply_to_id):
        return None
    return Event(Kind.SOLVED, solved.message_id, solved.author_id, at=solved.at)


def _deleted_event(request: Request) -> Event | None:
    """All messages gone: at the last deletion; no known time where one of them has none."""
    deletions = [call.deleted_at for call in request.calls if call.deleted_at is not None]
    if len(deletions) < len(request.calls):
        return None
    last = max(deletions)
    if not request.reaches(last):
        return None
    is_timed = all(call.is_deletion_timed for call in request.calls)
    return Event(
        Kind.DELETED,
        request.first.message_id,
        at=last if is_timed else None,
        delivered_at=last,
    )


@dataclass(frozen=True, slots=True)
class State:
    """What a request is now. `answered_by` is a Discord id; None where nobody is credited."""

    status: Status = Status.OPEN
    closed_at: datetime | None = None
    answered_by: int | None = None
    response_seconds: int | None = None
    response_kind: str = ""
    response_message_id: int | None = None
    taken_back_at: datetime | None = None


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
    return State(status, _heard(first), taken_back_at=taken_back_at)


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
