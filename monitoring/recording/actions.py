"""What people and the clock do to a request: buttons, the web, expiry. One transaction each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from django.db import transaction

from curators.models import Revision
from monitoring.configuration import Configuration
from monitoring.models import ResponseTracking
from monitoring.recording.batch import Batch
from monitoring.rules.request_events import Event, Kind

Gate = Callable[[int, int], Literal["ready", "blocked", "unread"]]
EXPIRE_AT_ONCE = 500


class Outcome(StrEnum):
    """`LATE`: recorded, but something earlier decided; `REFUSED`: not by this person."""

    DONE = "done"
    LATE = "late"
    CLOSED = "closed"
    REFUSED = "refused"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it, and the request as it is now (None where there is none)."""

    outcome: Outcome
    request: ResponseTracking | None = None


def mark_answered(
    guild_id: int,
    message_id: int,
    actor_id: int,
    at: datetime,
    source_id: int,
    configuration: Configuration,
) -> Result:
    """«Отвечено»: an answer at `at`, by an active curator other than the author."""
    event = Event(Kind.BUTTON, source_id, actor_id, at=at)
    return _act(
        guild_id,
        message_id,
        event,
        configuration,
        lambda _, now: now.answered_by is not None and now.answered_by.discord_id == actor_id,
    )


def dismiss(
    guild_id: int,
    message_id: int,
    actor_id: int,
    at: datetime,
    source_id: int,
    configuration: Configuration,
    reason: str = "",
) -> Result:
    """«Не запрос»: out of the statistics, with name, time and, on the web, a reason."""
    event = Event(Kind.DISMISSED, source_id, actor_id, at=at, reason=reason)
    return _act(
        guild_id,
        message_id,
        event,
        configuration,
        lambda _, now: now.status == "dismissed" and now.closed_at == at,
    )


def reopen(
    guild_id: int,
    message_id: int,
    actor_id: int,
    at: datetime,
    source_id: int,
    configuration: Configuration,
) -> Result:
    """Take back every dismissal before `at`; the next event decides, or it is open again.

    Who may is the caller's question: it is the head curators' right, who need be no curators.
    """
    found = _request(guild_id, message_id, configuration)
    if found is None:
        return Result(Outcome.MISSING)
    return _write(found, Event(Kind.REOPENED, source_id, actor_id, at=at), configuration)


def claim(
    guild_id: int,
    message_id: int,
    actor_id: int,
    at: datetime,
    source_id: int,
    configuration: Configuration,
) -> Result:
    """«Беру»: hold the alerts of an open request, also from somebody else. Stops no clock."""
    event = Event(Kind.CLAIMED, source_id, actor_id, at=at)
    return _act(guild_id, message_id, event, configuration, lambda _, now: now.claimed_at == at)


def release(
    guild_id: int,
    message_id: int,
    actor_id: int,
    at: datetime,
    source_id: int,
    configuration: Configuration,
) -> Result:
    """End one's own hold: the steps go on."""
    event = Event(Kind.RELEASED, source_id, actor_id, at=at)
    return _act(
        guild_id,
        message_id,
        event,
        configuration,
        lambda before, now: before.claimed_by is not None and now.claimed_by is None,
    )


def _act(
    guild_id: int,
    message_id: int,
    event: Event,
    configuration: Configuration,
    is_done: Callable[[ResponseTracking, ResponseTracking], bool],
) -> Result:
    """A curator's own deed. `is_done` compares the request before and now."""
    before = _request(guild_id, message_id, configuration)
    if before is None:
        return Result(Outcome.MISSING)
    assert event.at is not None
    if not _may(event.actor_id, event.at, before, configuration):
        return Result(Outcome.REFUSED, before)
    result = _write(before, event, configuration)
    if result.request is None or is_done(before, result.request):
        return result
    is_hold = event.kind in (Kind.CLAIMED, Kind.RELEASED)
    return Result(Outcome.CLOSED if is_hold else Outcome.LATE, result.request)


def _write(request: ResponseTracking, event: Event, configuration: Configuration) -> Result:
    with transaction.atomic():
        Revision.bump()
        batch = Batch(configuration)
        batch.streams.read({request.server_id}, {request.message_id}, (), request.asked_at)
        batch.streams.do(request.server_id, request.message_id, event)
        batch.save()
    now = _request(request.server.guild_id, request.message_id, configuration)
    return Result(Outcome.DONE, now)


def _request(
    guild_id: int, message_id: int, configuration: Configuration
) -> ResponseTracking | None:
    server = configuration.servers.get(guild_id)
    if server is None:
        return None
    requests = ResponseTracking.objects.select_related("server", "claimed_by", "answered_by")
    return requests.filter(server=server.pk, message_id=message_id).first()


def _may(
    actor_id: int, at: datetime, request: ResponseTracking, configuration: Configuration
) -> bool:
    """An active, not excluded curator other than the author, within the request's limit."""
    curator = configuration.curator_at(actor_id, at)
    return curator is not None and actor_id != request.author_id and at <= request.expires_at


def expire_due(configuration: Configuration, now: datetime, gate: Gate) -> int:
    """Close what waited past its limit and whose channel is read past it. Returns how many."""
    waiting = ResponseTracking.objects.filter(
        status=ResponseTracking.Status.OPEN, expires_at__lte=now
    ).order_by("expires_at")[:EXPIRE_AT_ONCE]
    guilds = {server.pk: server.guild_id for server in configuration.servers.values()}
    gates = [(row, gate(guilds[row.server_id], row.lane_id)) for row in waiting]
    ready = [row for row, state in gates if state != "blocked"]
    if not ready:
        return 0
    unread = [row.pk for row, state in gates if state == "unread"]
    with transaction.atomic():
        Revision.bump()
        ResponseTracking.objects.filter(pk__in=unread).update(is_history_unread=True)
        batch = Batch(configuration)
        ids = {row.message_id for row in ready}
        oldest = min(row.asked_at for row in ready)
        batch.streams.read({row.server_id for row in ready}, ids, (), oldest)
        batch.streams.requests.read(batch.streams.messages)
        for row in ready:
            event = Event(Kind.EXPIRED, row.message_id, at=row.expires_at)
            batch.streams.do(row.server_id, row.message_id, event)
        batch.save()
    return len(ready)
