"""The gateway: all open connections, and what can be done to them together."""

import asyncio
from contextlib import suppress
from typing import Any

from aiohttp import web

from .connection import Connection
from .core import Core
from .frames import encoder_for, frame
from .opcodes import INVALID_SESSION

PATIENCE_SECONDS = 1.0


class Gateway:
    """All open connections."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self.connections: set[Connection] = set()

    async def accept(self, request: web.Request) -> web.StreamResponse:
        try:
            encode = encoder_for(request.query.get("compress"))
        except ValueError as why:
            raise web.HTTPBadRequest(text=str(why)) from None
        connection = Connection(self._core, request, encode)
        self.connections.add(connection)
        try:
            return await connection.run()
        finally:
            self.connections.discard(connection)

    async def drop(self, code: int = 4000) -> int:
        """Close every connection; how many there were. Sessions can be resumed."""
        if self._core.faults.stalled_until_ms < self._core.clock.now_ms():
            with suppress(TimeoutError):  # a suspended client reads nothing
                await asyncio.wait_for(self.flush(), PATIENCE_SECONDS)
        return await self._each(lambda connection: connection.close(code))

    async def abort(self) -> int:
        gone = list(self.connections)
        for connection in gone:
            connection.abort()
        return len(gone)

    async def say(self, op: int, data: Any = None) -> int:
        """RECONNECT or INVALID_SESSION to every connection."""
        for connection in list(self.connections):
            session = connection.dialogue.session
            if op == INVALID_SESSION and not data and session is not None:
                self._core.sessions.end(session)
            connection.send(frame(op, data))
        return len(self.connections)

    async def flush(self, backlog: int = 0) -> None:
        """Wait until at most `backlog` frames per connection are not yet handed to its socket."""
        await self._each(lambda connection: connection.flush(backlog))

    @property
    def backlog(self) -> int:
        return max((each.backlog for each in self.connections), default=0)

    async def _each(self, action: Any) -> int:
        chosen = list(self.connections)
        await asyncio.gather(*(action(connection) for connection in chosen))
        return len(chosen)
