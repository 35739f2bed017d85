"""Holding the lease: taken before anything is done, renewed every 10 s, given back at the end."""

import asyncio
import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from monitoring import leases

log = logging.getLogger(__name__)
T = TypeVar("T")
Work = tuple[Callable[[], Any], "Future[Any]"]

RENEW_SECONDS = 10.0
POLL_SECONDS = 0.25
RELEASE_SECONDS = 1.0
UNREACHABLE = (OperationalError, InterfaceError)


class Lease:
    """Has a thread and a connection of its own: the writer may be busy for longer than a term.

    `number` is None while none is held.
    """

    def __init__(self) -> None:
        self.owner = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.number: int | None = None
        self._renewed_at = 0.0
        self._work: SimpleQueue[Work | None] = SimpleQueue()
        # A daemon: a database that hangs must not keep the process from ending.
        threading.Thread(target=self._serve, name="lease", daemon=True).start()

    @property
    def is_held(self) -> bool:
        """Surely held, without asking: the term began after the question that was answered."""
        age = time.monotonic() - self._renewed_at
        return self.number is not None and age < leases.TERM.total_seconds()

    async def acquire(self) -> None:
        """Wait until the lease is ours."""
        has_said = False
        while self.number is None:
            asked_at = time.monotonic()
            try:
                self.number = await self.run(leases.acquire, self.owner)
            except UNREACHABLE as error:
                log.warning("The database does not answer: %s", _one_line(error))
            if self.number is not None:
                self._renewed_at = asked_at
                return
            if not has_said:
                log.warning("Another process runs the bot; waiting to take over.")
                has_said = True
            await asyncio.sleep(POLL_SECONDS)

    async def keep(self) -> None:
        """Renew until it turns out that another process has it. Returns then."""
        while self.number is not None:
            await asyncio.sleep(RENEW_SECONDS if self.is_held else POLL_SECONDS)
            asked_at = time.monotonic()
            try:
                is_ours = await self.run(leases.renew, self.owner, self.number)
            except UNREACHABLE as error:
                log.warning("The lease is not renewed: %s", _one_line(error))
                continue
            if is_ours:
                self._renewed_at = asked_at
            else:
                self.number = None

    async def release(self) -> None:
        number, self.number = self.number, None
        if number is None:
            return
        try:
            async with asyncio.timeout(RELEASE_SECONDS):
                await self.run(leases.release, self.owner, number)
        except (*UNREACHABLE, TimeoutError) as error:
            log.warning("The lease is not given back, it will run out: %s", _one_line(error))

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """A short statement in the lease's own thread. Raises what it raises."""
        future: Future[T] = Future()
        self._work.put((lambda: function(*args), future))
        return await asyncio.wrap_future(future)

    def close(self) -> None:
        self._work.put(None)

    def _serve(self) -> None:
        while (item := self._work.get()) is not None:
            work, future = item
            if future.set_running_or_notify_cancel():
                _settle(future, work)
        connection.close()


def _settle(future: "Future[Any]", work: Callable[[], Any]) -> None:
    close_old_connections()
    try:
        future.set_result(work())
    # The caller is a coroutine in another thread: whatever was raised is theirs.
    except Exception as error:  # noqa: BLE001
        connection.close()
        future.set_exception(error)


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
