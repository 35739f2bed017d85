"""The discord.py client: what it asks for, what it does not keep, and how it listens."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from botrunner.clock import Clock
from botrunner.gateway import Connection
from botrunner.starts import Starts
from botrunner.state import State

log = logging.getLogger(__name__)

# Nobody speaks here; discord.py would warn at each start that it cannot.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False

# Dispatched by discord.py for every frame; nobody here listens.
UNHEARD = frozenset({"socket_event_type", "connect", "disconnect"})
Listeners = Mapping[str, Callable[..., None]]


def intents() -> discord.Intents:
    """One by one. Privileged, and switched on in the developer portal: message_content alone."""
    wanted = discord.Intents.none()
    wanted.guilds = True
    wanted.guild_messages = True
    wanted.guild_reactions = True
    wanted.message_content = True
    return wanted


class Client(discord.AutoShardedClient):
    """Caches no messages and no members, pings nobody by default, and runs its own shards.

    discord.py's loop identifies anew, and loses the session's events, when the gateway is out of
    reach for a moment; `Connection` resumes.
    """

    def __init__(self, clock: Clock, starts: Starts) -> None:
        super().__init__(
            intents=intents(),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=_date_trace(clock),
        )
        self.starts = starts
        self.made_at = time.monotonic()
        self.connections: dict[int, Connection] = {}
        self._heard_by: Listeners = {}

    def hear(self, listeners: Listeners) -> None:
        """The functions that are called for discord.py's events, by event name."""
        self._heard_by = listeners

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Calls the listener in place: events stay in order, and none costs a task of its own."""
        listener = self._heard_by.get(event)
        if listener is not None:
            listener(*args)
        elif event not in UNHEARD:
            super().dispatch(event, *args, **kwargs)

    def connection_of(self, guild_id: int) -> Connection:
        """Discord: the shard of a guild. Only while connected."""
        return self.connections[(guild_id >> 22) % len(self.connections)]

    def silent_since(self, guild_id: int) -> float | None:
        """Since when (monotonic) the guild may be missed; None while it is heard."""
        return self.connection_of(guild_id).silent_since if self.connections else self.made_at

    async def connect(self, *, reconnect: bool = True) -> None:
        """Run all shards until one is refused; raises what refused it."""
        shards, url, _ = await self.http.get_bot_gateway()
        # After an invalid session discord.py goes to this address, whatever READY said.
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
        self.shard_count = self._connection.shard_count = shards
        self._connection.shard_ids = range(shards)
        self.connections.update((number, Connection(self, number)) for number in range(shards))
        tasks = [asyncio.create_task(each.run()) for each in self.connections.values()]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in done:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def close(self) -> None:
        if self._closing_task is None:
            self._closing_task = asyncio.create_task(self._close())
        await self._closing_task

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identifies are paced by `Starts`, before the connection is opened."""

    def _get_state(self, **options: Any) -> State:
        return State(
            dispatch=self.dispatch,
            handlers=self._handlers,
            hooks=self._hooks,
            http=self.http,
            **options,
        )

    async def _close(self) -> None:
        await self._connection.close()
        await asyncio.gather(*(each.close() for each in self.connections.values()))
        await self.http.close()


def use_api(url: str) -> None:
    """Where REST is; the gateway's address comes from there."""
    Route.BASE = url


def _date_trace(clock: Clock) -> aiohttp.TraceConfig:
    async def on_end(_: Any, __: Any, params: aiohttp.TraceRequestEndParams) -> None:
        clock.hear_date(params.response.headers.get("Date"))

    trace = aiohttp.TraceConfig()
    trace.on_request_end.append(on_end)
    return trace
