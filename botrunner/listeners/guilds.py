"""Connections and servers: heard, not heard, joined, left."""

from datetime import datetime, timedelta

import discord

from botrunner.catch_up import CatchUp
from botrunner.listeners.edge import Edge
from botrunner.names import Names
from monitoring.models import Gap


class Guilds:
    def __init__(self, edge: Edge, catch_up: CatchUp, names: Names) -> None:
        self._edge = edge
        self._catch_up = catch_up
        self._names = names
        self._lost_since: dict[int, datetime] = {}

    def on_shard_connect(self, shard_id: int) -> None:
        """A new session; after an earlier one there is a gap between the two."""
        self._edge.client.connections[shard_id].hear_ready()
        since = self._lost_since.pop(shard_id, None)
        if since is None:
            return
        for guild in self._guilds_of(shard_id):
            self._catch_up.miss(guild.id, Gap.Why.RECONNECT, since)

    def on_ready(self) -> None:
        for guild in self._edge.client.guilds:
            if guild.unavailable:
                self._catch_up.lack(guild.id)
        self._names.list_guilds(guild.id for guild in self._edge.client.guilds)

    def on_shard_resumed(self, shard_id: int) -> None:
        self._edge.client.connections[shard_id].hear_resumed()
        self._lost_since.pop(shard_id, None)
        self._names.connect(guild for guild in self._guilds_of(shard_id) if not guild.unavailable)

    def on_connection_lost(self, shard_id: int) -> None:
        silence = self._edge.client.connections[shard_id].silence_seconds
        self._lost_since[shard_id] = self._edge.clock.now() - timedelta(seconds=silence)
        self._names.disconnect(guild.id for guild in self._guilds_of(shard_id))

    def on_guild_available(self, guild: discord.Guild) -> None:
        self._catch_up.arrive(guild)
        self._names.arrive(guild)

    def on_guild_join(self, guild: discord.Guild) -> None:
        self.on_guild_available(guild)

    def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self._catch_up.miss(guild.id, Gap.Why.GUILD, self._edge.clock.now())
        self._names.disconnect([guild.id])

    def on_guild_remove(self, guild: discord.Guild) -> None:
        self._catch_up.miss(guild.id, Gap.Why.GUILD, self._edge.clock.now())
        self._names.leave(guild.id)

    def on_guild_update(self, before: discord.Guild, guild: discord.Guild) -> None:
        self._names.rename(before, guild)

    def _guilds_of(self, shard_id: int) -> list[discord.Guild]:
        return [guild for guild in self._edge.client.guilds if guild.shard_id == shard_id]
