"""What is said on one gateway connection: identify, resume, heartbeats."""

import json
from typing import Any

from . import intents
from .actions.guilds import guild_create_shape
from .chunks import member_chunks
from .core import Core
from .frames import frame
from .opcodes import (
    ALREADY_AUTHENTICATED,
    AUTHENTICATION_FAILED,
    DECODE_ERROR,
    DISALLOWED_INTENTS,
    HEARTBEAT,
    HEARTBEAT_ACK,
    HELLO,
    IDENTIFY,
    INVALID_INTENTS,
    INVALID_SESSION,
    INVALID_SHARD,
    NOT_AUTHENTICATED,
    PRESENCE,
    REQUEST_MEMBERS,
    RESUME,
    UNKNOWN_OPCODE,
    VOICE_STATE,
    Refused,
)
from .payloads import user as user_shape
from .sessions import Outlet, Session


class Dialogue:
    """Raises Refused where Discord closes the connection."""

    def __init__(self, core: Core, outlet: Outlet, url: str) -> None:
        self._core = core
        self._outlet = outlet
        self._url = url
        self.session: Session | None = None

    def hello(self) -> None:
        interval = int(self._core.options.heartbeat_seconds * 1000)
        self._outlet.send(frame(HELLO, {"heartbeat_interval": interval, "_trace": ["standin"]}))

    def receive(self, text: str) -> None:
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
        self._outlet.send(frame(HEARTBEAT_ACK))

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
            self._outlet.send(frame(INVALID_SESSION, False))
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
        self._outlet.send(frame(INVALID_SESSION, False))

    def _welcome(self, session: Session) -> None:
        world = self._core.world
        guilds = [each for each in world.bot_guilds() if session.covers(each.id)]
        session.push_json(
            "READY",
            {
                "v": 10,
                "user": user_shape(world.application.user) | {"verified": True},
                "session_type": "normal",
                "session_id": session.id,
                "private_channels": [],
                "resume_gateway_url": self._url,
                "guilds": [{"id": str(each.id), "unavailable": True} for each in guilds],
                "application": {"id": str(world.application.id), "flags": 0},
                "relationships": [],
                "shard": list(session.shard),
                "_trace": ["standin"],
            },
        )
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
            self._outlet.send(frame(INVALID_SESSION, False))
            return
        away_ms = self._core.clock.now_ms() - (session.detached_ms or self._core.clock.now_ms())
        missed = session.missed_after(sequence)
        self._attach(session)
        for payload in missed:
            self._outlet.send(payload)
        session.push_json("RESUMED", {"_trace": ["standin"]})
        self._core.note(
            "resume", session_id=session.id, replayed=len(missed), away_seconds=away_ms / 1000
        )

    def leave(self, code: int | None, by_itself: bool) -> None:
        """The connection has ended; `by_itself`: the client closed with 1000 or 1001."""
        session = self.session
        if session is None or session.outlet is not self._outlet:
            return
        self._core.note("disconnect", session_id=session.id, code=code, resumable=not by_itself)
        if by_itself:
            self._core.sessions.end(session)
        else:
            self._core.sessions.detach(session, self._core.clock.now_ms())

    def _attach(self, session: Session) -> None:
        """A session has one connection: a second one that resumes it cuts the first off."""
        former, session.outlet = session.outlet, self._outlet
        if former is not None:
            former.abort()
        session.detached_ms = None
        self.session = session

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


def _shard(raw: Any) -> tuple[int, int]:
    try:
        index, count = (int(each) for each in raw)
    except (TypeError, ValueError):
        raise Refused(INVALID_SHARD, "Invalid shard.") from None
    if not 0 <= index < count:
        raise Refused(INVALID_SHARD, "Invalid shard.")
    return index, count
