"""Discord's time, measured: the offset of our clock to the one that snowflakes are made by."""

import time
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from monitoring.snowflakes import EPOCH, snowflake_time

SNOWFLAKE_EPOCH_SECONDS = EPOCH.timestamp()
BLOCK_SECONDS = 10.0
WINDOW_SECONDS = 600.0
# A Date header tells whole seconds and travelled for a while: less is no news.
DATE_TOLERANCE_SECONDS = 2.0
TICK = timedelta(microseconds=1)


class Clock:
    """Steady: what the host does to its wall clock while we run changes nothing.

    A live message arrives a little after its snowflake was made; the smallest such difference of
    the last ten minutes is our clock's lead over Discord's, give or take the shortest way.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self._steady = steady
        self._lead = wall() - steady()
        self._blocks: deque[tuple[float, float]] = deque()
        self._date_offset: float | None = None
        self._last_delivery = datetime.min.replace(tzinfo=UTC)
        self._newest_message = 0

    @property
    def offset(self) -> float:
        """Seconds that our clock is ahead of Discord's."""
        dated = self._date_offset
        measured = min((offset for _, offset in self._blocks), default=0.0)
        if dated is None:
            return measured
        # Messages that were all late, or none at all: then the header knows better.
        is_off = (
            measured - dated > DATE_TOLERANCE_SECONDS
            if self._blocks
            else (abs(dated) > DATE_TOLERANCE_SECONDS)
        )
        return dated if is_off else measured

    def now(self) -> datetime:
        """Discord's now, aware UTC."""
        return self._at(self._steady())

    def delivered(self, late_since: float | None = None) -> datetime:
        """Now, later than any delivery before: the order of deliveries decides what stands.

        What may have waited since `late_since` (steady seconds) is as old as it may be: another
        process may have heard, and written, what came after it.

        A better measure of the offset may turn time back a little; by more than two seconds it
        corrects an error, and is believed.
        """
        now = self.now()
        if late_since is not None:
            newest = snowflake_time(self._newest_message)
            now = min(now, max(self._at(late_since), newest, self._last_delivery))
        behind = (self._last_delivery - now).total_seconds()
        if 0 <= behind <= DATE_TOLERANCE_SECONDS:
            now = self._last_delivery + TICK
        self._last_delivery = now
        return now

    def hear_message(self, message_id: int, is_late: bool = False) -> None:
        """A live message has just arrived; `is_late`: it may have waited on its way."""
        self._newest_message = max(self._newest_message, message_id)
        if is_late:
            return
        local = self._local()
        offset = local - SNOWFLAKE_EPOCH_SECONDS - (message_id >> 22) / 1000
        blocks = self._blocks
        if blocks and local - blocks[-1][0] < BLOCK_SECONDS:
            if offset < blocks[-1][1]:
                blocks[-1] = (blocks[-1][0], offset)
            return
        blocks.append((local, offset))
        while local - blocks[0][0] > WINDOW_SECONDS:
            blocks.popleft()

    def hear_date(self, header: str | None) -> None:
        """The Date header of an answer that has just arrived."""
        if not header:
            return
        try:
            at = parsedate_to_datetime(header)
        except ValueError:
            return
        # Half a second: the header cuts the fraction off.
        self._date_offset = self._local() - at.timestamp() - 0.5

    def _at(self, steady: float) -> datetime:
        return datetime.fromtimestamp(self._lead + steady - self.offset, UTC)

    def _local(self) -> float:
        return self._lead + self._steady()
