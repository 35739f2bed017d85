"""One shard's connection: connect, resume, identify anew, and know how fresh its events are."""

import asyncio
import logging
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aiohttp
import discord
import yarl
from discord.gateway import DiscordWebSocket, ReconnectWebSocket

if TYPE_CHECKING:
    from botrunner.client import Client

log = logging.getLogger(__name__)

# design.md: what comes after more than 5 s of absence or silence has no known time.
LATE_SECONDS = 5.0
TICK_SECONDS = 1.0
CONNECT_TIMEOUT_SECONDS = 30.0
# Frames that have arrived are handed over without a pause: after so long others have their turn.
TURN_SECONDS = 0.005
LONGEST_DELAY_SECONDS = 60.0
# What a payload of an unexpected shape raises; it must not end the connection.
MALFORMED = (LookupError, TypeError, ValueError, AttributeError)
UNREACHABLE = (
    OSError,
    aiohttp.ClientError,
    TimeoutError,
    discord.HTTPException,
    discord.GatewayNotFound,
)


class Socket(DiscordWebSocket):
    """discord.py's socket that also knows since when a heartbeat waits for its answer."""

    asked_at: float | None = None
    heard_at: float = 0.0
    _acknowledged: float | None = None

    async def send_heartbeat(self, data: Any) -> None:
        if self.asked_at is None:
            self.asked_at = time.monotonic()
        if self._keep_alive is not None:
            # discord.py notes it after sending; a quick answer would be taken for a late one.
            self._keep_alive._last_send = time.perf_counter()
        await super().send_heartbeat(data)

    async def received_message(self, msg: Any, /) -> None:
        try:
            await super().received_message(msg)
        except MALFORMED:
            log.exception("An event of the gateway could not be read; it is left out")
        self.heard_at = time.monotonic()
        keep_alive = self._keep_alive
        if keep_alive is not None and keep_alive._last_ack != self._acknowledged:
            self._acknowledged = keep_alive._last_ack
            self.asked_at = None

    async def ask_now(self, since: float) -> None:
        """Send a heartbeat; what arrives before its answer may be as old as `since`."""
        keep_alive = self._keep_alive
        if keep_alive is None:
            return
        self.asked_at = since
        await super().send_heartbeat(keep_alive.get_payload())


@dataclass(frozen=True, slots=True)
class Session:
    """What a resume needs."""

    session_id: str
    sequence: int | None
    gateway: yarl.URL


class Connection:
    """Keeps one shard connected; raises ConnectionClosed when Discord refuses it for good."""

    def __init__(self, client: "Client", shard_id: int) -> None:
        self.shard_id = shard_id
        self.socket: Socket | None = None
        self.is_listening = False
        self.heard_at: float | None = None
        self._client = client
        self._session: Session | None = None
        self._lost_at: float | None = None
        self._is_replaying = False
        self._made_at = self._ticked_at = time.monotonic()
        self._failures = 0

    @property
    def late_since(self) -> float | None:
        """Since when (monotonic) an event delivered now may have waited; None: 5 s at most."""
        now = time.monotonic()
        if self._is_replaying:
            return self._lost_at or self._made_at
        asked_at = self.socket.asked_at if self.socket else None
        if asked_at is not None and now - asked_at > LATE_SECONDS:
            return min(asked_at, self._ticked_at)
        if now - self._ticked_at > LATE_SECONDS + TICK_SECONDS:
            return self._ticked_at
        return None

    @property
    def is_late(self) -> bool:
        """May an event delivered now be more than 5 s old?"""
        return self.late_since is not None

    @property
    def is_live(self) -> bool:
        """Connected, nothing being replayed, heartbeats answered."""
        return self.is_listening and not self.is_late

    @property
    def silent_since(self) -> float | None:
        """Since when (monotonic) it is not live; None while it is."""
        if self.is_live:
            return None
        asked_at = self.socket.asked_at if self.socket else None
        return self._lost_at or asked_at or self._made_at

    @property
    def silence_seconds(self) -> float:
        """How long nothing has been heard for sure; 0 while it is live."""
        since = self.silent_since
        return 0.0 if since is None else time.monotonic() - since

    @property
    def latency(self) -> float | None:
        """Seconds between a heartbeat and its answer; None before the first."""
        latency = self.socket.latency if self.socket and self.is_listening else None
        return None if latency is None or latency == float("inf") else latency

    async def run(self) -> None:
        ticker = asyncio.create_task(self._tick())
        try:
            while True:
                await self._live_once()
        finally:
            ticker.cancel()

    async def close(self) -> None:
        """1000 ends the session: Discord need not wait for us to come back."""
        if self.socket is not None and self.socket.open:
            await self.socket.close(code=1000)

    def hear_ready(self) -> None:
        """A session began: the events from here on are live."""
        self._arrive()

    def hear_resumed(self) -> None:
        """Everything missed has been replayed."""
        self._arrive()

    def _arrive(self) -> None:
        self._is_replaying = False
        self._lost_at = None
        self._failures = 0
        self.is_listening = True

    async def _live_once(self) -> None:
        """Connect and listen until the connection is lost."""
        try:
            await self._open()
            assert self.socket is not None
            await self._listen(self.socket)
        except ReconnectWebSocket as request:
            self._lose(keeps_session=request.resume)
            self._failures += 1
        except UNREACHABLE as error:
            self._lose(keeps_session=True)
            self._failures += 1
            log.warning("Discord is out of reach (%s); trying again.", describe(error))
        await asyncio.sleep(self._delay())

    async def _listen(self, socket: Socket) -> None:
        turn_began = time.monotonic()
        while True:
            await socket.poll_event()
            if socket.heard_at - turn_began > TURN_SECONDS:
                await asyncio.sleep(0)
                turn_began = time.monotonic()

    async def _open(self) -> None:
        session = self._session
        if session is None:
            await self._client.starts.take(self._client.http)
        else:
            away = time.monotonic() - (self._lost_at or time.monotonic())
            self._is_replaying = away > LATE_SECONDS
        async with asyncio.timeout(CONNECT_TIMEOUT_SECONDS):
            self.socket = await Socket.from_client(
                self._client,
                shard_id=self.shard_id,
                resume=session is not None,
                session=session.session_id if session else None,
                sequence=session.sequence if session else None,
                gateway=session.gateway if session else None,
            )

    def _lose(self, keeps_session: bool) -> None:
        """Note since when nothing was heard, and what a resume needs."""
        was_listening, self.is_listening = self.is_listening, False
        socket, self.socket = self.socket, None
        if socket is not None:
            self._keep(socket)
            if was_listening:
                self._lost_at = socket.asked_at or time.monotonic()
        if not keeps_session:
            self._session = None
        if was_listening:
            self._client.dispatch("connection_lost", self.shard_id)

    def _keep(self, socket: Socket) -> None:
        if socket.heard_at:
            self.heard_at = socket.heard_at
        if socket.session_id:
            self._session = Session(socket.session_id, socket.sequence, socket.gateway)

    def _delay(self) -> float:
        """Nothing after the first loss, then doubling with jitter: many bots come back at once."""
        if self._failures <= 1:
            return 0.0
        longest = min(LONGEST_DELAY_SECONDS, 2.0 ** (self._failures - 2))
        return longest * random.uniform(0.5, 1.0)

    async def _tick(self) -> None:
        """Notice that the process itself stood still (suspended, or the machine asleep)."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            before, self._ticked_at = self._ticked_at, time.monotonic()
            stood_still = self._ticked_at - before > LATE_SECONDS
            if stood_still and self.socket is not None and self.is_listening:
                await self.socket.ask_now(since=before)


def describe(error: BaseException) -> str:
    """One line; some exceptions of the network have no text."""
    return " ".join(str(error).split()) or type(error).__name__
