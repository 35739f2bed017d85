"""What pages know of the bot: written every two seconds while it hears Discord."""

import asyncio
import logging
import time
from datetime import datetime, timedelta
from typing import Any

from botrunner.catch_up import CatchUp
from botrunner.client import Client
from botrunner.clock import Clock
from botrunner.lanes import Lanes
from botrunner.lease import UNREACHABLE, Lease
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
        queue: Any,
    ) -> None:
        self._client = client
        self._lease = lease
        self._catch_up = catch_up
        self._lanes = lanes
        self._clock = clock
        self._queue = queue

    async def run(self) -> None:
        while True:
            await self.beat()
            await asyncio.sleep(BEAT_SECONDS)

    async def beat(self) -> None:
        """Nothing while any shard is not heard: the page then says since when."""
        connections = self._client.connections.values()
        if not connections or not all(each.is_live for each in connections):
            return
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
        return {
            HEARD_AT: self._heard_at().isoformat(),
            "guilds": {
                str(guild.id): _guild_state(guild.id in reading, guild.unavailable)
                for guild in self._client.guilds
            },
            "reading": sum(not lane.is_ready for lane in self._lanes if lane.guild_id in reading),
            "refused": sum(lane.is_refused for lane in self._lanes),
            "queue": len(self._queue),
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


def _guild_state(is_reading: bool, is_unavailable: bool) -> str:
    if is_unavailable:
        return "unavailable"
    return "reading" if is_reading else "ready"


def last_heard(state: dict[str, Any]) -> datetime | None:
    """Until when an earlier process listened; None where none ever did."""
    value = state.get(HEARD_AT)
    return datetime.fromisoformat(value) if value else None
