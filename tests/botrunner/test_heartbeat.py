"""Until when all that was heard is written: a gap begins there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from botrunner.heartbeat import Heartbeat, last_heard
from monitoring import leases
from tests.botrunner.rig import Rig, running


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


async def all_heard(rig: Rig) -> None:
    """Every server is there, and the recorded one is read."""
    await rig.until(lambda: len(rig.client.guilds) > 1)
    await rig.until(lambda: rig.catch_up.has_noted(rig.client.guilds))
    await rig.ready()


async def test_a_heartbeat_tells_until_when_all_that_was_heard_is_written(
    folder: Path, reported: list[dict[str, Any]]
) -> None:
    earlier = datetime(2026, 11, 24, 9, tzinfo=UTC)
    async with running(folder) as rig:
        await all_heard(rig)
        rig.writer.holds_marks = True
        heartbeat = make_heartbeat(rig, earlier)
        await heartbeat.beat()
        began = rig.clock.now()
        await heartbeat.beat()
        rig.writer.pass_marks()
        await heartbeat.beat()
    assert [last_heard(state) for state in reported[:2]] == [earlier, earlier]
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
    earlier = datetime(2026, 11, 24, 9, tzinfo=UTC)
    async with running(folder) as rig:
        await all_heard(rig)
        heartbeat = make_heartbeat(rig, earlier)
        rig.catch_up._met.discard(rig.guild_id)
        for _ in range(3):
            await heartbeat.beat()
    assert {last_heard(state) for state in reported} == {earlier}


async def test_an_outage_is_a_row_before_the_server_is_back(folder: Path) -> None:
    async with running(folder) as rig:
        await all_heard(rig)
        rig.standin.outage(rig.guild_id, True)
        await rig.until(lambda: rig.writer.noted)
    assert [absence.why for absence in rig.writer.noted] == ["guild"]
    assert rig.writer.gaps == []
