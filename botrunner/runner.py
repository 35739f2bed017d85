"""The bot's life: wait for the lease, run, and end in order."""

import asyncio
import logging
import signal
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
from django.db import connection

from botrunner import name_rows
from botrunner.access import Access
from botrunner.alerts import AlertSender
from botrunner.background import Background, end
from botrunner.budget import Budget
from botrunner.catch_up import CatchUp
from botrunner.client import Client, use_api
from botrunner.clock import Clock
from botrunner.gateway import LONGEST_DELAY_SECONDS, UNREACHABLE, describe
from botrunner.heartbeat import Heartbeat, last_heard
from botrunner.lanes import Lanes
from botrunner.lease import Lease
from botrunner.listeners import listeners_of
from botrunner.listeners.channels import Channels
from botrunner.listeners.edge import Edge
from botrunner.listeners.guilds import Guilds
from botrunner.listeners.interactions import Interactions
from botrunner.listeners.messages import Messages
from botrunner.listeners.reactions import Reactions
from botrunner.members import Members
from botrunner.names import Names
from botrunner.reading import Reader
from botrunner.rest import Rest
from botrunner.sharing import share_interpreter
from botrunner.starts import Starts
from botrunner.watch import Watch
from botrunner.writer import Writer
from monitoring import leases

log = logging.getLogger(__name__)

# Of the ten seconds in which a process that is told to stop must be gone.
PRESS_SECONDS = 3.0
DRAIN_SECONDS = 4.0
CLOSE_SECONDS = 1.0
GUARD_SECONDS = 1.0
WRONG_TOKEN = "Discord refuses DISCORD_BOT_TOKEN. Copy the token anew from the developer portal."
NO_INTENT = (
    "Discord refuses the intents. Switch on «Message Content Intent» in the developer portal "
    "(Bot, Privileged Gateway Intents)."
)
# Discord: close codes after which a reconnect is of no use.
AUTHENTICATION_FAILED, DISALLOWED_INTENTS = 4004, 4014


class Refusal(Exception):
    """Discord will not have this bot; one line that says what to do."""


class WriterDied(Exception):
    """A fault of ours, logged by its thread. Another process may do better."""


@dataclass(frozen=True, slots=True)
class Settings:
    token: str
    api_url: str
    data_dir: Path


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; with the lease lost, wait for it again. Raises Refusal."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    use_api(settings.api_url)
    lease = Lease()
    stopping = asyncio.create_task(stop.wait())
    try:
        while not stop.is_set():
            await _first(stopping, lease.acquire())
            if lease.number is not None and not stop.is_set():
                await _own(settings, lease, stopping)
    finally:
        await lease.release()
        lease.close()
        stopping.cancel()


async def _own(settings: Settings, lease: Lease, stopping: "asyncio.Task[Any]") -> None:
    """Be the bot until told to stop or until the lease is lost."""
    bot = await make_bot(settings, lease)
    share_interpreter()
    try:
        await _first(stopping, lease.keep(), bot.run(), bot.guard())
    finally:
        await bot.stop()
    if not stopping.done() and lease.number is None:
        log.warning("Another process has taken over; waiting for it to end.")


async def _first(stopping: "asyncio.Task[Any]", *work: Coroutine[Any, Any, Any]) -> None:
    """Until one of them ends; the work is cancelled then, and its failure raised."""
    tasks = [asyncio.create_task(each) for each in work]
    try:
        done, _ = await asyncio.wait([stopping, *tasks], return_when=asyncio.FIRST_COMPLETED)
    finally:
        await end(tasks)
    for task in done - {stopping}:
        task.result()


async def make_bot(settings: Settings, lease: Lease) -> "Bot":
    writer = await asyncio.to_thread(_make_writer, lease)
    state = await lease.run(leases.last_state)
    return Bot(settings, lease, writer, state)


def _make_writer(lease: Lease) -> Writer:
    """Reads the configuration, which an event loop's thread may not."""
    try:
        return Writer(lambda: lease.number)
    finally:
        connection.close()


class Bot:
    """All parts of one run, from the lease won to the lease given back."""

    def __init__(
        self, settings: Settings, lease: Lease, writer: Writer, state: dict[str, Any]
    ) -> None:
        self._token = settings.token
        self._loop = asyncio.get_running_loop()
        self._background = Background()
        self._presses = Background()
        self.clock = clock = Clock()
        self.writer = writer
        self.client = client = Client(clock, Starts(settings.data_dir / "bot_starts.json"))
        self.watch = watch = Watch(client, writer, clock)
        self.lanes = lanes = Lanes(writer, watch.dropped)
        rest = Rest(client.http, Budget())
        reader = Reader(writer, lanes, rest, clock, lambda: lease.number)
        self.catch_up = catch_up = CatchUp(client, writer, lanes, reader, last_heard(state))
        self.access = Access(client, catch_up, reader, lanes, writer, clock, self._background)
        self.names = Names(writer, clock)
        self.members = Members(client, rest, writer)
        self.heartbeat = Heartbeat(client, lease, catch_up, lanes, clock, writer, last_heard(state))
        self.alerts = AlertSender(client, writer, clock, catch_up.gate, lambda: lease.number)
        edge = Edge(client, clock, lanes, watch)
        client.hear(listeners_of(self._listeners(edge, lease)))

    def _listeners(self, edge: Edge, lease: Lease) -> Iterable[object]:
        background = self._background
        return (
            Messages(edge),
            Reactions(edge),
            Channels(edge, self.names, self.access, self.writer, lease, background),
            Guilds(edge, self.catch_up, self.names),
            Interactions(self.alerts.press, self._presses),
        )

    async def run(self) -> None:
        """Until Discord refuses us; raises Refusal then."""
        self.writer.on_outage = self._hear_outage
        self.writer.start()
        await self._log_in()
        self.alerts.start()
        for work in (
            self.names.run(),
            self.watch.run(self.catch_up),
            self.access.run(),
            self.members.run(),
            self.heartbeat.run(),
        ):
            self._background.start(work)
        await self._connect()

    async def guard(self) -> None:
        """Raises WriterDied: without its writer the bot would hear everything and keep nothing."""
        # A thread sets no asyncio.Event.
        while self.writer.ident is None or self.writer.is_alive():  # noqa: ASYNC110
            await asyncio.sleep(GUARD_SECONDS)
        raise WriterDied

    def _hear_outage(self, is_away: bool) -> None:
        """Called in the writer's thread."""
        self._loop.call_soon_threadsafe(self.watch.outage, is_away)

    async def stop(self) -> None:
        """Take no more, write what was taken, and let go of Discord."""
        await self.catch_up.stop()
        await self._background.stop()
        # Who pressed was told that it counts.
        await self._presses.finish(PRESS_SECONDS)
        try:
            async with asyncio.timeout(DRAIN_SECONDS):
                await self.alerts.stop()
                if self.writer.is_alive():
                    await self.names.write()
                    await self.heartbeat.end()
                    await self.writer.call(name_rows.disconnect, None)
        except TimeoutError:
            log.warning("The queue could not be written in time; the next start reads it again.")
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self.client.close()
        self.writer.stop()
        if self.writer.is_alive():
            await asyncio.to_thread(self.writer.join, CLOSE_SECONDS)

    async def _log_in(self) -> None:
        """Keeps trying while Discord is out of reach."""
        delay = 1.0
        while True:
            try:
                await self.client.login(self._token)
            except discord.LoginFailure as error:
                raise Refusal(WRONG_TOKEN) from error
            except UNREACHABLE as error:
                log.warning("Discord is out of reach (%s); trying again.", describe(error))
                await self.client.http.close()
                # The session took its connector down with it.
                self.client.http.connector = discord.utils.MISSING
            else:
                return
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY_SECONDS)

    async def _connect(self) -> None:
        try:
            await self.client.connect()
        except discord.ConnectionClosed as error:
            raise Refusal(_refusal_of(error)) from error


def _refusal_of(error: discord.ConnectionClosed) -> str:
    if error.code == AUTHENTICATION_FAILED:
        return WRONG_TOKEN
    if error.code == DISALLOWED_INTENTS:
        return NO_INTENT
    return f"Discord closed the connection for good: code {error.code} {error.reason}".rstrip()
