"""After a gap each lane is read up to now before its live events, and its alerts, go on."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterable
from datetime import datetime
from typing import Any, Literal

import discord

from botrunner import progress
from botrunner.background import end
from botrunner.client import Client
from botrunner.lanes import Lanes
from botrunner.progress import Absence
from botrunner.reading import Reader, Writer
from botrunner.together import Together
from monitoring.configuration import ServerSnapshot
from monitoring.models import Gap

log = logging.getLogger(__name__)

# design.md: a channel that cannot be read within 5 minutes releases its alerts.
UNREAD_AFTER_SECONDS = 300.0
# After a fault of ours, which asking at once would only repeat.
RETRY_SECONDS = 30.0

Gate = Literal["ready", "blocked", "unread"]
Read = Callable[[], Coroutine[Any, Any, None]]


class CatchUp:
    """Starts readings, one per server at a time, and says which lanes are read.

    `last_heard`: until when an earlier process listened; None where none ever did.
    """

    def __init__(
        self,
        client: Client,
        writer: Writer,
        lanes: Lanes,
        reader: Reader,
        last_heard: datetime | None,
    ) -> None:
        self._client = client
        self._writer = writer
        self._lanes = lanes
        self._reader = reader
        self._last_heard = last_heard
        self._tasks: dict[int, list[asyncio.Task[None]]] = {}
        self._absences: dict[int, Absence] = {}
        self._met: set[int] = set()
        self._closed_at: dict[int, float] = {}
        self._closings: Counter[int] = Counter()
        self._together = Together()

    # What happened to the connection

    def miss(self, guild_id: int, why: Gap.Why, since: datetime) -> None:
        """Nothing of this server is heard since then; its earlier absence, if unread, stays."""
        self._meet(guild_id)
        self._absences.setdefault(guild_id, Absence(why, since))
        self._note(guild_id)
        self.close(guild_id)

    def lack(self, guild_id: int) -> None:
        """The process has begun, and this server is not there."""
        if guild_id not in self._met and self._last_heard is not None:
            self.miss(guild_id, Gap.Why.START, self._last_heard)

    def close(self, guild_id: int) -> None:
        self._lanes.close_guild(guild_id)
        self._closings[guild_id] += 1
        self._closed_at.setdefault(guild_id, time.monotonic())
        for task in self._tasks.pop(guild_id, ()):
            task.cancel()

    def forget(self, guild_id: int) -> None:
        """The server was switched off."""
        self.close(guild_id)
        self._lanes.forget_guild(guild_id)

    def arrive(self, guild: discord.Guild) -> None:
        """The server is heard from now on; read what was missed."""
        self._meet(guild.id)
        self._note(guild.id)
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
        await end(task for tasks in self._tasks.values() for task in tasks)

    def _meet(self, guild_id: int) -> None:
        """A server that this process never heard is missing since a bot was heard last."""
        if guild_id not in self._met and self._last_heard is not None:
            self._absences[guild_id] = Absence(Gap.Why.START, self._last_heard)
        self._met.add(guild_id)

    def _note(self, guild_id: int) -> None:
        """Have the absence written down before anything that is heard after it."""
        server = self._writer.configuration.servers.get(guild_id)
        absence = self._absences.get(guild_id)
        if server is not None and server.is_active and absence is not None:
            self._writer.submit(progress.note_gap, server.pk, absence)

    # What others ask

    def has_noted(self, guilds: Iterable[discord.Guild]) -> bool:
        """Will the absences of all these servers be rows once the writer reaches this moment?"""
        return all(guild.id in self._met for guild in guilds)

    @property
    def reading(self) -> list[int]:
        """Servers that are being read."""
        return [
            guild_id
            for guild_id, tasks in self._tasks.items()
            if not all(task.done() for task in tasks)
        ]

    def gate(self, guild_id: int, lane_id: int) -> Gate:
        """May a call about this lane go out, or is what was missed still to be read?

        Called in the writer's thread.
        """
        now = time.monotonic()
        if self._together.holds(now):
            return "blocked"
        since = self._unread_since(guild_id, lane_id)
        if since is None:
            return "ready"
        return "blocked" if now - since < UNREAD_AFTER_SECONDS else "unread"

    def _unread_since(self, guild_id: int, lane_id: int) -> float | None:
        silent_since = self._client.silent_since(guild_id)
        if silent_since is not None:
            return silent_since
        lane = self._lanes.find(lane_id)
        if lane is None:
            never_heard = None if guild_id in self._met else self._client.made_at
            return self._closed_at.get(guild_id, never_heard)
        return lane.unready_since if lane.is_refused or not lane.is_ready else None

    # Tasks

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
        with self._together.reading(time.monotonic()):
            await self._reader.read_server(guild, server, absence, is_new=is_new)
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
        if server is not None and server.is_active:
            await self._reader.read_lanes(guild, server, lane_ids, absence)
