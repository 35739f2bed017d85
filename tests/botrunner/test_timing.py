"""A reaction or deletion whose moment nobody knows is not timed, and the gate waits meanwhile."""

import asyncio
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from botrunner import gateway
from botrunner.gateway import Connection, Socket
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


class Asked:
    """A socket that remembers since when it was asked whether it still hears."""

    session_id, heard_at = None, 0.0

    def __init__(self, waits: float | None = None) -> None:
        """`waits`: for how many seconds a heartbeat has not been answered."""
        self.asked_at = None if waits is None else time.monotonic() - waits
        self.asked: list[float] = []

    async def ask_now(self, since: float) -> None:
        self.asked.append(since)


def listening(socket: Any) -> Connection:
    """A connection that was made long ago and is heard."""
    client: Any = SimpleNamespace(dispatch=lambda *_: None)
    connection = Connection(client, 0)
    connection._made_at -= 1000
    connection.socket, connection.is_listening = socket, True
    return connection


def seconds_since(moment: float | None) -> float | None:
    return None if moment is None else time.monotonic() - moment


@pytest.mark.parametrize(
    ("waits", "stood_still", "late"),
    [
        (None, 0, None),
        (LATE / 10, 0, None),
        (60, 0, 60),
        (None, 60, 60),
        (2, 60, 60),
        (60, 2, 60),
    ],
)
async def test_an_event_may_have_waited_since_the_first_sign_of_silence(
    waits: float | None, stood_still: float, late: float | None
) -> None:
    connection = listening(Asked(waits))
    connection._ticked_at -= stood_still
    expected = None if late is None else pytest.approx(late, abs=1)
    assert seconds_since(connection.late_since) == expected


@pytest.mark.parametrize(("waits", "late"), [(None, 30), (40, 70)])
async def test_what_is_replayed_may_have_waited_since_the_first_loss(
    waits: float | None, late: float
) -> None:
    connection = listening(Asked(waits))
    connection._lose(keeps_session=True)
    assert connection._lost_at is not None
    connection._lost_at -= 30
    # Connected again, and lost before anything was replayed.
    connection.socket = Asked()  # type: ignore[assignment]
    connection._lose(keeps_session=True)
    connection._is_replaying = True
    assert seconds_since(connection.late_since) == pytest.approx(late, abs=1)


async def test_who_stood_still_asks_since_when_it_may_not_have_heard() -> None:
    socket = Asked()
    connection = listening(socket)
    connection._ticked_at = before = connection._ticked_at - 60
    ticker = asyncio.create_task(connection._tick())
    async with asyncio.timeout(5):
        while not socket.asked:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    ticker.cancel()
    assert socket.asked == [before]


async def test_what_arrives_before_the_answer_may_be_as_old_as_was_asked() -> None:
    sent = list[str]()

    async def send(text: str) -> None:
        sent.append(text)

    line: Any = SimpleNamespace(send_str=send)
    socket = Socket(line, loop=asyncio.get_running_loop())
    keep_alive: Any = SimpleNamespace(get_payload=lambda: {"op": Socket.HEARTBEAT, "d": 7})
    socket._keep_alive = keep_alive
    await socket.ask_now(since=5.0)
    assert (socket.asked_at, len(sent)) == (5.0, 1)


async def test_a_loss_that_is_over_is_no_part_of_the_next_silence() -> None:
    connection = listening(Asked())
    connection._lose(keeps_session=True)
    assert connection._lost_at is not None
    connection._lost_at -= 60
    connection.socket = Asked()  # type: ignore[assignment]
    connection.hear_resumed()
    assert connection.silent_since is None
    connection.socket = Asked(waits=20)  # type: ignore[assignment]
    assert connection.silence_seconds == pytest.approx(20, abs=1)


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
        for person in rig.people[1:4]:
            rig.standin.react(message, person, "👍")
        await rig.until(lambda: rig.writer.of(ReactionChanged)[2:])
        await rig.ready()
        rig.standin.react(message, rig.people[4], "👍")
        await rig.until(lambda: rig.writer.of(ReactionChanged)[3:])
    *late, live = rig.writer.of(ReactionChanged)
    # Not even the later ones: an event is no answer to the heartbeat.
    assert [each.is_timed for each in late] == [False] * 3
    assert live.is_timed


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
