"""What fell due while the bot was away goes out together, once every server is read."""

import asyncio
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest

from botrunner import catch_up as module
from botrunner.catch_up import CatchUp
from botrunner.lanes import Lanes
from botrunner.progress import Absence
from botrunner.together import REST_SECONDS, TOGETHER_SECONDS, Together
from monitoring.models import Gap
from tests.botrunner.rig import FakeServer

QUICK, SLOW = 1, 2
LANES = {QUICK: 10, SLOW: 20}


class Readers:
    """Reads a server's only lane at once, and is done when the test says so."""

    def __init__(self, lanes: Lanes) -> None:
        self._lanes = lanes
        self.done: dict[int, asyncio.Event] = defaultdict(asyncio.Event)

    async def read_server(self, guild: Any, *_: Any, **__: Any) -> None:
        for lane in self._lanes.plan(guild.id, {LANES[guild.id]}):
            self._lanes.finish(lane)
        await self.done[guild.id].wait()

    async def read_lanes(self, guild: Any, *_: Any) -> None:
        await self.done[guild.id].wait()


class Scene:
    def __init__(self) -> None:
        servers = {guild_id: FakeServer(guild_id) for guild_id in LANES}
        configuration = SimpleNamespace(servers=servers)
        writer: Any = SimpleNamespace(configuration=configuration, submit=lambda *_: None)
        client: Any = SimpleNamespace(silent_since=lambda _: None, made_at=0.0)
        lanes = Lanes(writer, lambda _: None)
        self.reader: Any = Readers(lanes)
        self.catch_up = CatchUp(client, writer, lanes, self.reader, None)

    async def arrive(self, *guild_ids: int) -> None:
        for guild_id in guild_ids:
            self.catch_up.arrive(_guild(guild_id))
        await _settle()

    async def finish(self, guild_id: int) -> None:
        self.reader.done[guild_id].set()
        await _settle()

    @property
    def gate(self) -> str:
        return self.catch_up.gate(QUICK, LANES[QUICK])


def _guild(guild_id: int) -> Any:
    return SimpleNamespace(id=guild_id)


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_lane_that_is_read_waits_for_the_other_servers() -> None:
    scene = Scene()
    await scene.arrive(QUICK, SLOW)
    await scene.finish(QUICK)
    assert scene.gate == "blocked"
    await scene.finish(SLOW)
    assert scene.gate == "ready"


async def test_it_waits_for_the_rest_of_its_own_server() -> None:
    scene = Scene()
    await scene.arrive(QUICK)
    assert scene.gate == "blocked"
    await scene.finish(QUICK)
    assert scene.gate == "ready"


async def test_it_waits_no_longer_than_half_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene()
    await scene.arrive(QUICK, SLOW)
    now = module.time.monotonic()
    for later, gate in ((TOGETHER_SECONDS - 1, "blocked"), (TOGETHER_SECONDS, "ready")):
        monkeypatch.setattr(module.time, "monotonic", lambda later=later: now + later)
        assert scene.gate == gate


async def test_single_lanes_that_are_read_again_hold_up_nobody() -> None:
    scene = Scene()
    await scene.arrive(QUICK, SLOW)
    await scene.finish(QUICK)
    await scene.finish(SLOW)
    scene.reader.done.clear()
    absence = Absence(Gap.Why.OVERFLOW, None)  # type: ignore[arg-type]
    scene.catch_up.read_again(_guild(SLOW), {LANES[SLOW]}, absence)
    await _settle()
    assert scene.catch_up.reading == [SLOW]
    assert scene.gate == "ready"


async def test_a_server_that_goes_away_while_it_is_read_holds_up_nobody() -> None:
    scene = Scene()
    await scene.arrive(QUICK, SLOW)
    await scene.finish(QUICK)
    scene.catch_up.miss(SLOW, Gap.Why.GUILD, None)  # type: ignore[arg-type]
    await _settle()
    assert scene.gate == "ready"


def test_a_reading_that_follows_soon_holds_for_the_rest_of_the_same_half_minute() -> None:
    together = Together()
    with together.reading(100.0):
        assert together.holds(129.9)
        assert not together.holds(130.0)
    assert not together.holds(101.0)
    with together.reading(120.0):
        assert together.holds(129.9)
        assert not together.holds(130.0)


def test_the_half_minute_is_counted_from_the_first_reading() -> None:
    together = Together()
    with together.reading(100.0):
        with together.reading(110.0):
            assert together.holds(129.9)
            assert not together.holds(130.0)
        assert together.holds(129.9)


def test_a_server_that_keeps_coming_and_going_leaves_the_others_every_second_half_minute() -> None:
    together = Together()
    held = 0
    for second in range(100, 700):
        with together.reading(second):
            held += together.holds(second)
    share = TOGETHER_SECONDS / (TOGETHER_SECONDS + REST_SECONDS)
    assert held == 600 * share
