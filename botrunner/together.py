"""After a gap alerts wait for all servers' readings, so that a channel gets one digest of them."""

from collections.abc import Iterator
from contextlib import contextmanager

# Longer than all readings take by rule; whoever waits is not to wait for one slow server.
TOGETHER_SECONDS = 30.0
# A server that comes and goes would otherwise hold up everybody's alerts for ever.
REST_SECONDS = 30.0


class Together:
    """Counts the readings of whole servers. Seconds are monotonic.

    Asked from the writer's thread: `holds` reads one attribute.
    """

    def __init__(self) -> None:
        self._count = 0
        self._began_at: float | None = None
        self._until = 0.0

    def holds(self, now: float) -> bool:
        """Whether some server is still being read, 30 s after the first began at most."""
        return now < self._until

    @contextmanager
    def reading(self, now: float) -> Iterator[None]:
        """One whole reading, from `now` on."""
        self._count += 1
        if self._began_at is None or now - self._began_at >= TOGETHER_SECONDS + REST_SECONDS:
            self._began_at = now
        self._until = self._began_at + TOGETHER_SECONDS
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._until = 0.0
