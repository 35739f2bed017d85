"""One reading of a server's history: where it begins, lane by lane, and what refused."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

import discord

from botrunner import plan, progress
from botrunner.authors import Authors
from botrunner.backfill import Backfill
from botrunner.clock import Clock
from botrunner.lanes import Lane, Lanes, Sink
from botrunner.plan import Bounds, Place
from botrunner.progress import Absence, Progress, Recovered, Watched
from botrunner.rest import Refused, Rest
from monitoring.configuration import Configuration, ServerSnapshot

log = logging.getLogger(__name__)
T = TypeVar("T")


class Writer(Sink, Protocol):
    """What reading, and who watches over it, needs of the writer."""

    configuration: Configuration

    def __len__(self) -> int: ...

    async def call(self, function: Callable[..., T], *args: Any) -> T: ...

    def submit(self, function: Callable[..., T], *args: Any) -> "Future[T]": ...

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


class Reader:
    """Reads lanes up to now. `refused`: channels that Discord does not show, and since when."""

    def __init__(
        self,
        writer: Writer,
        lanes: Lanes,
        rest: Rest,
        clock: Clock,
        lease_number: Callable[[], int | None],
    ) -> None:
        self._writer = writer
        self._lanes = lanes
        self._rest = rest
        self._clock = clock
        self._lease_number = lease_number
        self.refused: dict[int, datetime] = {}

    async def read_server(
        self,
        guild: discord.Guild,
        server: ServerSnapshot,
        absence: Absence | None,
        *,
        is_new: bool = False,
    ) -> None:
        """Everything that was missed. `is_new`: the server was switched on, and starts then."""
        places = plan.places_of(guild)
        for place in places:
            if place.is_thread:
                self._lanes.know_thread(place.channel_id, place.lane_id)
        lanes = self._lanes.plan(guild.id, {place.lane_id for place in places})
        reading = await self._open(guild, server, absence, places, is_new=is_new)
        # A server that was not recorded was heard, and what its channels showed then is old.
        await self._read(reading, lanes, places, reads_all=is_new)
        await self._close(reading, is_whole=True)

    async def read_lanes(
        self, guild: discord.Guild, server: ServerSnapshot, lane_ids: set[int], absence: Absence
    ) -> None:
        """Some lanes alone, from the beginning of the absence on."""
        await self._writer.drain()
        places = [place for place in plan.places_of(guild) if place.lane_id in lane_ids]
        lanes = [lane for lane_id in lane_ids if (lane := self._lanes.find(lane_id)) is not None]
        for lane in lanes:
            lane.close()
        reading = await self._open(guild, server, absence, places)
        await self._read(reading, lanes, places, reads_all=True)
        await self._close(reading, is_whole=False)

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
        found = await self._writer.call(progress.open_gap, server.pk, guild.id, absence, now)
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

    async def _close(self, reading: Reading, *, is_whole: bool) -> None:
        await self._writer.call(
            progress.close_gaps,
            reading.server.pk,
            reading.progress.gap_id,
            reading.recovered,
            self._clock.now(),
            is_whole,
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

        def awake() -> list[Place]:
            return plan.awake_threads(reading.guild, lane.lane_id) if places else []

        backfill = Backfill(
            lane,
            reading.bounds,
            self._rest,
            reading.authors,
            self._clock,
            self._put,
            self._lanes.hold_at,
            refuse,
            reading.recovered,
            awake,
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
