"""What long texts say, read once for as long as they stay as they are."""

from collections import Counter
from collections.abc import Hashable
from threading import Lock

from monitoring.rules.multisets import read


class Kept:
    """The multisets of so many places. A text that has changed takes the place of the one before,
    so that what is written all the time leaves nothing behind."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = Lock()
        self._read: dict[Hashable, tuple[str, Counter[int]]] = {}

    def __len__(self) -> int:
        return len(self._read)

    def read(self, place: Hashable, text: str) -> Counter[int]:
        """Nobody may change what comes back."""
        kept = self._read.get(place)
        if kept is not None and kept[0] == text:
            return kept[1]
        counts = read(text)
        with self._lock:
            self._read.pop(place, None)
            if len(self._read) >= self._most:
                del self._read[next(iter(self._read))]
            self._read[place] = text, counts
        return counts
