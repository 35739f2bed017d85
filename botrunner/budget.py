"""How fast history may be read: alerts go the same way and must not wait behind it."""

import asyncio
import heapq
import itertools
from enum import IntEnum

# design.md: at most 20 REST calls a second for catching up (Discord: 50 for a bot in all).
CALLS_PER_SECOND = 20


class Urgency(IntEnum):
    """Messages first: what is deleted before it is read is lost. Names can wait.

    `AWAITED`: threads of a channel where a call for help waits, whose alerts wait for them.
    """

    MESSAGES = 0
    AWAITED = 1
    REACTIONS = 2
    THREADS = 3
    MEMBERS = 4


class Budget:
    """Hands out turns, evenly spaced, the most urgent first."""

    def __init__(self, calls_per_second: float = CALLS_PER_SECOND) -> None:
        self._interval = 1 / calls_per_second
        self._waiting: list[tuple[Urgency, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._pump: asyncio.Task[None] | None = None

    async def turn(self, urgency: Urgency) -> None:
        future = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (urgency, next(self._numbers), future))
        if self._pump is None or self._pump.done():
            self._pump = asyncio.create_task(self._hand_out())
        await future

    async def _hand_out(self) -> None:
        while self._waiting:
            _, _, future = heapq.heappop(self._waiting)
            if not future.done():
                future.set_result(None)
                await asyncio.sleep(self._interval)
