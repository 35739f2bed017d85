"""Which channels of a server hold messages that were not read, and from where on to read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import discord

from botrunner.rest import Json
from botrunner.translate import parse_time
from monitoring.snowflakes import snowflake_at, snowflake_time

# Messages may appear a little out of the order of their snowflakes.
OVERLAP = timedelta(minutes=1)
THREADED = (discord.TextChannel, discord.ForumChannel)
NO_VIEW = "Нет права «Просматривать канал» (View Channel)."
NO_HISTORY = "Нет права «Читать историю сообщений» (Read Message History)."


@dataclass(frozen=True, slots=True)
class Place:
    """A channel or thread. `refusal`: why the bot may not read it; '' where it may."""

    channel_id: int
    lane_id: int
    last_message_id: int
    refusal: str = ""
    holds_messages: bool = True
    has_threads: bool = False
    has_private_threads: bool = False

    @property
    def is_thread(self) -> bool:
        return self.channel_id != self.lane_id


@dataclass(frozen=True, slots=True)
class Bounds:
    """What decides where a channel's reading begins.

    `since`: the oldest moment in which the server may have been missed; None: never listened to.
    `first_seen`: where a channel starts that nobody read. `active_since`: nothing before counts.
    `refused`: since when a channel could not be read, whatever its cursor says.
    """

    positions: Mapping[int, int]
    since: datetime | None
    first_seen: datetime
    active_since: datetime
    refused: Mapping[int, datetime] = field(default_factory=dict)

    def cursor(self, place: Place) -> int:
        """The last message that is read; for a channel without one, where it starts."""
        lowest = snowflake_at(self.active_since)
        known = self.positions.get(place.channel_id)
        if known is not None:
            return max(known, lowest)
        if self.since is not None and self._is_new(place):
            return max(self._beginning(place), lowest)
        # Nothing was ever read in this thread: it starts where its channel did.
        parent = self.positions.get(place.lane_id, snowflake_at(self.first_seen))
        return max(parent, lowest)

    def after(self, place: Place) -> int:
        """Messages with higher ids are read, some of them again."""
        back = snowflake_at(snowflake_time(self._start(place)) - OVERLAP)
        return max(back, snowflake_at(self.active_since))

    def is_unread(self, place: Place) -> bool:
        return place.last_message_id > self._start(place)

    def _start(self, place: Place) -> int:
        """The cursor, or where a gap began that was not read to its end."""
        moments = [self.since, self.refused.get(place.channel_id)]
        missed = [snowflake_at(at) for at in moments if at is not None]
        return min([self.cursor(place), *missed])

    def _is_new(self, place: Place) -> bool:
        """A thread without a cursor held nothing while we listened; a channel was not there."""
        assert self.since is not None
        return place.is_thread or snowflake_time(place.channel_id) >= self.since

    def _beginning(self, place: Place) -> int:
        """A forum post's first message bears the post's own id."""
        assert self.since is not None
        if not place.is_thread:
            return place.channel_id
        return max(place.channel_id - 1, snowflake_at(self.since))


def places_of(guild: discord.Guild) -> list[Place]:
    """All channels with messages or threads, and the threads that are active."""
    places = [_channel(channel) for channel in guild.channels if _is_read(channel)]
    refused = {place.channel_id: place.refusal for place in places}
    return places + [_thread(thread, refused.get(thread.parent_id, "")) for thread in guild.threads]


def awake_threads(guild: discord.Guild, lane_id: int) -> list[Place]:
    """The threads of a readable channel that are active at this moment."""
    return [_thread(thread) for thread in guild.threads if thread.parent_id == lane_id]


def _thread(thread: discord.Thread, refusal: str = "") -> Place:
    last_message_id = thread.last_message_id or thread.id
    return Place(thread.id, thread.parent_id, last_message_id, refusal=refusal)


def _is_read(channel: object) -> bool:
    kinds = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel, discord.ForumChannel)
    return isinstance(channel, kinds)


def _channel(channel: discord.abc.GuildChannel) -> Place:
    permissions = _permissions(channel)
    return Place(
        channel.id,
        channel.id,
        getattr(channel, "last_message_id", None) or 0,
        refusal=_refusal(permissions),
        holds_messages=not isinstance(channel, discord.ForumChannel),
        has_threads=isinstance(channel, THREADED),
        has_private_threads=isinstance(channel, discord.TextChannel) and permissions.manage_threads,
    )


def _permissions(channel: discord.abc.GuildChannel) -> discord.Permissions:
    """The bot's own; without its member object nothing is known, and the attempt will tell."""
    me = channel.guild.me
    return discord.Permissions.all() if me is None else channel.permissions_for(me)


def _refusal(permissions: discord.Permissions) -> str:
    # Discord answers with an empty list, not with an error, where history may not be read.
    if not permissions.view_channel:
        return NO_VIEW
    return "" if permissions.read_message_history else NO_HISTORY


def archived_place(thread: Json, lane_id: int) -> Place:
    thread_id = int(thread["id"])
    return Place(thread_id, lane_id, int(thread.get("last_message_id") or thread_id))


def was_archived_before(thread: Json, at: datetime) -> bool:
    """A thread is archived after its last message, so nothing in it is younger than `at`."""
    return parse_time(thread["thread_metadata"]["archive_timestamp"]) < at


def in_order(places: Iterable[Place]) -> list[Place]:
    """Threads by age."""
    return sorted(places, key=lambda place: place.channel_id)


def by_lane(places: Iterable[Place]) -> dict[int, list[Place]]:
    lanes: dict[int, list[Place]] = {}
    for place in places:
        lanes.setdefault(place.lane_id, []).append(place)
    return lanes
