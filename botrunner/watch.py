"""Notices within a second which servers are recorded, and lanes that lost an event."""

import asyncio
from collections import defaultdict
from datetime import datetime

import discord

from botrunner.catch_up import CatchUp
from botrunner.clock import Clock
from botrunner.lanes import Lane
from botrunner.progress import Absence
from botrunner.reading import Writer
from monitoring.models import Gap

LOOK_SECONDS = 0.25


class Watch:
    """`recorded` are the servers that are switched on; the others' events end at the edge."""

    def __init__(self, client: discord.Client, writer: Writer, clock: Clock) -> None:
        self._client = client
        self._writer = writer
        self._clock = clock
        self._number = writer.configuration.number
        self._dropped: dict[int, set[int]] = defaultdict(set)
        self._dropped_since: dict[int, datetime] = {}
        self._outage_since: datetime | None = None
        self.recorded = self._switched_on()

    def outage(self, is_away: bool) -> None:
        """The database went away, or is back; the outage matters where events were dropped."""
        if is_away:
            self._outage_since = self._clock.now()
        elif not self._dropped:
            self._outage_since = None

    def dropped(self, lane: Lane) -> None:
        """The writer's queue was full, and an event of this lane was not taken."""
        self._dropped[lane.guild_id].add(lane.lane_id)
        self._dropped_since.setdefault(lane.guild_id, self._clock.now())

    async def run(self, catch_up: CatchUp) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._look_at_servers(catch_up)
            if self._dropped:
                await self._read_dropped(catch_up)

    def _look_at_servers(self, catch_up: CatchUp) -> None:
        if self._writer.configuration.number == self._number:
            return
        self._number = self._writer.configuration.number
        before, self.recorded = self.recorded, self._switched_on()
        for guild_id in before - self.recorded:
            catch_up.forget(guild_id)
        for guild_id in self.recorded - before:
            guild = self._client.get_guild(guild_id)
            if guild is not None and not guild.unavailable:
                catch_up.activate(guild, self._writer.configuration.servers[guild_id])

    def _switched_on(self) -> frozenset[int]:
        servers = self._writer.configuration.servers
        return frozenset(guild_id for guild_id, server in servers.items() if server.is_active)

    async def _read_dropped(self, catch_up: CatchUp) -> None:
        """Once the database has taken what waits, the rest is read from Discord."""
        await self._writer.drain()
        outage, self._outage_since = self._outage_since, None
        dropped, self._dropped = self._dropped, defaultdict(set)
        for guild_id, lane_ids in dropped.items():
            since = self._dropped_since.pop(guild_id)
            why = Gap.Why.OVERFLOW if outage is None else Gap.Why.DATABASE
            guild = self._client.get_guild(guild_id)
            if guild is not None and not guild.unavailable:
                catch_up.read_again(guild, lane_ids, Absence(why, outage or since))
