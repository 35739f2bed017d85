"""Holding the lease: taken before anything is done, renewed every 10 s, given back at the end."""

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from monitoring import leases

log = logging.getLogger(__name__)
T = TypeVar("T")

RENEW_SECONDS = 10.0
POLL_SECONDS = 0.25
UNREACHABLE = (OperationalError, InterfaceError)


class Lease:
    """Has a thread and a connection of its own: the writer may be busy for longer than a term.

    `number` is None while none is held.
    """

    def __init__(self) -> None:
        self.owner = f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(4)}"
        self.number: int | None = None
        self._renewed_at = 0.0
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="lease")

    @property
    def is_held(self) -> bool:
        """Surely held, without asking: the term began before the answer that granted it came."""
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
                log.warning("The database does not answer: %s", " ".join(str(error).split()))
            if self.number is not None:
                self._renewed_at = asked_at
                return
            if not has_said:
                log.warning("Another process runs the bot; waiting to take over.")
                has_said = True
            await asyncio.sleep(POLL_SECONDS)

    async def keep(self) -> None:
        """Renew until it turns out that another process has it. Returns then."""
        while True:
            await asyncio.sleep(RENEW_SECONDS if self.is_held else POLL_SECONDS)
            asked_at = time.monotonic()
            try:
                is_ours = await self.run(leases.renew, self.owner, self.number)
            except UNREACHABLE as error:
                log.warning("The lease is not renewed: %s", " ".join(str(error).split()))
                continue
            if not is_ours:
                self.number = None
                return
            self._renewed_at = asked_at

    async def release(self) -> None:
        number, self.number = self.number, None
        if number is None:
            return
        try:
            await self.run(leases.release, self.owner, number)
        except UNREACHABLE as error:
            log.warning("The lease is not given back: %s", " ".join(str(error).split()))

    async def run(self, function: Callable[..., T], *args: Any) -> T:
        """A short statement in the lease's own thread. Raises what it raises."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, _fresh, function, *args)

    def close(self) -> None:
        self._thread.submit(connection.close)
        self._thread.shutdown()


def _fresh(function: Callable[..., T], *args: Any) -> T:
    close_old_connections()
    try:
        return function(*args)
    except UNREACHABLE:
        connection.close()
        raise
