"""Until when all that was heard is written: a gap begins there."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError

from botrunner.clock import Clock
from botrunner.heartbeat import Heartbeat, last_heard
from botrunner.lanes import Lane
from monitoring import leases
from tests.botrunner.rig import FakeWriter, Rig, running

EARLIER = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.fixture
def reported(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The states that heartbeats reported."""
    states: list[dict[str, Any]] = []

    def report(owner: str, number: int, state: dict[str, Any]) -> bool:
        states.append(state)
        return True

    monkeypatch.setattr(leases, "report", report)
    return states


class Held:
    """A lease that is ours."""

    number, owner = 1, "us"

    async def run(self, function: Callable[..., Any], *args: Any) -> Any:
        return function(*args)


def make_heartbeat(rig: Rig, heard_at: datetime | None = None) -> Heartbeat:
    lease: Any = Held()
    return Heartbeat(rig.client, lease, rig.catch_up, rig.lanes, rig.clock, rig.writer, heard_at)


def make_shard(
    *, is_live: bool = True, waits: float | None = None, latency: float | None = None
) -> Any:
    """`waits`: for how many seconds its heartbeat has not been answered."""
    asked_at = None if waits is None else time.monotonic() - waits
    return SimpleNamespace(
        is_live=is_live, latency=latency, socket=SimpleNamespace(asked_at=asked_at)
    )


def heartbeat_of(
    *shards: Any,
    writer: Any = None,
    guilds: Any = (),
    reading: Any = (),
    lanes: Any = (),
) -> Heartbeat:
    """Of a bot whose absences are all rows."""
    client: Any = SimpleNamespace(connections=dict(enumerate(shards)), guilds=guilds)
    catch_up: Any = SimpleNamespace(has_noted=lambda _: True, reading=reading)
    lease: Any = Held()
    writer = FakeWriter() if writer is None else writer
    return Heartbeat(client, lease, catch_up, lanes, Clock(), writer, EARLIER)


async def all_heard(rig: Rig) -> None:
    """Every server is there, and the recorded one is read."""
    await rig.until(lambda: len(rig.client.guilds) > 1)
    await rig.until(lambda: rig.catch_up.has_noted(rig.client.guilds))
    await rig.ready()


async def test_a_heartbeat_tells_until_when_all_that_was_heard_is_written(
    folder: Path, reported: list[dict[str, Any]]
) -> None:
    async with running(folder) as rig:
        await all_heard(rig)
        rig.writer.holds_marks = True
        heartbeat = make_heartbeat(rig, EARLIER)
        await heartbeat.beat()
        began = rig.clock.now()
        await heartbeat.beat()
        rig.writer.pass_marks()
        await heartbeat.beat()
    assert [last_heard(state) for state in reported[:2]] == [EARLIER, EARLIER]
    heard = last_heard(reported[2])
    assert heard is not None
    assert began - timedelta(seconds=1) < heard <= began
    assert reported[2]["guilds"][str(rig.guild_id)] == "ready"
    assert reported[2]["queue"] == 0
    assert last_heard({}) is None


async def test_the_last_heartbeat_of_an_orderly_end_reaches_until_then(
    folder: Path, reported: list[dict[str, Any]]
) -> None:
    async with running(folder) as rig:
        await all_heard(rig)
        heartbeat = make_heartbeat(rig)
        before = rig.clock.now()
        await heartbeat.end()
    heard = last_heard(reported[0])
    assert heard is not None
    assert heard >= before


async def test_no_heartbeat_passes_over_an_absence_that_is_no_row_yet(
    folder: Path, reported: list[dict[str, Any]]
) -> None:
    async with running(folder) as rig:
        await all_heard(rig)
        heartbeat = make_heartbeat(rig, EARLIER)
        rig.catch_up._met.discard(rig.guild_id)
        for _ in range(3):
            await heartbeat.beat()
        await heartbeat.end()
    assert [last_heard(state) for state in reported] == [EARLIER] * 4


@pytest.mark.parametrize(
    "shards", [[], [make_shard(is_live=False)], [make_shard(), make_shard(is_live=False)]]
)
async def test_while_a_shard_is_not_heard_nothing_is_told(
    reported: list[dict[str, Any]], shards: list[Any]
) -> None:
    heartbeat = heartbeat_of(*shards)
    await heartbeat.beat()
    await heartbeat.end()
    assert reported == []


async def test_what_is_heard_reaches_until_the_oldest_heartbeat_without_an_answer(
    reported: list[dict[str, Any]],
) -> None:
    heartbeat = heartbeat_of(make_shard(waits=1), make_shard(waits=4), make_shard())
    began = heartbeat._clock.now()
    for _ in range(2):
        await heartbeat.beat()
    heard = last_heard(reported[1])
    assert heard is not None
    assert abs(began - timedelta(seconds=4) - heard) < timedelta(seconds=1)


async def test_the_last_heartbeat_waits_for_the_writer_and_tells_no_more_than_it_wrote(
    reported: list[dict[str, Any]],
) -> None:
    writer = FakeWriter(is_away=True)
    heartbeat = heartbeat_of(make_shard(), writer=writer)
    ending = asyncio.create_task(heartbeat.end())
    await asyncio.sleep(0.05)
    assert reported == []
    began = heartbeat._clock.now()
    writer.is_away = False
    await ending
    heard = last_heard(reported[0])
    assert heard is not None
    assert EARLIER < heard < began


def test_a_heartbeat_tells_what_is_read_what_refuses_and_the_slowest_shard() -> None:
    heartbeat = heartbeat_of(
        make_shard(latency=0.04),
        make_shard(latency=0.25),
        make_shard(),
        guilds=[SimpleNamespace(id=n, unavailable=n == 3) for n in (1, 2, 3)],
        reading=[1, 3],
        lanes=[Lane(1, 10), Lane(1, 11, is_ready=True), Lane(2, 20, is_refused=True)],
    )
    state = heartbeat.state()
    assert state["guilds"] == {"1": "reading", "2": "ready", "3": "unavailable"}
    assert (state["reading"], state["refused"], state["latency_ms"]) == (1, 1, 250)


async def test_without_the_lease_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, reported: list[dict[str, Any]]
) -> None:
    monkeypatch.setattr(Held, "number", None)
    await heartbeat_of(make_shard()).beat()
    assert reported == []


async def test_a_heartbeat_outlives_a_database_that_is_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(leases, "report", fail)
    await heartbeat_of(make_shard()).beat()


async def test_an_outage_is_a_row_before_the_server_is_back(folder: Path) -> None:
    async with running(folder) as rig:
        await all_heard(rig)
        rig.standin.outage(rig.guild_id, True)
        await rig.until(lambda: rig.writer.noted)
    assert [absence.why for absence in rig.writer.noted] == ["guild"]
    assert rig.writer.gaps == []
