"""What keeps a stand-in small that runs for days."""

import asyncio

from .actions.messages import drop_older_than
from .clock import snowflake_floor
from .core import Core

INTERVAL_SECONDS = 60.0


async def keep_small(core: Core) -> None:
    """Once a minute, for ever."""
    while True:
        await asyncio.sleep(INTERVAL_SECONDS)
        tidy(core)


def tidy(core: Core) -> None:
    """End sessions that nobody resumed; forget history older than `keep_history_seconds`."""
    now = core.clock.now_ms()
    core.sessions.forget_detached(now)
    keep = core.options.keep_history_seconds
    if keep is None:
        return
    floor_ms = now - int(keep * 1000)
    drop_older_than(core, floor_ms)
    for thread in list(core.world.threads.values()):
        if thread.id < snowflake_floor(floor_ms) and not len(thread.history):
            core.world.drop_channel(thread)
