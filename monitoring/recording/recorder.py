"""One batch of events, one transaction: rows, daily statistics, cursors and the revision."""

import dataclasses
import json
import traceback
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction

from curators.models import Revision
from monitoring.configuration import Configuration
from monitoring.events import Event, Message, ReactionsRead, Source
from monitoring.models import BotLease, ChannelCursor, RejectedEvent
from monitoring.recording.batch import Batch
from monitoring.recording.selects import select
from monitoring.recording.upserts import Values, upsert

# MySQL reports refused data as OperationalError too; these codes alone are worth a repetition:
# too many connections, server gone or shutting down, lock wait, deadlock, lost connection.
MYSQL_PASSING = frozenset({1040, 1042, 1043, 1053, 1205, 1213, 1927, 2002, 2003, 2006, 2013, 2055})

Positions = Mapping[int, int]


def is_passing(error: Exception) -> bool:
    """Did the connection, a lock or a deadlock fail, so that the same batch may succeed later?"""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    if connection.vendor != "mysql":
        return True
    return not error.args or error.args[0] in MYSQL_PASSING


def record(
    events: Sequence[Event],
    configuration: Configuration,
    positions: Positions,
    lease_number: int | None,
) -> dict[int, int]:
    """Write a batch and move its cursors. Returns the channels' new positions.

    `positions`: up to which message each channel is read; a cursor never goes back. Under a lease
    that somebody took over rows are written (idempotently) and no cursor. `lease_number` None: the
    caller needs none.
    """
    with transaction.atomic():
        Revision.bump()
        if lease_number is not None and any(map(_is_late, events)) and not _is_ours(lease_number):
            events = [event for event in events if not _is_late(event)]
        Batch(configuration).record(events)
        return _move_cursors(events, configuration, positions, lease_number)


def _is_late(event: Event) -> bool:
    """Heard, or read, at a moment that says nothing: to be put in order by who owns the bot alone.

    A process that slept wakes with such events in its socket, and the next owner has gone on.
    """
    return isinstance(event, ReactionsRead) or not getattr(event, "is_timed", True)


def _is_ours(lease_number: int) -> bool:
    return bool(select(BotLease, {"number": [lease_number]}))


def record_or_reject(
    events: Sequence[Event],
    configuration: Configuration,
    positions: Positions,
    lease_number: int | None,
) -> dict[int, int]:
    """Like `record`, but a batch that is refused is split until the bad event is alone.

    That one becomes a `RejectedEvent` that people see, and the rest is written. Raises what
    `is_passing`, with everything before it written and the whole batch safe to repeat.
    """
    try:
        return record(events, configuration, positions, lease_number)
    # Whatever one event provokes, in a rule or in the database, must not stop the others; it is set
    # aside with its traceback, which is how a person learns of it.
    except Exception as error:
        if is_passing(error):
            raise
        if len(events) == 1:
            return _reject(events[0], error, configuration, positions, lease_number)
    half = len(events) // 2
    moved = record_or_reject(events[:half], configuration, positions, lease_number)
    return moved | record_or_reject(
        events[half:], configuration, {**positions, **moved}, lease_number
    )


def _reject(
    event: Event,
    error: Exception,
    configuration: Configuration,
    positions: Positions,
    lease_number: int | None,
) -> dict[int, int]:
    payload = json.loads(json.dumps(dataclasses.asdict(event), default=str))
    subject = getattr(event, "message_id", None) or getattr(event, "channel_id", 0)
    moment = payload.get("delivered_at") or payload.get("edited_at") or ""
    reason = "".join(traceback.format_exception_only(error)).strip()
    with transaction.atomic():
        Revision.bump()
        RejectedEvent.objects.get_or_create(
            key=f"{type(event).__name__}:{event.guild_id}:{subject}:{moment}",
            defaults={
                "kind": type(event).__name__,
                "guild_id": event.guild_id,
                "payload": payload,
                "reason": reason,
                "rejected_at": datetime.now(UTC),
            },
        )
        return _move_cursors([event], configuration, positions, lease_number)


def _move_cursors(
    events: Sequence[Event],
    configuration: Configuration,
    positions: Positions,
    lease_number: int | None,
) -> dict[int, int]:
    last = _last_messages(events, configuration)
    moved = {
        channel_id: message
        for channel_id, message in last.items()
        if message.message_id > positions.get(channel_id, 0)
    }
    if not moved or lease_number is None:
        return {}
    if not _is_ours(lease_number):
        return {}
    cursors = [_cursor(message, configuration, lease_number) for message in moved.values()]
    upsert(ChannelCursor, cursors)
    return {channel_id: message.message_id for channel_id, message in moved.items()}


def _last_messages(events: Sequence[Event], configuration: Configuration) -> dict[int, Message]:
    """By channel: the message that its cursor moves to; an edit is no new message."""
    active = {guild_id for guild_id, server in configuration.servers.items() if server.is_active}
    last: dict[int, Message] = {}
    for event in events:
        if not isinstance(event, Message) or event.source is Source.EDIT:
            continue
        known = last.get(event.channel_id)
        if event.guild_id in active and (known is None or event.message_id > known.message_id):
            last[event.channel_id] = event
    return last


def _cursor(message: Message, configuration: Configuration, lease_number: int) -> Values:
    return {
        "server_id": configuration.servers[message.guild_id].pk,
        "channel_id": message.channel_id,
        "lane_id": message.lane_id,
        "message_id": message.message_id,
        "lease_number": lease_number,
    }


def read_positions() -> dict[int, int]:
    """Every channel's cursor."""
    rows: Any = ChannelCursor.objects.values_list("channel_id", "message_id")
    return dict(rows)
