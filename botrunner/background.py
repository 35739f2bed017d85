"""Work that a listener starts and does not wait for."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable
from typing import Any

log = logging.getLogger(__name__)

CANCEL_AGAIN_SECONDS = 0.5


async def end(tasks: "Iterable[asyncio.Task[Any]]") -> None:
    """Cancel tasks until they have ended; what they raise is theirs.

    Again and again, for a library may take one cancellation for its own timeout, or return what
    arrived in the same moment.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=CANCEL_AGAIN_SECONDS)


class Background:
    """Keeps tasks from being collected while they run, and says when one fails."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._is_finishing = False

    def start(self, work: Coroutine[Any, Any, Any]) -> None:
        if self._is_finishing:
            work.close()
            return
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._end)

    async def finish(self, seconds: float) -> None:
        """Take no more, and let what runs end by itself within so many seconds."""
        self._is_finishing = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        await self.stop()

    async def stop(self) -> None:
        await end(self._tasks)

    def _end(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("A background task failed", exc_info=error)
