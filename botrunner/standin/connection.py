"""One WebSocket of the gateway: its bytes, in order, and its end."""

import asyncio
import socket
import struct
from collections import deque

from aiohttp import WSMsgType, web

from .core import Core
from .dialogue import Dialogue
from .frames import Encoder
from .opcodes import SESSION_TIMED_OUT, Refused

CLOSE_SECONDS = 1.0  # how long a client may take to answer a close frame


class Connection:
    """One WebSocket. `send` only queues; a task of its own writes, so events stay in order."""

    def __init__(self, core: Core, request: web.Request, encode: Encoder) -> None:
        self._core = core
        self._request = request
        self._encode = encode
        self._queue: deque[bytes] = deque()
        self._filled = asyncio.Event()
        self._drained = asyncio.Event()
        self._socket = web.WebSocketResponse(
            compress=False, max_msg_size=15_360, timeout=CLOSE_SECONDS
        )
        self.dialogue = Dialogue(core, self, gateway_url(request))
        self._gone = False

    async def run(self) -> web.WebSocketResponse:
        await self._socket.prepare(self._request)
        writer = asyncio.create_task(self._write())
        try:
            self.dialogue.hello()
            await self._read()
        except Refused as refusal:
            await self.flush()
            await self._socket.close(code=refusal.code, message=str(refusal).encode())
        finally:
            writer.cancel()
            self._gone = True
            self._drained.set()
            code = self._socket.close_code
            self.dialogue.leave(code, by_itself=code in (1000, 1001))
        return self._socket

    def send(self, payload: bytes) -> None:
        self._queue.append(payload)
        self._filled.set()

    @property
    def backlog(self) -> int:
        return len(self._queue)

    async def flush(self, backlog: int = 0) -> None:
        """Wait until at most `backlog` frames wait to be written."""
        while len(self._queue) > backlog and not self._gone:
            self._drained.clear()
            await self._drained.wait()

    async def close(self, code: int) -> None:
        """A close frame with `code`; 1006 closes the TCP connection without one."""
        # At once, not when the client has noticed: what follows waits for its resume.
        self.dialogue.leave(code, by_itself=False)
        if code == 1006:
            self._cut(reset=False)
        else:
            await self._socket.close(code=code)

    def abort(self) -> None:
        """TCP reset: what was not yet read by the client is lost."""
        self.dialogue.leave(1006, by_itself=False)
        self._cut(reset=True)

    def _cut(self, reset: bool) -> None:
        transport = self._request.transport
        if transport is None:
            return
        if reset:
            sock = transport.get_extra_info("socket")
            # Linger on with zero seconds makes the kernel send RST instead of FIN.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()

    async def _write(self) -> None:
        while True:
            while self._queue:
                await self._wait_while_stalled()
                payload = self._encode(self._queue.popleft())
                await self._write_one(payload)
                self._drained.set()
            self._filled.clear()
            await self._filled.wait()

    async def _write_one(self, payload: bytes) -> None:
        try:
            if self._encode.binary:
                await self._socket.send_bytes(payload)
            else:
                await self._socket.send_str(payload.decode())
        except (ConnectionError, RuntimeError):
            self._queue.clear()  # the client is gone; the session keeps what it missed

    async def _wait_while_stalled(self) -> None:
        left_ms = self._core.faults.stalled_until_ms - self._core.clock.now_ms()
        if left_ms > 0:
            await asyncio.sleep(left_ms / 1000)

    async def _read(self) -> None:
        silence = self._core.options.heartbeat_seconds * 2
        while True:
            try:
                message = await self._socket.receive(timeout=silence)
            except TimeoutError:
                raise Refused(SESSION_TIMED_OUT, "Session timed out.") from None
            if message.type is not WSMsgType.TEXT:
                return
            self.dialogue.receive(message.data)


def gateway_url(request: web.Request) -> str:
    return str(request.url.with_query(None)).replace("http", "ws", 1)
