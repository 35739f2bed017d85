"""What every measured client can be asked, and the empty one: `python -m benchmarks.bot.client`."""

import asyncio
import os
import time
from collections.abc import Callable

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from benchmarks.bot.answering import Answer, answer, take_stdout
from benchmarks.bot.lag import Lag
from botrunner.client import intents

POLL_SECONDS = 0.02


class Asked:
    """`sequence` tells the number of the last frame that was handled, None before the first."""

    def __init__(self, sequence: Callable[[], int | None]) -> None:
        self._sequence = sequence
        self._lag: Lag | None = None

    async def heard(self, sequence: int) -> Answer:
        """When everything up to that frame is done."""
        while (self._sequence() or 0) < sequence:  # noqa: ASYNC110
            await asyncio.sleep(POLL_SECONDS)
        return {"at": time.monotonic()}

    async def used(self) -> Answer:
        """Processor seconds of this process so far."""
        return {"seconds": time.process_time()}

    async def watch_lag(self) -> Answer:
        self._lag = Lag()
        return {}

    async def lag(self) -> Answer:
        assert self._lag is not None
        return {"late": self._lag.end()}


async def main(answers: int) -> None:
    Route.BASE = os.environ["DISCORD_API_URL"]
    client = discord.AutoShardedClient(intents=intents())
    await client.login(os.environ["DISCORD_BOT_TOKEN"])
    _, url, _ = await client.http.get_bot_gateway()
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)
    running = asyncio.create_task(client.connect())

    async def ready() -> Answer:
        await client.wait_until_ready()
        return {}

    asked = Asked(lambda: client._get_websocket(shard_id=0).sequence)
    names = ("heard", "used", "watch_lag", "lag")
    await answer({"ready": ready, **{name: getattr(asked, name) for name in names}}, answers)
    running.cancel()


if __name__ == "__main__":
    asyncio.run(main(take_stdout()))
