"""Rows that say how far the bot has read: gaps, first cursors, channels that refuse.

Sync functions for the writer's thread; each changes its rows in one short transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import F, Min

from curators.models import Revision
from monitoring.models import (
    Activity,
    BotLease,
    ChannelCursor,
    DiscordChannel,
    Gap,
    ReportEvent,
    RequestMessage,
    ResponseTracking,
    TaskReport,
)

# What REST never tells about a time in which nobody listened.
LOST = (
    "reaction_times",
    "older_reactions",
    "removed_reactions",
    "earlier_texts",
    "edits",
    "deletions",
    "buttons",
    "roles",
)
# The gateway was heard, the database was not: buttons were answered with a refusal.
LOST_TO_DATABASE = tuple(code for code in LOST if code != "buttons")


@dataclass(frozen=True, slots=True)
class Watched:
    """A message of an open request or report: who reacted to it matters, however old it is."""

    lane_id: int
    channel_id: int
    message_id: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the reading of a server stands. `since`: the start of its oldest unread gap."""

    gap_id: int | None
    since: datetime | None
    watched: Mapping[int, tuple[Watched, ...]]
    reacted: frozenset[int]
    threads: Mapping[int, int]
    refused: Mapping[int, datetime]


@dataclass(slots=True)
class Recovered:
    """What a reading brought back; a channel's id is among the unread when it refused."""

    message_count: int = 0
    reaction_count: int = 0
    unread: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Absence:
    """A time in which a server was not heard, or not written."""

    why: Gap.Why
    started_at: datetime


def open_gap(
    server_id: int, guild_id: int, absence: Absence | None, heard_at: datetime
) -> Progress:
    """Write the gap down before it is read, so that a death meanwhile leaves it unread.

    `heard_at`: since when the server is heard again.
    """
    gap_id = None if absence is None else _end_gap(server_id, absence, heard_at)
    unread = Gap.objects.filter(server_id=server_id, read_at=None)
    watched = _watched(server_id)
    return Progress(
        gap_id=gap_id,
        since=unread.aggregate(since=Min("started_at"))["since"],
        watched=watched,
        reacted=_reacted(server_id, watched),
        threads=_threads(guild_id),
        refused=_refused(guild_id),
    )


def note_gap(server_id: int, absence: Absence) -> int:
    """Write a gap down as it begins, so that who dies before it is read forgets nothing."""
    lost = LOST_TO_DATABASE if absence.why == Gap.Why.DATABASE else LOST
    with transaction.atomic():
        Revision.bump()
        gap, _ = Gap.objects.get_or_create(
            server_id=server_id,
            started_at=absence.started_at,
            why=absence.why,
            defaults={"lost": list(lost)},
        )
    return gap.pk


def _end_gap(server_id: int, absence: Absence, heard_at: datetime) -> int:
    with transaction.atomic():
        gap_id = note_gap(server_id, absence)
        Gap.objects.filter(pk=gap_id, ended_at=None).update(ended_at=heard_at)
    return gap_id


def _watched(server_id: int) -> dict[int, tuple[Watched, ...]]:
    """By lane: every message of open requests, and the reports that wait for a verdict."""
    requests = ResponseTracking.objects.filter(
        server_id=server_id, status=ResponseTracking.Status.OPEN
    )
    calls = RequestMessage.objects.filter(
        server_id=server_id,
        kind=RequestMessage.Kind.CALL,
        deleted_at=None,
        request_message_id__in=requests.values("message_id"),
    )
    reports = TaskReport.objects.filter(
        server_id=server_id,
        status__in=(TaskReport.Status.PENDING, TaskReport.Status.REVIEWING),
    )
    columns = ("lane_id", "channel_id", "message_id")
    found: dict[int, list[Watched]] = defaultdict(list)
    for row in chain(calls.values_list(*columns), reports.values_list(*columns)):
        found[row[0]].append(Watched(*row))
    return {lane_id: tuple(messages) for lane_id, messages in found.items()}


def _reacted(server_id: int, watched: Mapping[int, tuple[Watched, ...]]) -> frozenset[int]:
    """The watched messages that we know standing reactions of."""
    ids = [each.message_id for messages in watched.values() for each in messages]
    standing = {"server_id": server_id, "kind": Activity.Kind.REACTION, "withdrawn_at": None}
    of_requests = Activity.objects.filter(message_id__in=ids, **standing)
    of_reports = ReportEvent.objects.filter(report_message_id__in=ids, **standing)
    return frozenset(
        chain(
            of_requests.values_list("message_id", flat=True),
            of_reports.values_list("report_message_id", flat=True),
        )
    )


def _threads(guild_id: int) -> dict[int, int]:
    rows = DiscordChannel.objects.filter(
        guild_id=guild_id, kind__contains="thread", deleted_at=None
    )
    return {
        thread: parent for thread, parent in rows.values_list("channel_id", "parent_id") if parent
    }


def _refused(guild_id: int) -> dict[int, datetime]:
    rows = DiscordChannel.objects.filter(guild_id=guild_id).exclude(refused_at=None)
    return {row.channel_id: row.refused_at for row in rows if row.refused_at is not None}


def close_gaps(
    server_id: int, gap_id: int | None, recovered: Recovered, read_at: datetime, is_whole: bool
) -> None:
    """The gap is read; with the whole server, every unread one is read with it.

    They reach until now: what was deleted or taken back before we read it is lost as well.
    """
    with transaction.atomic():
        Revision.bump()
        if gap_id is not None:
            Gap.objects.filter(pk=gap_id).update(
                message_count=F("message_count") + recovered.message_count,
                reaction_count=F("reaction_count") + recovered.reaction_count,
                unread_channels=sorted(recovered.unread),
            )
        unread = Gap.objects.filter(server_id=server_id, read_at=None)
        read = unread if is_whole else unread.filter(pk__in=[gap_id])
        read.update(ended_at=read_at, read_at=read_at)


def open_cursors(
    server_id: int, lease_number: int | None, rows: Iterable[tuple[int, int, int]]
) -> None:
    """(channel, lane, message id) where none is yet: from there on the channel is read."""
    cursors = [
        ChannelCursor(
            server_id=server_id,
            channel_id=channel_id,
            lane_id=lane_id,
            message_id=message_id,
            lease_number=lease_number or 0,
        )
        for channel_id, lane_id, message_id in rows
    ]
    with transaction.atomic():
        if lease_number and BotLease.objects.filter(number=lease_number).exists():
            ChannelCursor.objects.bulk_create(cursors, ignore_conflicts=True)


def refuse(guild_id: int, channel_id: int, reason: str, at: datetime) -> None:
    """Remember a channel that cannot be read; the first moment stays."""
    with transaction.atomic():
        Revision.bump()
        # Its name may not have been written yet.
        DiscordChannel.objects.get_or_create(channel_id=channel_id, defaults={"guild_id": guild_id})
        rows = DiscordChannel.objects.filter(channel_id=channel_id)
        rows.filter(refused_at=None).update(refused_at=at)
        rows.update(refusal=reason[:200])


def readmit(channel_ids: Iterable[int]) -> None:
    """These channels could be read again."""
    with transaction.atomic():
        Revision.bump()
        DiscordChannel.objects.filter(channel_id__in=list(channel_ids)).update(
            refused_at=None, refusal=""
        )
