"""Keeps Discord's names current: gathers what changes and writes it once a second."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from typing import Any, Protocol, TypeVar

import discord
from django.db import DatabaseError

from botrunner import name_rows
from botrunner.clock import Clock
from botrunner.name_rows import NameBatch
from monitoring.models import DiscordChannel, DiscordRole
from monitoring.text import clean_name

log = logging.getLogger(__name__)
T = TypeVar("T")

WRITE_SECONDS = 1.0


class Caller(Protocol):
    async def call(self, function: Callable[..., T], *args: Any) -> T: ...


class Names:
    """Nothing here waits; `run` writes."""

    def __init__(self, writer: Caller, clock: Clock) -> None:
        self._writer = writer
        self._clock = clock
        self._batch = NameBatch()
        self._calls: list[tuple[Callable[..., None], tuple[Any, ...]]] = []

    def arrive(self, guild: discord.Guild) -> None:
        """A server with all its channels, threads and roles."""
        self._later(name_rows.arrive, guild.id, clean_name(guild.name))
        for channel in (*guild.channels, *guild.threads):
            self.channel(channel)
        for role in guild.roles:
            self.role(role)
        self._later(
            name_rows.forget_missing,
            guild.id,
            [channel.id for channel in guild.channels],
            [role.id for role in guild.roles],
            self._clock.now(),
        )

    def list_guilds(self, guild_ids: Iterable[int]) -> None:
        self._later(name_rows.leave_all_but, list(guild_ids), self._clock.now())

    def leave(self, guild_id: int) -> None:
        self._later(name_rows.leave, guild_id, self._clock.now())

    def disconnect(self, guild_ids: Iterable[int]) -> None:
        self._later(name_rows.disconnect, list(guild_ids))

    def rename(self, before: discord.Guild, after: discord.Guild) -> None:
        if before.name != after.name:
            self._later(name_rows.rename, after.id, clean_name(before.name), clean_name(after.name))

    def connect(self, guilds: Iterable[discord.Guild]) -> None:
        """Servers that are heard again after a resume."""
        for guild in guilds:
            self._later(name_rows.arrive, guild.id, clean_name(guild.name))

    def channel(self, channel: discord.abc.GuildChannel | discord.Thread) -> None:
        self._batch.deleted_channels.pop(channel.id, None)
        self._batch.channels[channel.id] = DiscordChannel(
            channel_id=channel.id,
            guild_id=channel.guild.id,
            parent_id=_parent_id(channel),
            name=clean_name(channel.name),
            kind=str(channel.type)[:20],
        )

    def delete_channel(self, channel_id: int) -> None:
        self._batch.channels.pop(channel_id, None)
        self._batch.deleted_channels[channel_id] = self._clock.now()

    def role(self, role: discord.Role) -> None:
        self._batch.deleted_roles.discard(role.id)
        self._batch.roles[role.id] = DiscordRole(
            role_id=role.id,
            guild_id=role.guild.id,
            name=clean_name(role.name),
            is_mentionable=role.mentionable,
        )

    def delete_role(self, role_id: int) -> None:
        self._batch.roles.pop(role_id, None)
        self._batch.deleted_roles.add(role_id)

    async def run(self) -> None:
        while True:
            try:
                await self.write()
            except DatabaseError as error:
                log.error("Names were not written: %s", error)
            await asyncio.sleep(WRITE_SECONDS)

    async def write(self) -> None:
        calls, self._calls = self._calls, []
        batch, self._batch = self._batch, NameBatch()
        if batch:
            await self._writer.call(name_rows.save_names, batch)
        for function, args in calls:
            await self._writer.call(function, *args)

    def _later(self, function: Callable[..., None], *args: Any) -> None:
        self._calls.append((function, args))


def _parent_id(channel: discord.abc.GuildChannel | discord.Thread) -> int | None:
    return channel.parent_id if isinstance(channel, discord.Thread) else channel.category_id
