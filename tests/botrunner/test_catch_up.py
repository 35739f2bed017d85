"""Which readings begin, and since when: an absence is noted before what is heard after it."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from botrunner import catch_up as module
from botrunner.catch_up import UNREAD_AFTER_SECONDS, CatchUp
from botrunner.lanes import Lanes
from botrunner.progress import Absence
from botrunner.standin import StandIn
from monitoring.models import Gap
from tests.botrunner.rig import FakeServer, FakeWriter, running

GUILD = 1
HEARD = datetime(2026, 11, 24, 9, tzinfo=UTC)
STARTED = Absence(Gap.Why.START, HEARD)


def minutes(number: float) -> datetime:
    """After an earlier process was heard last."""
    return HEARD + timedelta(minutes=number)


class Reader:
    """Remembers since when it is to read; reads as long as the test says."""

    def __init__(self) -> None:
        self.absences: list[Absence | None] = []
        self.lanes: list[set[int]] = []
        self.is_broken = self.is_stubborn = False
        self.may_end = asyncio.Event()
        self.has_ended = False

    async def read_server(
        self, _: Any, __: Any, absence: Absence | None, *, is_new: bool = False
    ) -> None:
        self.absences.append(absence)
        if self.is_broken:
            raise RuntimeError("broken")
        await self.may_end.wait()

    async def read_lanes(self, _: Any, __: Any, lane_ids: set[int], ___: Absence) -> None:
        """Where it is stubborn, takes one cancellation for something else."""
        self.lanes.append(lane_ids)
        if self.is_stubborn:
            with suppress(asyncio.CancelledError):
                await self.may_end.wait()
        try:
            await self.may_end.wait()
        finally:
            self.has_ended = True


class Scene:
    """One server; an earlier process heard it until `HEARD`."""

    def __init__(self, *, is_active: bool = True) -> None:
        self.server = FakeServer(GUILD, is_active=is_active)
        self.writer = FakeWriter(configuration=SimpleNamespace(servers={GUILD: self.server}))
        self.reader: Any = Reader()
        client: Any = SimpleNamespace(silent_since=lambda _: None, made_at=0.0)
        lanes = Lanes(self.writer, lambda _: None)
        self.catch_up = CatchUp(client, self.writer, lanes, self.reader, HEARD)
        self.guild: Any = SimpleNamespace(id=GUILD, unavailable=False)

    def read_again(self, lane_id: int) -> None:
        """A lane of it alone."""
        self.catch_up.read_again(self.guild, {lane_id}, Absence(Gap.Why.ACCESS, minutes(1)))

    async def read(self) -> Absence | None:
        """The server is there, and is read: since when?"""
        self.catch_up.arrive(self.guild)
        self.reader.may_end.set()
        await asyncio.sleep(0.01)
        self.reader.may_end.clear()
        absence: Absence | None = self.reader.absences[-1]
        return absence


async def test_what_was_missed_before_the_start_is_noted_as_soon_as_a_server_is_there() -> None:
    scene = Scene()
    scene.catch_up.arrive(scene.guild)
    assert scene.writer.noted == [STARTED]
    assert scene.catch_up.has_noted([scene.guild])
    await scene.catch_up.stop()


async def test_an_unavailable_server_is_not_passed_over_before_its_absence_is_noted() -> None:
    scene = Scene()
    scene.guild.unavailable = True
    assert not scene.catch_up.has_noted([scene.guild])
    scene.catch_up.lack(GUILD)
    assert scene.writer.noted == [STARTED]
    assert scene.catch_up.has_noted([scene.guild])


async def test_a_server_lost_before_it_was_there_is_missing_since_the_process_before() -> None:
    """The connection breaks between the greeting and the server's arrival."""
    scene = Scene()
    scene.catch_up.miss(GUILD, Gap.Why.RECONNECT, minutes(1))
    assert scene.writer.noted == [STARTED]
    assert await scene.read() == STARTED
    await scene.catch_up.stop()


async def test_a_server_that_was_there_has_not_been_lacking_since_the_start() -> None:
    scene = Scene()
    await scene.read()
    scene.catch_up.lack(GUILD)
    assert scene.writer.noted == [STARTED]
    assert await scene.read() is None


async def test_an_absence_is_noted_as_it_begins() -> None:
    scene = Scene()
    missed = Absence(Gap.Why.GUILD, minutes(1))
    await scene.read()
    scene.catch_up.miss(GUILD, missed.why, missed.started_at)
    assert scene.writer.noted == [STARTED, missed]
    assert await scene.read() == missed


async def test_what_is_read_is_not_read_again() -> None:
    scene = Scene()
    assert await scene.read() == STARTED
    assert await scene.read() is None


async def test_an_absence_that_is_not_read_yet_reaches_back_to_its_beginning() -> None:
    scene = Scene()
    await scene.read()
    scene.catch_up.miss(GUILD, Gap.Why.GUILD, minutes(1))
    scene.catch_up.miss(GUILD, Gap.Why.RECONNECT, minutes(2))
    assert await scene.read() == Absence(Gap.Why.GUILD, minutes(1))


async def test_what_a_server_missed_while_it_was_off_is_neither_noted_nor_read() -> None:
    scene = Scene(is_active=False)
    scene.catch_up.arrive(scene.guild)
    scene.catch_up.miss(GUILD, Gap.Why.GUILD, minutes(1))
    assert scene.writer.noted == []
    scene.server.is_active = True
    scene.catch_up.activate(scene.guild, scene.server)  # type: ignore[arg-type]
    scene.catch_up.miss(GUILD, Gap.Why.GUILD, minutes(2))
    assert await scene.read() == Absence(Gap.Why.GUILD, minutes(2))


async def test_a_server_that_is_off_is_not_read() -> None:
    scene = Scene(is_active=False)
    scene.catch_up.arrive(scene.guild)
    scene.read_again(10)
    await asyncio.sleep(0.01)
    assert (scene.reader.absences, scene.reader.lanes) == ([], [])


async def test_a_lane_is_read_again_after_what_is_being_read_of_its_server() -> None:
    scene = Scene()
    scene.catch_up.arrive(scene.guild)
    scene.read_again(10)
    await asyncio.sleep(0.01)
    assert scene.reader.lanes == []
    scene.reader.may_end.set()
    await asyncio.sleep(0.01)
    assert scene.reader.lanes == [{10}]


@pytest.mark.parametrize(("goes_away", "count"), [(False, 2), (True, 1)])
async def test_a_reading_that_broke_is_tried_again_unless_the_server_went_away(
    monkeypatch: pytest.MonkeyPatch, goes_away: bool, count: int
) -> None:
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.03)
    scene = Scene()
    scene.reader.is_broken = True
    scene.catch_up.arrive(scene.guild)
    await asyncio.sleep(0.01)
    scene.reader.is_broken = False
    if goes_away:
        scene.catch_up.miss(GUILD, Gap.Why.GUILD, minutes(1))
    await asyncio.sleep(0.1)
    assert scene.reader.absences == [STARTED] * count
    await scene.catch_up.stop()


async def test_a_channel_that_is_new_in_a_server_that_is_read_holds_no_call_back() -> None:
    scene = Scene()
    await scene.read()
    assert scene.catch_up.gate(GUILD, 10) == "ready"
    scene.catch_up.miss(GUILD, Gap.Why.GUILD, minutes(1))
    assert scene.catch_up.gate(GUILD, 10) == "blocked"


def test_a_server_that_goes_away_again_and_again_is_unread_five_minutes_after_the_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    scene = Scene()
    now = module.time.monotonic()
    for later, gate in ((0.0, "blocked"), (UNREAD_AFTER_SECONDS, "unread")):
        monkeypatch.setattr(module.time, "monotonic", lambda later=later: now + later)
        scene.catch_up.miss(GUILD, Gap.Why.GUILD, minutes(1))
        assert scene.catch_up.gate(GUILD, 10) == gate


async def test_readings_have_ended_when_they_are_stopped() -> None:
    scene = Scene()
    scene.reader.is_stubborn = True
    scene.read_again(10)
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await scene.catch_up.stop()
    assert scene.reader.has_ended


async def test_a_server_that_is_away_when_the_bot_starts_is_noted_at_once(folder: Path) -> None:
    async with StandIn(seed=1, members=60) as standin:
        guild_id = next(s["guild_id"] for s in standin.facts()["servers"] if s["name"] == "LSPD")
        standin.outage(int(guild_id), True)
        async with running(folder, standin, last_heard=HEARD) as rig:
            await rig.until(lambda: rig.writer.noted)
            assert rig.writer.noted == [STARTED]
