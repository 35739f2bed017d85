"""How fast history may be read: alerts go the same way and must not wait behind it."""

import asyncio
import time

# design.md: at most 20 REST calls a second for catching up (Discord: 50 for a bot in all).
CALLS_PER_SECOND = 20


class Budget:
    """Hands out turns, evenly spaced, first come first served."""

    def __init__(self, calls_per_second: float = CALLS_PER_SECOND) -> None:
        self._interval = 1 / calls_per_second
        self._next = 0.0

    async def turn(self) -> None:
        now = time.monotonic()
        at = max(now, self._next)
        self._next = at + self._interval
        await asyncio.sleep(at - now)
