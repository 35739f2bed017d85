"""How often a session may be started: Discord counts identifies by day, and resets the token."""

import asyncio
import json
import logging
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from discord.http import HTTPClient

log = logging.getLogger(__name__)

RECENT_SECONDS = 600.0
LONGEST_WAIT_SECONDS = 300.0
# Left for a person who has to restart the bot on a bad day.
RESERVE = 5
# Discord: max_concurrency identifies in 5 seconds.
WINDOW_SECONDS = 5.0


def wait_seconds(recent_count: int, remaining: int, reset_after: float) -> float:
    """How long to wait before a start, with so many in the last ten minutes and so many left.

    A fifth of what is left may go in ten minutes; then the waits double up to five minutes. With
    the reserve reached: until the day's count begins anew.
    """
    if remaining <= RESERVE:
        return reset_after
    over = recent_count - remaining // 5
    return 0.0 if over < 0 else min(LONGEST_WAIT_SECONDS, 2.0**over)


class Starts:
    """Remembers recent starts in a small file, so that a process that keeps dying slows down."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = asyncio.Lock()
        self._last: float | None = None

    async def take(self, http: HTTPClient) -> None:
        """Return when a session may be started. Raises what `GET /gateway/bot` raises."""
        async with self._lock:
            _, _, limit = await http.get_bot_gateway()
            await self._wait(limit)
            self._last = time.monotonic()
            self._write([*self._recent(), time.time()])

    async def _wait(self, limit: Any) -> None:
        remaining, reset_after = limit["remaining"], limit["reset_after"] / 1000
        seconds = wait_seconds(len(self._recent()), remaining, reset_after)
        if seconds:
            log.warning(
                "%s session starts are left for today; the next is in %.0f s.", remaining, seconds
            )
        await asyncio.sleep(max(seconds, self._pace(limit["max_concurrency"])))

    def _pace(self, concurrency: int) -> float:
        """Seconds until the next identify fits into Discord's window."""
        if self._last is None:
            return 0.0
        return max(0.0, self._last + WINDOW_SECONDS / concurrency - time.monotonic())

    def _recent(self) -> list[float]:
        try:
            starts = json.loads(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return []
        return [at for at in _numbers(starts) if 0 <= time.time() - at < RECENT_SECONDS]

    def _write(self, starts: list[float]) -> None:
        try:
            self._path.write_text(json.dumps(starts), encoding="ascii")
        except OSError as error:
            log.warning("Recent starts are not remembered: %s", error)


def _numbers(values: Any) -> Iterable[float]:
    return [value for value in values if isinstance(value, int | float)] if values else []
