"""The gateway, version 10: one WebSocket connection and what is said on it."""

import asyncio
import json
import socket
import struct
from collections import deque
from typing import Any

from aiohttp import WSMsgType, web

from . import intents
from .actions.guilds import guild_create_shape
from .chunks import member_chunks
from .core import Core
from .frames import Encoder, encoder_for, frame
from .payloads import user as user_shape
from .sessions import Session

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE, RESUME = 0, 1, 2, 3, 4, 6
RECONNECT, REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11

UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED = 4001, 4002, 4003
AUTHENTICATION_FAILED, ALREADY_AUTHENTICATED = 4004, 4005
SESSION_TIMED_OUT, INVALID_SHARD, INVALID_INTENTS, DISALLOWED_INTENTS = 4009, 4010, 4013, 4014


class Refused(Exception):
    """The connection ends with this close code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class Connection:
    """One WebSocket. `send` only queues; a task of its own writes, so events stay in order."""

    def __init__(self, core: Core, request: web.Request, encode: Encoder) -> None:
        self._core = core
        self._request = request
        self._encode = encode
        self._queue: deque[bytes] = deque()
        self._filled = asyncio.Event()
        self._drained = asyncio.Event()
        self._socket = web.WebSocketResponse(compress=False, max_msg_size=15_360)
        self.session: Session | None = None
        self._closed_here = False
        self._gone = False
        self.left_by_itself = False

    async def run(self) -> web.WebSocketResponse:
        await self._socket.prepare(self._request)
        writer = asyncio.create_task(self._write())
        try:
            self.send(frame(HELLO, {
                "heartbeat_interval": int(self._core.options.heartbeat_seconds * 1000),
                "_trace": ["standin"],
            }))
            await self._read()
        except Refused as refusal:
            await self.flush()
            await self._socket.close(code=refusal.code, message=str(refusal).encode())
        finally:
            writer.cancel()
            self._gone = True
            self._drained.set()
            self._leave()
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
        self._closed_here = True
        if code == 1006:
            self._cut(reset=False)
        else:
            await self._socket.close(code=code)

    def abort(self) -> None:
        """TCP reset: what was not yet read by the client is lost."""
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
                code = self._socket.close_code
                self.left_by_itself = not self._closed_here and code in (1000, 1001)
                return
            self._receive(message.data)

    def _receive(self, text: str) -> None:
        try:
            packet = json.loads(text)
            op, data = packet["op"], packet.get("d")
        except (ValueError, KeyError, TypeError):
            raise Refused(DECODE_ERROR, "Error while decoding payload.") from None
        if op == HEARTBEAT:
            self._heartbeat(data)
        elif op == IDENTIFY:
            self._identify(data)
        elif op == RESUME:
            self._resume(data)
        elif self.session is None:
            raise Refused(NOT_AUTHENTICATED, "Not authenticated.")
        elif op == REQUEST_MEMBERS:
            self._request_members(data)
        elif op not in (PRESENCE, VOICE_STATE):
            raise Refused(UNKNOWN_OPCODE, "Unknown opcode.")

    def _heartbeat(self, sequence: int | None) -> None:
        if self._core.faults.stalled_until_ms > self._core.clock.now_ms():
            return
        if self.session is not None:
            self.session.acknowledge(sequence)
        self.send(frame(HEARTBEAT_ACK))

    def _identify(self, data: dict[str, Any]) -> None:
        if self.session is not None:
            raise Refused(ALREADY_AUTHENTICATED, "Already authenticated.")
        self._check_token(data)
        wanted = int(data.get("intents", -1))
        if not 0 <= wanted < intents.HIGHEST:
            raise Refused(INVALID_INTENTS, "Invalid intent(s).")
        if wanted & intents.PRIVILEGED & ~self._core.world.application.privileged:
            raise Refused(DISALLOWED_INTENTS, "Disallowed intent(s).")
        shard = _shard(data.get("shard", [0, 1]))
        if not self._admit():
            return
        self._core.sessions.forget_detached(self._core.clock.now_ms())
        session = self._core.sessions.open(wanted, shard)
        self._attach(session)
        self._core.note("identify", session_id=session.id, intents=wanted, shard=list(shard))
        self._welcome(session)

    def _admit(self) -> bool:
        """Count the identify against the daily limit; False when it is refused."""
        application = self._core.world.application
        if self._core.faults.take_identify_refusal():
            self._refuse_identify()
            return False
        if not self._core.identify_slot():
            self._core.note("identify_refused", why="more than one identify in the window")
            self.send(frame(INVALID_SESSION, False))
            return False
        application.identifies_left -= 1
        if application.identifies_left < 0:
            # Discord: past the daily limit the token is reset.
            application.token_revoked = True
            raise Refused(AUTHENTICATION_FAILED, "Authentication failed.")
        return True

    def _refuse_identify(self) -> None:
        code = self._core.faults.refuse_code
        self._core.note("identify_refused", why="fault", code=code)
        if code is not None:
            raise Refused(code, "refused on purpose")
        self.send(frame(INVALID_SESSION, False))

    def _welcome(self, session: Session) -> None:
        world = self._core.world
        guilds = [each for each in world.bot_guilds() if session.covers(each.id)]
        session.push_json("READY", {
            "v": 10, "user": user_shape(world.application.user) | {"verified": True},
            "session_type": "normal", "session_id": session.id, "private_channels": [],
            "resume_gateway_url": str(self._request.url.with_query(None)).replace("http", "ws", 1),
            "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
            "application": {"id": str(world.application.id), "flags": 0}, "relationships": [],
            "shard": list(session.shard), "_trace": ["standin"],
        })
        if not session.intents & intents.GUILDS:
            return
        for guild in guilds:
            if not guild.outage:
                session.push_json("GUILD_CREATE", guild_create_shape(self._core, guild))

    def _resume(self, data: dict[str, Any]) -> None:
        self._check_token(data)
        self._core.sessions.forget_detached(self._core.clock.now_ms())
        session = self._core.sessions.get(str(data.get("session_id")))
        sequence = data.get("seq") or 0
        if self._core.faults.take_invalid_resume() and session is not None:
            self._core.sessions.end(session)
            session = None
        if session is None or not session.can_replay_after(sequence):
            self._core.note("resume_refused", session_id=str(data.get("session_id")))
            self.send(frame(INVALID_SESSION, False))
            return
        away_ms = self._core.clock.now_ms() - (session.detached_ms or self._core.clock.now_ms())
        missed = session.missed_after(sequence)
        self._attach(session)
        for payload in missed:
            self.send(payload)
        session.push_json("RESUMED", {"_trace": ["standin"]})
        self._core.note(
            "resume", session_id=session.id, replayed=len(missed), away_seconds=away_ms / 1000
        )

    def _attach(self, session: Session) -> None:
        if isinstance(session.outlet, Connection):
            session.outlet.session = None
            session.outlet.abort()
        session.outlet = self
        session.detached_ms = None
        self.session = session

    def _leave(self) -> None:
        session = self.session
        if session is None or session.outlet is not self:
            return
        self._core.note(
            "disconnect", session_id=session.id, code=self._socket.close_code,
            resumable=not self.left_by_itself,
        )
        if self.left_by_itself:
            self._core.sessions.end(session)
        else:
            self._core.sessions.detach(session, self._core.clock.now_ms())

    def _check_token(self, data: Any) -> None:
        application = self._core.world.application
        token = data.get("token") if isinstance(data, dict) else None
        if token != application.token or application.token_revoked:
            raise Refused(AUTHENTICATION_FAILED, "Authentication failed.")

    def _request_members(self, data: dict[str, Any]) -> None:
        guild = self._core.world.guilds.get(int(data["guild_id"]))
        if guild is None or self.session is None:
            return
        for chunk in member_chunks(guild, data):
            self.session.push_json("GUILD_MEMBERS_CHUNK", chunk)


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
        return await self._each(lambda connection: connection.close(code))

    async def abort(self) -> int:
        gone = list(self.connections)
        for connection in gone:
            connection.abort()
        return len(gone)

    async def say(self, op: int, data: Any = None) -> int:
        """RECONNECT or INVALID_SESSION to every connection."""
        for connection in list(self.connections):
            if op == INVALID_SESSION and not data and connection.session is not None:
                self._core.sessions.end(connection.session)
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


def _shard(raw: Any) -> tuple[int, int]:
    try:
        index, count = (int(each) for each in raw)
    except (TypeError, ValueError):
        raise Refused(INVALID_SHARD, "Invalid shard.") from None
    if not 0 <= index < count:
        raise Refused(INVALID_SHARD, "Invalid shard.")
    return index, count
