"""The ground truth: everything that was emitted and everything that bots did, in order."""

import asyncio
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One gateway event before any session has seen it; `channel_id` decides who may see it."""

    event: str
    data: dict[str, Any]
    guild_id: int | None = None
    channel_id: int | None = None


class EventLog:
    """Entries numbered from 1; a bounded log forgets the oldest, never renumbers."""

    def __init__(self, limit: int | None = None) -> None:
        self._entries: deque[Entry] = deque(maxlen=limit)
        self._dispatches: deque[Dispatch | None] = deque(maxlen=limit)
        self._count = 0
        self._grown = asyncio.Event()

    def __len__(self) -> int:
        return self._count

    def append(
        self, at_ms: int, kind: str, dispatch: Dispatch | None = None, **facts: Any
    ) -> Entry:
        self._count += 1
        entry: Entry = {"n": self._count, "at_ms": at_ms, "kind": kind} | facts
        self._entries.append(entry)
        self._dispatches.append(dispatch)
        self._grown.set()
        return entry

    def after(self, number: int = 0, limit: int | None = None) -> list[Entry]:
        """Entries with a number above `number`, oldest first."""
        skip = max(0, number - (self._count - len(self._entries)))
        stop = None if limit is None else skip + limit
        return list(islice(self._entries, skip, stop))

    def of_kind(self, *kinds: str) -> list[Entry]:
        return [entry for entry in self._entries if entry["kind"] in kinds]

    def dispatches(self, numbers: Iterable[int] | None = None) -> list[Dispatch]:
        """What was dispatched for these entries (None: for all), in the order of the log."""
        wanted = None if numbers is None else set(numbers)
        pairs = zip(self._entries, self._dispatches, strict=True)
        return [
            dispatch
            for entry, dispatch in pairs
            if dispatch is not None and (wanted is None or entry["n"] in wanted)
        ]

    async def wait_beyond(self, number: int, seconds: float) -> bool:
        """Wait until an entry above `number` exists; False when none came in time."""
        try:
            async with asyncio.timeout(seconds):
                while self._count <= number:
                    self._grown.clear()
                    await self._grown.wait()
        except TimeoutError:
            return False
        return True
