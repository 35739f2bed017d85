"""The real discord.py client against the stand-in, with a writer that only remembers."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from botrunner import progress
from botrunner.access import Access
from botrunner.background import Background
from botrunner.budget import Budget
from botrunner.catch_up import CatchUp
from botrunner.client import Client, use_api
from botrunner.clock import Clock
from botrunner.lanes import Lanes
from botrunner.listeners import listeners_of
from botrunner.listeners.channels import Channels
from botrunner.listeners.edge import Edge
from botrunner.listeners.guilds import Guilds
from botrunner.listeners.interactions import Interactions
from botrunner.listeners.messages import Messages
from botrunner.listeners.reactions import Reactions
from botrunner.names import Names
from botrunner.progress import Absence, Progress, Recovered, Watched
from botrunner.reading import Reader
from botrunner.rest import Rest
from botrunner.standin import StandIn
from botrunner.starts import Starts
from botrunner.watch import Watch
from monitoring.events import Event, Message, Source

PATIENCE_SECONDS = 10.0


@dataclass
class FakeServer:
    guild_id: int
    pk: int = 1
    is_active: bool = True
    active_since: datetime | None = None
    ignored_role_ids: frozenset[int] = frozenset()


@dataclass
class FakeWriter:
    """Remembers events; `room` is how many more its queue takes."""

    configuration: Any = None
    events: list[Event] = field(default_factory=list)
    positions: dict[int, int] = field(default_factory=dict)
    gaps: list[Absence] = field(default_factory=list)
    noted: list[Absence] = field(default_factory=list)
    marks: list["Future[Any]"] = field(default_factory=list)
    holds_marks: bool = False
    closed: list[Recovered] = field(default_factory=list)
    cursors: dict[int, int] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    readmitted: set[int] = field(default_factory=set)
    known_refusals: dict[int, datetime] = field(default_factory=dict)
    watched: dict[int, tuple[Watched, ...]] = field(default_factory=dict)
    reacted: frozenset[int] = frozenset()
    room: int = 1_000_000
    is_away: bool = False
    _back: asyncio.Event = field(default_factory=asyncio.Event)

    def put(self, event: Event) -> bool:
        if self.room <= 0:
            return False
        self.room -= 1
        self.events.append(event)
        if isinstance(event, Message) and event.source is not Source.EDIT:
            known = self.positions.get(event.channel_id, 0)
            self.positions[event.channel_id] = max(known, event.message_id)
        return True

    async def call(self, function: Callable[..., Any], *args: Any) -> Any:
        await self.drain()
        answer = getattr(self, f"_{function.__name__}", None)
        return answer(*args) if answer else None

    def submit(self, function: Callable[..., Any], *args: Any) -> "Future[Any]":
        """Waits until `pass_marks` where `holds_marks`."""
        future: Future[Any] = Future()
        if function is progress.note_gap:
            self.noted.append(args[1])
        self.marks.append(future)
        if not self.holds_marks:
            self.pass_marks()
        return future

    def pass_marks(self) -> None:
        while self.marks:
            self.marks.pop().set_result(None)

    def __len__(self) -> int:
        return 0

    async def drain(self) -> None:
        while self.is_away or self.room <= 0:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    async def load_positions(self) -> dict[int, int]:
        return dict(self.positions)

    def _open_gap(self, _: int, __: int, absence: Absence | None, ___: datetime) -> Progress:
        if absence is not None:
            self.gaps.append(absence)
        return Progress(
            gap_id=len(self.gaps) or None,
            since=absence.started_at if absence else None,
            watched=self.watched,
            reacted=self.reacted,
            threads={},
            refused=self.known_refusals,
        )

    def _close_gaps(
        self, _: int, __: int | None, recovered: Recovered, ___: datetime, ____: bool
    ) -> None:
        self.closed.append(recovered)

    def _open_cursors(self, _: int, __: int | None, rows: list[tuple[int, int, int]]) -> None:
        for channel_id, _lane_id, message_id in rows:
            self.cursors.setdefault(channel_id, message_id)
            self.positions.setdefault(channel_id, message_id)

    def _refuse(self, _: int, channel_id: int, reason: str, __: datetime) -> None:
        self.refused[channel_id] = reason

    def _readmit(self, channel_ids: set[int]) -> None:
        self.readmitted |= set(channel_ids)

    def of(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def texts(self, channel_id: int | None = None) -> list[str]:
        return [
            event.content
            for event in self.of(Message)
            if channel_id is None or event.channel_id == channel_id
        ]


class Rig:
    """One server of the stand-in is recorded: LSPD, unless named otherwise."""

    def __init__(
        self,
        standin: StandIn,
        folder: Path,
        *,
        writer: FakeWriter | None = None,
        last_heard: datetime | None = None,
        active_since: timedelta = timedelta(days=30),
        guild: str = "LSPD",
        ignored: frozenset[int] = frozenset(),
    ) -> None:
        self.standin = standin
        self.facts = next(s for s in standin.facts()["servers"] if s["name"] == guild)
        self.guild_id = int(self.facts["guild_id"])
        self.clock = Clock()
        self.writer = FakeWriter() if writer is None else writer
        since = self.clock.now() - active_since
        server = FakeServer(self.guild_id, active_since=since, ignored_role_ids=ignored)
        self.writer.configuration = SimpleNamespace(number=1, servers={self.guild_id: server})
        self.background = Background()
        self.presses: list[Any] = []
        self.client = client = Client(self.clock, Starts(folder / "starts.json"))
        self.watch = Watch(client, self.writer, self.clock)
        self.lanes = lanes = Lanes(self.writer, self.watch.dropped)
        self.rest = Rest(client.http, Budget(500))
        lease: Any = SimpleNamespace(number=1)
        reader = Reader(self.writer, lanes, self.rest, self.clock, lambda: 1)
        self.catch_up = CatchUp(client, self.writer, lanes, reader, last_heard)
        self.access = Access(
            client, self.catch_up, reader, lanes, self.writer, self.clock, self.background
        )
        self.names = names = Names(self.writer, self.clock)
        edge = Edge(client, self.clock, lanes, self.watch)
        parts = (
            Messages(edge),
            Reactions(edge),
            Channels(edge, names, self.access, self.writer, lease, self.background),
            Guilds(edge, self.catch_up, names),
            Interactions(self._press, self.background),
        )
        client.hear(listeners_of(parts))

    async def _press(self, interaction: Any) -> None:
        self.presses.append(interaction)
        await interaction.response.send_message("ok", ephemeral=True)

    @property
    def help_role(self) -> int:
        return int(self.facts["help_role_id"])

    @property
    def people(self) -> list[int]:
        members = self.standin.world.guilds[self.guild_id].members.values()
        return [member.user.id for member in members if not member.user.bot]

    def channel(self, name: str) -> int:
        return int(self.facts["channels"][name])

    def post(self, text: str, channel: str = "вопросы", **options: Any) -> Any:
        author = options.pop("author", self.people[0])
        return self.standin.post(self.guild_id, channel, author, text, **options)

    async def until(self, condition: Callable[[], Any]) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def ready(self) -> None:
        """Connected, and the recorded server is read."""
        await self.until(
            lambda: (
                self.client.connections
                and self.catch_up.gate(self.guild_id, self.channel("вопросы")) == "ready"
                and self.guild_id not in self.catch_up.reading
            )
        )

    async def until_text(self, text: str) -> None:
        await self.until(lambda: text in self.writer.texts())


@asynccontextmanager
async def running(
    folder: Path, standin: StandIn | None = None, **options: Any
) -> AsyncIterator[Rig]:
    """A rig that is connected; the stand-in is a new one unless given (and started)."""
    own = StandIn(seed=1, members=60) if standin is None else None
    if own is not None:
        await own.start()
    place = standin or own
    assert place is not None
    use_api(place.api_url)
    rig = Rig(place, folder, **options)
    await rig.client.login(place.token)
    tasks = [
        asyncio.create_task(rig.client.connect()),
        asyncio.create_task(rig.watch.run(rig.catch_up)),
    ]
    try:
        yield rig
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await rig.client.close()
        await rig.catch_up.stop()
        await rig.background.stop()
        if own is not None:
            await own.stop()


assert progress.open_gap.__name__ == "open_gap", "FakeWriter answers calls by these names"
