"""The stand-in's own clock, and the ids that it hands out."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

# Discord: the first second of 2015, in Unix milliseconds.
DISCORD_EPOCH_MS = 1_420_070_400_000
INCREMENT_BITS = 12
TIME_SHIFT = 22
# Ids made for a moment in the past come from a "worker" of their own, so that they never
# collide with ids of live messages of the same millisecond.
PAST_WORKER = 1 << 17


def time_ms(snowflake: int) -> int:
    """Unix milliseconds at which `snowflake` was made."""
    return (snowflake >> TIME_SHIFT) + DISCORD_EPOCH_MS


def snowflake_floor(at_ms: int) -> int:
    """The smallest snowflake of that millisecond; 0 before Discord's epoch."""
    return max(0, at_ms - DISCORD_EPOCH_MS) << TIME_SHIFT


def iso(at_ms: int) -> str:
    """Discord's ISO 8601 form, with microseconds and offset."""
    moment = datetime.fromtimestamp(at_ms / 1000, tz=UTC)
    return moment.isoformat(timespec="microseconds")


def parse_iso_ms(text: str) -> int:
    """Unix milliseconds of an ISO 8601 time; ValueError when it is none."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return round(moment.timestamp() * 1000)


class Clock:
    """Real time plus an offset, so that Discord's clock may differ from its client's."""

    def __init__(self, offset_seconds: float = 0.0) -> None:
        self.offset_seconds = offset_seconds
        self._frozen_ms: int | None = None

    def now_ms(self) -> int:
        if self._frozen_ms is not None:
            return self._frozen_ms
        return int((time.time() + self.offset_seconds) * 1000)

    @contextmanager
    def frozen_at(self, at_ms: int) -> Iterator[None]:
        """Everything inside happens at `at_ms`: how history is made before anyone connects."""
        self._frozen_ms = at_ms
        try:
            yield
        finally:
            self._frozen_ms = None

    def http_date(self) -> str:
        """The `Date` header: RFC 9110, whole seconds."""
        moment = datetime.fromtimestamp(self.now_ms() / 1000, tz=UTC)
        return moment.strftime("%a, %d %b %Y %H:%M:%S GMT")


class Snowflakes:
    """Ids that rise strictly with the clock, even when it stands still or steps back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._past_count = 0

    def next(self) -> int:
        floor = snowflake_floor(self._clock.now_ms())
        if floor <= self._last:
            floor = self._after_last()
        self._last = floor
        return floor

    def at(self, at_ms: int) -> int:
        """An id for a moment in the past, unique within its millisecond."""
        self._past_count = (self._past_count + 1) % PAST_WORKER
        return snowflake_floor(at_ms) | PAST_WORKER | self._past_count

    def _after_last(self) -> int:
        following = self._last + 1
        if following % (1 << INCREMENT_BITS) == 0:
            return ((self._last >> TIME_SHIFT) + 1) << TIME_SHIFT
        return following
