"""After a gap each lane is read up to now before its live events, and its alerts, go on."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, TypeVar

import discord

from botrunner import plan, progress
from botrunner.authors import Authors
from botrunner.backfill import Backfill
from botrunner.client import Client
from botrunner.clock import Clock
from botrunner.lanes import Lane, Lanes, Sink
from botrunner.plan import Bounds, Place
from botrunner.progress import Absence, Progress, Recovered, Watched
from botrunner.rest import Refused, Rest
from monitoring.configuration import Configuration, ServerSnapshot
from monitoring.models import Gap

log = logging.getLogger(__name__)
T = TypeVar("T")

# design.md: a channel that cannot be read within 5 minutes releases its alerts.
UNREAD_AFTER_SECONDS = 300.0
# After a fault of ours, which asking at once would only repeat.
RETRY_SECONDS = 30.0

Gate = Literal["ready", "blocked", "unread"]
Read = Callable[[], Coroutine[Any, Any, None]]


class Writer(Sink, Protocol):
    """What reading needs of the writer."""

    configuration: Configuration

    async def call(self, function: Callable[..., T], *args: Any) -> T: ...

    async def drain(self) -> None: ...

    async def load_positions(self) -> dict[int, int]: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of some lanes of one server, or of all of them."""

    guild: discord.Guild
    server: ServerSnapshot
    progress: Progress
    bounds: Bounds
    authors: Authors
    recovered: Recovered = field(default_factory=Recovered)


class CatchUp:
    """Starts readings, one per server at a time, and says which lanes are read.

    `last_heard`: until when an earlier process listened; None where none ever did.
    """

    def __init__(
        self,
        client: Client,
        writer: Writer,
        lanes: Lanes,
        rest: Rest,
        clock: Clock,
        lease_number: Callable[[], int | None],
        last_heard: datetime | None,
    ) -> None:
        self._client = client
        self._writer = writer
        self._lanes = lanes
        self._rest = rest
        self._clock = clock
        self._lease_number = lease_number
        self._last_heard = last_heard
        self._tasks: dict[int, list[asyncio.Task[None]]] = {}
        self._absences: dict[int, Absence] = {}
        self._met: set[int] = set()
        self._closed_at: dict[int, float] = {}
        self._closings: Counter[int] = Counter()
        self.refused: dict[int, datetime] = {}

    # What happened to the connection

    def miss(self, guild_id: int, why: Gap.Why, since: datetime) -> None:
        """Nothing of this server is heard since then; its earlier absence, if unread, stays."""
        self._absences.setdefault(guild_id, Absence(why, since))
        self._met.add(guild_id)
        self.close(guild_id)

    def close(self, guild_id: int) -> None:
        self._lanes.close_guild(guild_id)
        self._closings[guild_id] += 1
        self._closed_at.setdefault(guild_id, time.monotonic())
        for task in self._tasks.pop(guild_id, ()):
            task.cancel()

    def arrive(self, guild: discord.Guild) -> None:
        """The server is heard from now on; read what was missed."""
        if guild.id not in self._met and self._last_heard is not None:
            self._absences[guild.id] = Absence(Gap.Why.START, self._last_heard)
        self._met.add(guild.id)
        self.close(guild.id)
        server = self._writer.configuration.servers.get(guild.id)
        if server is not None and server.is_active:
            absence = self._absences.get(guild.id)
            self._begin(guild.id, lambda: self._read_server(guild, server, absence))

    def activate(self, guild: discord.Guild, server: ServerSnapshot) -> None:
        """A server was switched on: it starts then."""
        self._absences.pop(guild.id, None)
        self.close(guild.id)
        self._begin(guild.id, lambda: self._read_server(guild, server, None, is_new=True))

    def read_again(self, guild: discord.Guild, lane_ids: set[int], absence: Absence) -> None:
        """Some lanes alone, after whatever is being read of their server."""
        before = [task for task in self._tasks.get(guild.id, ()) if not task.done()]
        self._begin(guild.id, lambda: self._read_lanes(guild, lane_ids, absence, before))

    async def stop(self) -> None:
        tasks = [task for tasks in self._tasks.values() for task in tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # What others ask

    @property
    def reading(self) -> list[int]:
        """Servers that are being read."""
        return [
            guild_id
            for guild_id, tasks in self._tasks.items()
            if not all(task.done() for task in tasks)
        ]

    def gate(self, guild_id: int, lane_id: int) -> Gate:
        """May a call about this lane go out, or is what was missed still to be read?"""
        since = self._unread_since(guild_id, lane_id)
        if since is None:
            return "ready"
        return "blocked" if time.monotonic() - since < UNREAD_AFTER_SECONDS else "unread"

    def _unread_since(self, guild_id: int, lane_id: int) -> float | None:
        silent_since = self._client.silent_since(guild_id)
        if silent_since is not None:
            return silent_since
        lane = self._lanes.find(lane_id)
        if lane is None:
            never_heard = None if guild_id in self._met else self._client.made_at
            return self._closed_at.get(guild_id, never_heard)
        return lane.unready_since if lane.is_refused or not lane.is_ready else None

    # Reading

    def _begin(self, guild_id: int, read: Read) -> None:
        task = asyncio.create_task(read())
        unfinished = [each for each in self._tasks.get(guild_id, ()) if not each.done()]
        self._tasks[guild_id] = [*unfinished, task]
        number = self._closings[guild_id]
        task.add_done_callback(lambda _: self._end(guild_id, task, read, number))

    def _end(self, guild_id: int, task: asyncio.Task[None], read: Read, number: int) -> None:
        """A reading that broke must be seen, and is tried again: its lanes stay closed."""
        if task.cancelled() or (error := task.exception()) is None:
            return
        log.error("Reading the history of server %s failed", guild_id, exc_info=error)
        asyncio.get_running_loop().call_later(RETRY_SECONDS, self._retry, guild_id, read, number)

    def _retry(self, guild_id: int, read: Read, number: int) -> None:
        """Unless the server went away since, and came back to be read as a whole."""
        if self._closings[guild_id] == number:
            self._begin(guild_id, read)

    async def _read_server(
        self,
        guild: discord.Guild,
        server: ServerSnapshot,
        absence: Absence | None,
        *,
        is_new: bool = False,
    ) -> None:
        places = plan.places_of(guild)
        for place in places:
            if place.is_thread:
                self._lanes.know_thread(place.channel_id, place.lane_id)
        lanes = self._lanes.plan(guild.id, {place.lane_id for place in places})
        reading = await self._open(guild, server, absence, places, is_new=is_new)
        # A server that was not recorded was heard, and what its channels showed then is old.
        await self._read(reading, lanes, places, reads_all=is_new)
        self._closed_at.pop(guild.id, None)
        self._absences.pop(guild.id, None)

    async def _read_lanes(
        self,
        guild: discord.Guild,
        lane_ids: set[int],
        absence: Absence,
        before: list[asyncio.Task[None]],
    ) -> None:
        if before:
            await asyncio.wait(before)
        server = self._writer.configuration.servers.get(guild.id)
        if server is None or not server.is_active:
            return
        await self._writer.drain()
        places = [place for place in plan.places_of(guild) if place.lane_id in lane_ids]
        lanes = [lane for lane_id in lane_ids if (lane := self._lanes.find(lane_id)) is not None]
        for lane in lanes:
            lane.close()
        reading = await self._open(guild, server, absence, places)
        await self._read(reading, lanes, places, reads_all=True)

    async def _open(
        self,
        guild: discord.Guild,
        server: ServerSnapshot,
        absence: Absence | None,
        places: list[Place],
        *,
        is_new: bool = False,
    ) -> Reading:
        """Write the gap and the first cursors down, and find where to read from."""
        now = self._clock.now()
        found = await self._writer.call(progress.open_gap, server.pk, guild.id, absence)
        for thread_id, parent_id in found.threads.items():
            self._lanes.know_thread(thread_id, parent_id)
        active_since = server.active_since or now
        positions = await self._writer.load_positions()
        since = active_since if is_new else found.since
        first_seen = active_since if is_new else now
        bounds = Bounds(positions, since, first_seen, active_since, found.refused)
        rows = [
            (place.channel_id, place.lane_id, bounds.cursor(place))
            for place in places
            if place.channel_id not in positions and place.holds_messages
        ]
        if rows:
            number = self._lease_number()
            await self._writer.call(progress.open_cursors, server.pk, number, rows)
            await self._writer.load_positions()
        are_roles_needed = bool(server.ignored_role_ids)
        authors = Authors(self._rest, guild.id, are_roles_needed=are_roles_needed)
        return Reading(guild, server, found, bounds, authors)

    async def _read(
        self, reading: Reading, lanes: list[Lane], places: list[Place], *, reads_all: bool
    ) -> None:
        by_lane = plan.by_lane(places)
        watched = reading.progress.watched
        # Where somebody waits for an answer is read first.
        lanes = sorted(lanes, key=lambda lane: lane.lane_id not in watched)
        async with asyncio.TaskGroup() as group:
            for lane in lanes:
                group.create_task(
                    self._read_lane(reading, lane, by_lane.get(lane.lane_id, []), reads_all)
                )
        await self._writer.call(
            progress.close_gaps,
            reading.server.pk,
            reading.progress.gap_id,
            reading.recovered,
            self._clock.now(),
        )

    async def _read_lane(
        self, reading: Reading, lane: Lane, places: list[Place], reads_all: bool
    ) -> None:
        readable = [place for place in places if not place.refusal]
        for place in places:
            if place.refusal:
                await self._refuse(reading, place.channel_id, place.refusal)
        while not lane.is_ready:
            self._lanes.begin(lane)
            await self._fill(reading, lane, readable, reads_all)
            await self._writer.drain()
            reads_all = not await self._release(lane)
        await self._readmit(reading, readable)
        lane.is_refused = lane.lane_id in self.refused

    async def _fill(
        self, reading: Reading, lane: Lane, places: list[Place], reads_all: bool
    ) -> None:
        async def refuse(channel_id: int, refusal: Refused) -> None:
            await self._refuse(reading, channel_id, str(refusal))

        backfill = Backfill(
            lane,
            reading.bounds,
            self._rest,
            reading.authors,
            self._clock,
            self._put,
            refuse,
            reading.recovered,
        )
        watched: Iterable[Watched] = reading.progress.watched.get(lane.lane_id, ())
        if lane.lane_id in self.refused:
            watched = ()
        await backfill.read(places, tuple(watched), reading.progress.reacted, reads_all=reads_all)

    async def _release(self, lane: Lane) -> bool:
        """Let what waits go on. False: the lane must be read again."""
        while not self._lanes.finish(lane):
            if lane.has_dropped:
                return False
            await self._writer.drain()
        return True

    async def _put(self, event: Any) -> None:
        while not self._writer.put(event):
            await self._writer.drain()

    # Channels that refuse

    async def _readmit(self, reading: Reading, places: list[Place]) -> None:
        """Channels that refused before and were read now."""
        known = self.refused.keys() | reading.progress.refused.keys()
        opened = {place.channel_id for place in places} & known - reading.recovered.unread
        if not opened:
            return
        for channel_id in opened:
            self.refused.pop(channel_id, None)
        await self._writer.call(progress.readmit, opened)

    async def _refuse(self, reading: Reading, channel_id: int, reason: str) -> None:
        reading.recovered.unread.add(channel_id)
        earlier = reading.progress.refused.get(channel_id)
        at = earlier or reading.bounds.since or self._clock.now()
        if channel_id not in self.refused:
            log.warning("Channel %s is not read: %s", channel_id, reason)
        self.refused.setdefault(channel_id, at)
        await self._writer.call(progress.refuse, reading.guild.id, channel_id, reason, at)
