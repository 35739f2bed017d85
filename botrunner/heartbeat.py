"""What pages know of the bot: written every two seconds while it hears Discord."""

import asyncio
import logging
import time
from concurrent.futures import Future
from datetime import datetime, timedelta
from typing import Any

from botrunner.catch_up import CatchUp
from botrunner.client import Client
from botrunner.clock import Clock
from botrunner.lanes import Lanes
from botrunner.lease import UNREACHABLE, Lease
from botrunner.reading import Writer
from monitoring import leases

log = logging.getLogger(__name__)

BEAT_SECONDS = 2.0
HEARD_AT = "heard_at"


class Heartbeat:
    """Also tells the next process until when this one listened."""

    def __init__(
        self,
        client: Client,
        lease: Lease,
        catch_up: CatchUp,
        lanes: Lanes,
        clock: Clock,
        writer: Writer,
        heard_at: datetime | None,
    ) -> None:
        """`heard_at`: until when an earlier process listened; None where none ever did."""
        self._client = client
        self._lease = lease
        self._catch_up = catch_up
        self._lanes = lanes
        self._clock = clock
        self._writer = writer
        self._written_until = heard_at
        self._mark: tuple[datetime, Future[None]] | None = None

    async def run(self) -> None:
        while True:
            await self.beat()
            await asyncio.sleep(BEAT_SECONDS)

    async def beat(self) -> None:
        """Nothing while any shard is not heard: the page then says since when."""
        if self._is_heard():
            self._pass_mark()
            if self._mark is None and self._catch_up.has_noted(self._client.guilds):
                self._mark = self._heard_at(), self._writer.submit(_nothing)
            await self._report()

    async def end(self) -> None:
        """The last beat of an orderly end: all that was heard is written."""
        if self._is_heard():
            if self._catch_up.has_noted(self._client.guilds):
                heard_at = self._heard_at()
                await self._writer.drain()
                self._written_until, self._mark = heard_at, None
            await self._report()

    def _is_heard(self) -> bool:
        connections = self._client.connections.values()
        return bool(connections) and all(each.is_live for each in connections)

    def _pass_mark(self) -> None:
        """What was heard until the mark is written once the writer has come to it.

        Who is killed before that must be missed from then on, not from the last heartbeat.
        """
        if self._mark is not None and self._mark[1].done():
            self._written_until, self._mark = self._mark[0], None

    async def _report(self) -> None:
        number = self._lease.number
        if number is None:
            return
        try:
            await self._lease.run(leases.report, self._lease.owner, number, self.state())
        except UNREACHABLE as error:
            log.warning("The heartbeat is not written: %s", " ".join(str(error).split()))

    def state(self) -> dict[str, Any]:
        reading = set(self._catch_up.reading)
        latencies = [
            each.latency for each in self._client.connections.values() if each.latency is not None
        ]
        until = self._written_until
        return {
            HEARD_AT: until.isoformat() if until else None,
            "guilds": {
                str(guild.id): _guild_state(guild.id in reading, guild.unavailable)
                for guild in self._client.guilds
            },
            "reading": sum(not lane.is_ready for lane in self._lanes if lane.guild_id in reading),
            "refused": sum(lane.is_refused for lane in self._lanes),
            "queue": len(self._writer),
            "latency_ms": round(1000 * max(latencies)) if latencies else None,
            "clock_offset_ms": round(1000 * self._clock.offset),
        }

    def _heard_at(self) -> datetime:
        """Until when every shard was surely heard, in Discord's time."""
        heard = [
            each.socket.asked_at or time.monotonic()
            for each in self._client.connections.values()
            if each.socket is not None
        ]
        silence = time.monotonic() - min(heard, default=time.monotonic())
        return self._clock.now() - timedelta(seconds=silence)


def _nothing() -> None:
    """A mark in the writer's queue."""


def _guild_state(is_reading: bool, is_unavailable: bool) -> str:
    if is_unavailable:
        return "unavailable"
    return "reading" if is_reading else "ready"


def last_heard(state: dict[str, Any]) -> datetime | None:
    """Until when an earlier process listened; None where none ever did."""
    value = state.get(HEARD_AT)
    return datetime.fromisoformat(value) if value else None
