"""Which channels the bot may read: noticed when permissions change, tried again after a day."""

import asyncio
from datetime import timedelta

import discord

from botrunner import plan, progress
from botrunner.background import Background
from botrunner.catch_up import CatchUp
from botrunner.clock import Clock
from botrunner.lanes import Lanes
from botrunner.progress import Absence
from botrunner.reading import Reader, Writer
from monitoring.models import Gap

RETRY_AFTER = timedelta(days=1)
RETRY_EVERY_SECONDS = 600.0
# One change of a category is an event for each of its channels.
SETTLE_SECONDS = 1.0


class Access:
    """Reads a channel again once it is open; remembers one that has just been closed."""

    def __init__(
        self,
        client: discord.Client,
        catch_up: CatchUp,
        reader: Reader,
        lanes: Lanes,
        writer: Writer,
        clock: Clock,
        background: Background,
    ) -> None:
        self._client = client
        self._catch_up = catch_up
        self._reader = reader
        self._lanes = lanes
        self._writer = writer
        self._clock = clock
        self._background = background
        self._settling: set[int] = set()

    def changed(self, guild_id: int) -> None:
        """Permissions in this server may be others now."""
        if guild_id not in self._settling:
            self._settling.add(guild_id)
            self._background.start(self._settle(guild_id))

    async def run(self) -> None:
        """Refusals that the permissions do not explain are tried again after a day."""
        while True:
            await asyncio.sleep(RETRY_EVERY_SECONDS)
            old = self._clock.now() - RETRY_AFTER
            tried = {cid for cid, at in self._reader.refused.items() if at <= old}
            for guild in self._client.guilds:
                await self._look(guild, tried)

    async def _settle(self, guild_id: int) -> None:
        await asyncio.sleep(SETTLE_SECONDS)
        self._settling.discard(guild_id)
        guild = self._client.get_guild(guild_id)
        if guild is not None and not guild.unavailable:
            await self._look(guild, set(self._reader.refused))

    async def _look(self, guild: discord.Guild, tried: set[int]) -> None:
        server = self._writer.configuration.servers.get(guild.id)
        if server is None or not server.is_active:
            return
        refused = self._reader.refused
        opened: dict[int, Absence] = {}
        for place in plan.places_of(guild):
            if place.refusal and place.channel_id not in refused:
                await self._close(guild.id, place)
            elif not place.refusal and place.channel_id in tried:
                opened[place.lane_id] = Absence(Gap.Why.ACCESS, refused[place.channel_id])
        for lane_id, absence in opened.items():
            self._catch_up.read_again(guild, {lane_id}, absence)

    async def _close(self, guild_id: int, place: plan.Place) -> None:
        """Access was taken away while we listened: nothing more comes from here."""
        now = self._clock.now()
        self._reader.refused[place.channel_id] = now
        lane = self._lanes.find(place.lane_id)
        if lane is not None and not place.is_thread:
            lane.refuse()
        await self._writer.call(progress.refuse, guild_id, place.channel_id, place.refusal, now)
