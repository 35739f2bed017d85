"""How late an event loop is: what was due every five milliseconds, and when it ran."""

import asyncio
import time

EVERY_SECONDS = 0.005


class Lag:
    """A wait of 100 ms makes twenty moments late, not one."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._task = asyncio.create_task(self._sample())

    async def _sample(self) -> None:
        due = time.monotonic() + EVERY_SECONDS
        while True:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            now = time.monotonic()
            while due <= now:
                self._late.append(now - due)
                due += EVERY_SECONDS

    def end(self) -> list[float]:
        """Seconds late, sorted."""
        self._task.cancel()
        return sorted(self._late)
