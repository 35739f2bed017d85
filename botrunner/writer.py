"""One ordered queue and one thread that writes it: the event loop never waits on a database."""

import asyncio
import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import close_old_connections, connection

from monitoring.configuration import Configuration, configuration_number, load_configuration
from monitoring.events import Event
from monitoring.recording.recorder import is_passing, read_positions, record_or_reject

log = logging.getLogger(__name__)
T = TypeVar("T")

BATCH_EVENTS = 500
BATCH_SECONDS = 0.1
CONFIGURATION_SECONDS = 1.0
RETRY_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
QUEUE_LIMIT = 200_000
NO_LEASE = 0  # numbers begin with 1


@dataclass(slots=True)
class _Call:
    """A function to run between batches, after everything that was put before it."""

    run: Callable[[], Any]
    future: "Future[Any]"


class Writer(threading.Thread):
    """Takes events in order and writes them in batches; only this thread touches the database.

    `lease_number` tells which lease the cursors carry (None: none is held). `on_outage` is called
    from this thread with True when the database goes away and False when it is back.
    """

    def __init__(
        self,
        lease_number: Callable[[], int | None],
        on_outage: Callable[[bool], None] | None = None,
        queue_limit: int = QUEUE_LIMIT,
    ) -> None:
        super().__init__(name="writer", daemon=True)
        self.configuration: Configuration = load_configuration()
        self.on_outage = on_outage
        self._lease_number = lease_number
        self._limit = queue_limit
        self._queue: deque[Event | _Call] = deque()
        self._ready = threading.Condition()
        self._positions: dict[int, int] = {}
        self._checked_at = time.monotonic()
        self._is_stopping = False
        self._is_away = False

    # From the event loop

    def __len__(self) -> int:
        return len(self._queue)

    def put(self, event: Event) -> bool:
        """Queue an event. False, and not taken, when it is full: the lane must be read anew."""
        if len(self._queue) >= self._limit:
            return False
        was_empty = not self._queue
        self._queue.append(event)
        if was_empty:
            with self._ready:
                self._ready.notify()
        return True

    async def call(self, function: Callable[..., T], *args: Any) -> T:
        """Run a function in this thread once everything put before it is committed.

        While the database is away the call waits. What the function raises is raised here.
        """
        return await asyncio.wrap_future(self.submit(function, *args))

    def submit(self, function: Callable[..., T], *args: Any) -> "Future[T]":
        future: Future[T] = Future()
        self._queue.append(_Call(lambda: function(*args), future))
        with self._ready:
            self._ready.notify()
        return future

    async def drain(self) -> None:
        """Wait until all that was put so far is committed."""
        await self.call(lambda: None)

    async def load_positions(self) -> dict[int, int]:
        """Read the cursors anew, as one must when the lease is won. Returns them."""
        return await self.call(self._load_positions)

    def stop(self) -> None:
        """End the thread once the queue is empty, or at once while the database is away."""
        self._is_stopping = True
        with self._ready:
            self._ready.notify()

    # In the thread

    def run(self) -> None:
        while True:
            self._wait()
            if not self._queue:
                if self._is_stopping:
                    break
                self._look_at_configuration()
                continue
            events = self._take_events()
            if events and not self._persist(partial(self._write, events)):
                break
            if self._queue and isinstance(self._queue[0], _Call):
                self._run_call()
        connection.close()

    def _wait(self) -> None:
        """Until something is there, and then a moment for what follows it, unless it is a call."""
        with self._ready:
            if not self._queue and not self._is_stopping:
                self._ready.wait(CONFIGURATION_SECONDS)
        until = time.monotonic() + BATCH_SECONDS
        while 0 < len(self._queue) < BATCH_EVENTS and not self._is_stopping:
            left = until - time.monotonic()
            if left <= 0 or any(isinstance(item, _Call) for item in tuple(self._queue)):
                return
            with self._ready:
                self._ready.wait(left)

    def _take_events(self) -> list[Event]:
        events: list[Event] = []
        while self._queue and len(events) < BATCH_EVENTS:
            if isinstance(self._queue[0], _Call):
                break
            events.append(self._queue.popleft())  # type: ignore[arg-type]
        return events

    def _write(self, events: list[Event]) -> None:
        self._look_at_configuration()
        number = self._lease_number() or NO_LEASE
        moved = record_or_reject(events, self.configuration, self._positions, number)
        self._positions |= moved

    def _run_call(self) -> None:
        call = self._queue.popleft()
        assert isinstance(call, _Call)
        if not call.future.set_running_or_notify_cancel():
            return
        results: list[Any] = []
        try:
            self._look_at_configuration()
            done = self._persist(lambda: results.append(call.run()))
        # The caller is a coroutine in another thread: whatever the function raised is theirs.
        except Exception as error:  # noqa: BLE001
            call.future.set_exception(error)
            return
        if done:
            call.future.set_result(results[-1])
        else:
            call.future.cancel()

    def _persist(self, write: Callable[[], object]) -> bool:
        """Repeat until the database takes it. False when told to stop while it is away."""
        attempt = 0
        while True:
            try:
                close_old_connections()
                write()
            except Exception as error:
                if not is_passing(error):
                    raise
                connection.close()
                self._say_away(True, error)
                if self._is_stopping:
                    return False
                time.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)])
                attempt += 1
            else:
                self._say_away(False)
                return True

    def _say_away(self, is_away: bool, error: Exception | None = None) -> None:
        if is_away == self._is_away:
            return
        self._is_away = is_away
        if is_away:
            log.error("The database does not answer, events wait in memory: %s", error)
        else:
            log.warning("The database answers again.")
        if self.on_outage is not None:
            self.on_outage(is_away)

    def _look_at_configuration(self) -> None:
        now = time.monotonic()
        if now - self._checked_at < CONFIGURATION_SECONDS * 0.9:
            return
        self._checked_at = now
        self._persist(self._reload_if_changed)

    def _reload_if_changed(self) -> None:
        if configuration_number() != self.configuration.number:
            self.configuration = load_configuration()

    def _load_positions(self) -> dict[int, int]:
        self._positions = read_positions()
        return dict(self._positions)
