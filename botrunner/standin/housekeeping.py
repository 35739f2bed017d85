"""What keeps a stand-in small that runs for days."""

import asyncio

from .actions import threads
from .actions.messages import drop_older_than
from .clock import snowflake_floor, time_ms
from .core import Core
from .model import Thread

INTERVAL_SECONDS = 60.0


async def keep_small(core: Core) -> None:
    """Once a minute, for ever."""
    while True:
        await asyncio.sleep(INTERVAL_SECONDS)
        tidy(core)


def tidy(core: Core) -> None:
    """End sessions that nobody resumed, archive idle threads, forget what is too old."""
    now = core.clock.now_ms()
    core.sessions.forget_detached(now)
    for thread in list(core.world.threads.values()):
        if not thread.archived and _idle_since(thread) < now - thread.auto_archive_minutes * 60_000:
            threads.archive(core, thread)
    _forget(core, now)


def _idle_since(thread: Thread) -> int:
    return max(thread.archive_ms, time_ms(thread.last_message_id or thread.id))


def _forget(core: Core, now: int) -> None:
    """History older than `keep_history_seconds`, and threads that it leaves empty."""
    keep = core.options.keep_history_seconds
    if keep is None:
        return
    floor_ms = now - int(keep * 1000)
    drop_older_than(core, floor_ms)
    for thread in list(core.world.threads.values()):
        if thread.id < snowflake_floor(floor_ms) and not len(thread.history):
            core.world.drop_channel(thread)
