"""Which calls make one request, and what happened to it: one pure function of all that was heard.

Nothing here knows in which order the facts were heard: calls are swept by their Discord time, and
events hang on whatever request they concern. What follows from them is in `request_states`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from .request_events import ENDINGS, Event, Kind

# Events that are messages: the id of their source tells when.
MESSAGES = frozenset({Kind.REPLY, Kind.MESSAGE, Kind.SOLVED})
SOLVED_WITHIN = timedelta(minutes=10)
PLAIN_WITHIN = timedelta(minutes=30)


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
        """Asked by `at`, and not longer than the limit before it."""
        return timedelta(0) <= at - self.first.at <= self.first.limit

    def reaches_message(self, message: "CuratorMessage | Solved") -> bool:
        """The same for a message: those of one millisecond stand in the order of their ids."""
        return message.message_id > self.first.message_id and self.reaches(message.at)


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
        and message.at - request.first.at <= PLAIN_WITHIN
    ]
    return asked[0] if len(asked) == 1 else None


def _joins(call: Call, request: Request, facts: Facts, plain: dict[int, Request]) -> bool:
    if call.at - request.calls[-1].at > call.join:
        return False
    events = _events(request, facts, plain)
    return not any(event.kind in ENDINGS and _is_before(event, call) for event in events)


def _is_before(event: Event, call: Call) -> bool:
    """Messages of one millisecond stand in the order of their ids."""
    if event.kind in MESSAGES:
        return event.source_id < call.message_id
    at = event.first_at or event.at
    return at is not None and at < call.at


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
    if message.actor_id == request.first.author_id or not request.reaches_message(message):
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
    if solved.author_id != request.first.author_id or not request.reaches_message(solved):
        return None
    before = [call.at for call in request.calls if call.message_id < solved.message_id]
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
