"""What people and the clock do to a request: buttons, the web, expiry. One transaction each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from django.db import transaction

from curators.models import Revision
from monitoring.configuration import Configuration
from monitoring.models import Alert, ResponseTracking
from monitoring.recording.batch import Batch
from monitoring.rules.requests import Event, Kind

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
    return _do(guild_id, message_id, event, configuration, ResponseTracking.Status.ANSWERED)


def dismiss(
    guild_id: int,
    message_id: int,
    actor_id: int,
    at: datetime,
    source_id: int,
    configuration: Configuration,
) -> Result:
    """«Не запрос»: out of the statistics, with name and time."""
    event = Event(Kind.DISMISSED, source_id, actor_id, at=at)
    return _do(guild_id, message_id, event, configuration, ResponseTracking.Status.DISMISSED)


def reopen(
    guild_id: int,
    message_id: int,
    actor_id: int,
    at: datetime,
    source_id: int,
    configuration: Configuration,
) -> Result:
    """Take back every dismissal before `at`; the next event decides, or it is open again."""
    event = Event(Kind.REOPENED, source_id, actor_id, at=at)
    return _do(guild_id, message_id, event, configuration, None)


def _do(
    guild_id: int,
    message_id: int,
    event: Event,
    configuration: Configuration,
    wanted: ResponseTracking.Status | None,
) -> Result:
    assert event.at is not None
    found = _request(guild_id, message_id, configuration)
    if found is None:
        return Result(Outcome.MISSING)
    if not _may(event.actor_id, event.at, found, configuration):
        return Result(Outcome.REFUSED, found)
    with transaction.atomic():
        Revision.bump()
        batch = Batch(configuration)
        batch.streams.read({found.server_id}, {message_id}, (), found.asked_at)
        batch.streams.do(found.server_id, message_id, event)
        batch.save()
    found.refresh_from_db()
    is_done = wanted is None or found.status == wanted
    return Result(Outcome.DONE if is_done else Outcome.LATE, found)


def _request(
    guild_id: int, message_id: int, configuration: Configuration
) -> ResponseTracking | None:
    server = configuration.servers.get(guild_id)
    if server is None:
        return None
    requests = ResponseTracking.objects.select_related("claimed_by", "answered_by")
    return requests.filter(server=server.pk, message_id=message_id).first()


def _may(
    actor_id: int, at: datetime, request: ResponseTracking, configuration: Configuration
) -> bool:
    """An active, not excluded curator other than the author, within the request's limit."""
    curator = configuration.curator_at(actor_id, at)
    return curator is not None and actor_id != request.author_id and at <= request.expires_at


def claim(
    guild_id: int,
    message_id: int,
    actor_id: int,
    at: datetime,
    source_id: int,
    configuration: Configuration,
) -> Result:
    """«Беру»: hold the alerts of an open request, also from somebody else. Stops no clock."""
    until = at + configuration.hold
    curator = configuration.curators.get(actor_id)
    values = {
        "claimed_by": curator.pk if curator else None,
        "claimed_at": at,
        "hold_until": until,
    }
    event = Event(Kind.CLAIMED, source_id, actor_id, at=at)
    return _hold(guild_id, message_id, event, values, configuration)


def release(
    guild_id: int,
    message_id: int,
    actor_id: int,
    at: datetime,
    source_id: int,
    configuration: Configuration,
) -> Result:
    """End one's hold: the steps go on."""
    values: dict[str, int | datetime | None] = dict.fromkeys(
        ("claimed_by", "claimed_at", "hold_until")
    )
    event = Event(Kind.RELEASED, source_id, actor_id, at=at)
    return _hold(guild_id, message_id, event, values, configuration)


def _hold(
    guild_id: int,
    message_id: int,
    event: Event,
    values: dict[str, int | datetime | None],
    configuration: Configuration,
) -> Result:
    assert event.at is not None
    found = _request(guild_id, message_id, configuration)
    if found is None:
        return Result(Outcome.MISSING)
    if not _may(event.actor_id, event.at, found, configuration):
        return Result(Outcome.REFUSED, found)
    with transaction.atomic():
        Revision.bump()
        batch = Batch(configuration)
        batch.streams.read({found.server_id}, {message_id}, (), found.asked_at)
        batch.streams.do(found.server_id, message_id, event)
        batch.save()
        this = ResponseTracking.objects.filter(pk=found.pk, status=ResponseTracking.Status.OPEN)
        if event.kind is Kind.RELEASED:
            this = this.filter(claimed_by=configuration.curators[event.actor_id].pk)
        changed = this.update(**values)
        if changed:
            sent = Alert.objects.filter(server=found.server_id, request_message_id=message_id)
            sent.filter(status=Alert.Status.SENT).update(edit_due=True)
    found = _request(guild_id, message_id, configuration)
    return Result(Outcome.DONE if changed else Outcome.CLOSED, found)


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
        for row in ready:
            event = Event(Kind.EXPIRED, row.message_id, at=row.expires_at)
            batch.streams.do(row.server_id, row.message_id, event)
        batch.save()
    return len(ready)
