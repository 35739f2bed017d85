"""Gateway sessions: what each bot session is owed, whether it is connected or not."""

import secrets
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Protocol

from . import intents
from .frames import dispatch_frame, to_json
from .log import Dispatch
from .permissions import may_view
from .world import World

# Discord: a session that nobody resumes ends "after a few minutes".
SESSION_SECONDS = 180


class Outlet(Protocol):
    """A connection that takes frames without waiting."""

    def send(self, payload: bytes) -> None: ...

    def abort(self) -> None: ...


@dataclass(slots=True)
class Session:
    intents: int
    shard: tuple[int, int]
    buffer: deque[tuple[int, bytes]]
    id: str = field(default_factory=lambda: secrets.token_hex(16))
    sequence: int = 0
    outlet: Outlet | None = None
    detached_ms: int | None = None

    def covers(self, guild_id: int | None) -> bool:
        index, count = self.shard
        if guild_id is None:
            return index == 0
        return (guild_id >> 22) % count == index

    def push(self, event: str, data: bytes) -> None:
        self.sequence += 1
        payload = dispatch_frame(event, data, self.sequence)
        self.buffer.append((self.sequence, payload))
        if self.outlet is not None:
            self.outlet.send(payload)

    def push_json(self, event: str, data: dict[str, Any]) -> None:
        self.push(event, to_json(data))

    def can_replay_after(self, sequence: int) -> bool:
        oldest = self.buffer[0][0] if self.buffer else self.sequence + 1
        return oldest - 1 <= sequence <= self.sequence

    def missed_after(self, sequence: int) -> list[bytes]:
        return [payload for number, payload in self.buffer if number > sequence]

    def acknowledge(self, sequence: int | None) -> None:
        """A heartbeat names the last event received: nothing up to it is needed again."""
        while sequence and self.buffer and self.buffer[0][0] <= sequence:
            self.buffer.popleft()


class Sessions:
    """All sessions of the bot; `send` delivers one dispatch to each that may see it."""

    def __init__(self, world: World, buffer_limit: int) -> None:
        self._world = world
        self._buffer_limit = buffer_limit
        self._sessions: dict[str, Session] = {}

    def __iter__(self) -> Iterator[Session]:
        return iter(list(self._sessions.values()))

    def open(self, wanted: int, shard: tuple[int, int]) -> Session:
        session = Session(wanted, shard, deque(maxlen=self._buffer_limit))
        self._sessions[session.id] = session
        return session

    def get(self, session_id: str) -> Session | None:
        return self._sessions.get(session_id)

    def end(self, session: Session) -> None:
        session.outlet = None
        self._sessions.pop(session.id, None)

    def detach(self, session: Session, now_ms: int) -> None:
        """The connection is gone; events go on gathering until the session times out."""
        session.outlet = None
        session.detached_ms = now_ms

    def forget_detached(self, now_ms: int) -> None:
        for session in self:
            gone = session.detached_ms
            if gone is not None and now_ms - gone > SESSION_SECONDS * 1000:
                self.end(session)

    def send(self, dispatch: Dispatch) -> str:
        """Who got it: `live` (a connected session), `buffered` (for a resume), or `none`."""
        needed = intents.needed_for(dispatch.event)
        state = "none"
        encoded: dict[bool, bytes] = {}
        for session in self:
            if (needed and not session.intents & needed) or not session.covers(dispatch.guild_id):
                continue
            if not self._visible(dispatch):
                return state
            session.push(dispatch.event, self._encode(dispatch, session, encoded))
            if session.outlet is not None:
                state = "live"
            elif state == "none":
                state = "buffered"
        return state

    def _encode(self, dispatch: Dispatch, session: Session, encoded: dict[bool, bytes]) -> bytes:
        full = bool(session.intents & intents.MESSAGE_CONTENT)
        full = full or not intents.carries_content(dispatch.event)
        if full not in encoded:
            reader = str(self._world.application.user.id)
            data = dispatch.data if full else intents.without_content(dispatch.data, reader)
            encoded[full] = to_json(data)
        return encoded[full]

    def _visible(self, dispatch: Dispatch) -> bool:
        """Events of a channel reach only who may view it; those of an outage reach nobody."""
        if dispatch.guild_id is None or dispatch.event in ("GUILD_CREATE", "GUILD_DELETE"):
            return True
        guild = self._world.guilds[dispatch.guild_id]
        member = self._world.bot_member(guild)
        if member is None or guild.outage:
            return False
        channel = dispatch.channel_id and self._world.find_channel(dispatch.channel_id)
        return not channel or may_view(guild, member, channel)
