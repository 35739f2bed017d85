"""A reaction or deletion whose moment nobody knows is not timed, and the gate waits meanwhile."""

import asyncio
from pathlib import Path

import pytest

from botrunner import gateway
from botrunner.standin import Options, StandIn
from monitoring.events import MessagesDeleted, ReactionChanged
from monitoring.snowflakes import snowflake_time
from tests.botrunner.rig import running

# The rules' five seconds, shortened so that the tests need not wait as long.
LATE = 0.5


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway, "LATE_SECONDS", LATE)
    monkeypatch.setattr(gateway, "TICK_SECONDS", 0.1)


async def test_what_is_replayed_after_a_long_absence_has_no_known_time(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        first, second = rig.post("раз"), rig.post("два")
        await rig.until_text("два")
        await rig.standin.offline(3 * LATE)
        rig.standin.react(first, rig.people[1], "👍")
        rig.standin.delete(second)
        await rig.until(lambda: rig.writer.of(MessagesDeleted))
        await rig.ready()
        rig.standin.react(first, rig.people[2], "👍")
        await rig.until(lambda: rig.writer.of(ReactionChanged)[1:])
    replayed, live = rig.writer.of(ReactionChanged)
    assert (replayed.is_timed, live.is_timed) == (False, True)
    assert not rig.writer.of(MessagesDeleted)[0].is_timed
    assert rig.writer.gaps == []


async def test_what_is_replayed_after_a_moment_keeps_its_time(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        message = rig.post("раз")
        await rig.until_text("раз")
        await rig.standin.drop()
        rig.standin.react(message, rig.people[1], "👍")
        await rig.until(lambda: rig.writer.of(ReactionChanged))
    assert rig.writer.of(ReactionChanged)[0].is_timed


async def test_while_a_heartbeat_goes_unanswered_nothing_is_timed(folder: Path) -> None:
    async with (
        StandIn(seed=1, members=60, options=Options(heartbeat_seconds=0.3)) as standin,
        running(folder, standin) as rig,
    ):
        await rig.ready()
        message = rig.post("раз")
        await rig.until_text("раз")
        rig.standin.stall(4 * LATE)
        await asyncio.sleep(3 * LATE)
        assert rig.catch_up.gate(rig.guild_id, rig.channel("вопросы")) == "blocked"
        rig.standin.react(message, rig.people[1], "👍")
        await rig.until(lambda: rig.writer.of(ReactionChanged))
        await rig.ready()
        rig.standin.react(message, rig.people[2], "👍")
        await rig.until(lambda: rig.writer.of(ReactionChanged)[1:])
    late, live = rig.writer.of(ReactionChanged)
    assert (late.is_timed, live.is_timed) == (False, True)


async def test_while_disconnected_no_alert_may_go(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        await rig.standin.offline(1.0)
        await rig.until(
            lambda: rig.catch_up.gate(rig.guild_id, rig.channel("вопросы")) == "blocked"
        )
        await rig.ready()


async def test_a_process_that_stood_still_asks_before_it_times_anything(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        message = rig.post("раз")
        await rig.until_text("раз")
        connection = rig.client.connections[0]
        rig.standin.react(message, rig.people[1], "👍")
        connection._ticked_at -= 60  # as after a suspension: the ticker has not run
        await rig.until(lambda: rig.writer.of(ReactionChanged))
        await rig.until(lambda: connection.is_live)
        rig.standin.react(message, rig.people[2], "👍")
        await rig.until(lambda: rig.writer.of(ReactionChanged)[1:])
    late, live = rig.writer.of(ReactionChanged)
    assert (late.is_timed, live.is_timed) == (False, True)
    assert late.delivered_at == snowflake_time(message.id)  # of all that was heard, the last
