"""One snapshot for everybody who asks this process."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock


@dataclass(frozen=True, slots=True)
class Rendered:
    """A snapshot as bytes; from `valid_until` on time alone has changed it."""

    revision: int
    valid_until: datetime
    content: bytes


class LiveCache:
    """Reads the revision four times a second at most, and computes twice a second at most."""

    REVISION_SECONDS = 0.25
    COMPUTE_SECONDS = 0.5

    def __init__(
        self,
        read_revision: Callable[[], int],
        compute: Callable[[datetime], Rendered],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read_revision = read_revision
        self._compute = compute
        self._clock = clock
        self._lock = Lock()
        self.clear()

    def clear(self) -> None:
        self._revision: tuple[float, int] | None = None
        self._rendered: tuple[float, Rendered] | None = None

    def revision(self) -> int:
        """The database's revision, at most a quarter of a second old."""
        now = self._clock()
        if self._revision is None or now - self._revision[0] >= self.REVISION_SECONDS:
            self._revision = (now, self._read_revision())
        return self._revision[1]

    def content(self, now: datetime) -> bytes:
        """The newest snapshot, half a second old at most unless nothing changed since."""
        rendered = self._rendered
        if rendered is not None and self._is_good(rendered, now):
            return rendered[1].content
        # One thread computes; the others answer with the one before, if there is one.
        if not self._lock.acquire(blocking=rendered is None):
            assert rendered is not None
            return rendered[1].content
        try:
            if self._rendered is None or not self._is_good(self._rendered, now):
                self._rendered = (self._clock(), self._compute(now))
            return self._rendered[1].content
        finally:
            self._lock.release()

    def _is_good(self, rendered: tuple[float, Rendered], now: datetime) -> bool:
        at, snapshot = rendered
        if self._clock() - at < self.COMPUTE_SECONDS:
            return True
        return snapshot.revision == self.revision() and now < snapshot.valid_until
