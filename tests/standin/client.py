"""The real discord.py, pointed at a stand-in, writing down what it receives."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import discord
import pytest
import yarl

from botrunner.standin import StandIn

INTENTS = discord.Intents(
    guilds=True, members=True, guild_messages=True, guild_reactions=True, message_content=True
)
PATIENCE = 8.0


class Recorder(discord.AutoShardedClient):
    def __init__(self, intents: discord.Intents = INTENTS, **options: Any) -> None:
        super().__init__(
            intents=intents,
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=0.1,
            member_cache_flags=discord.MemberCacheFlags.none(),
            **options,
        )
        self.events: list[tuple[str, Any]] = []
        self._changed = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """The default waits 5 seconds before a second identify; the stand-in need not."""

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        super().dispatch(event, *args, **kwargs)
        self.events.append((event, args[0] if args else None))
        self._changed.set()

    def of(self, *names: str) -> list[Any]:
        return [value for name, value in self.events if name in names]

    def texts(self) -> list[str]:
        return [message.content for message in self.of("message")]

    async def until(self, condition: Callable[[], Any]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self._changed.clear()
                await self._changed.wait()


@asynccontextmanager
async def connected(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch, **options: Any
) -> AsyncIterator[Recorder]:
    point_at(standin, monkeypatch)
    client = Recorder(**options)
    running = asyncio.create_task(client.start(standin.token))
    ready = asyncio.create_task(client.until(client.is_ready))
    try:
        await asyncio.wait({running, ready}, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            running.result()
        await ready
        yield client
    finally:
        ready.cancel()
        await client.close()
        await asyncio.gather(running, return_exceptions=True)


def point_at(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", standin.api_url)
    gateway = yarl.URL(standin.gateway_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", gateway)
