"""What breaks on the way leaves the same tables; what cannot be known is named by a gap."""

import os
import time
from urllib.parse import urlsplit

import pytest

from .test_script import EVENTS
from .world import World

pytestmark = [pytest.mark.slow, pytest.mark.storm]
# SQLite's own patience is 20 seconds; an outage of a minute is played on demand.
IS_FILE = urlsplit(os.environ.get("DATABASE_URL", "")).scheme in ("", "sqlite")
DATABASE_GONE_SECONDS = float(os.environ.get("PIPELINE_DATABASE_GONE", "24" if IS_FILE else "8"))
PART = max(120, EVENTS // 5)


def test_connections_dropped_and_resumed_lose_nothing(world: World) -> None:
    standin, run = world.discord.standin, world.discord.run
    for hurt in (standin.drop, standin.abort, standin.reconnect, lambda: standin.drop(1006)):
        world.play(PART // 4)
        run(hurt())
        world.bustle()
        world.wait_until_connected()
    world.settle()
    found = world.differences(late_seconds=6.0)
    assert not found, world.told(found)


def test_an_invalid_session_is_made_good_from_the_history(world: World) -> None:
    world.play(PART // 2)
    world.settle()
    with world.unheard():
        world.discord.run(world.discord.standin.invalidate())
        world.play(PART // 2)
    _compare(world)


def test_a_guild_outage_is_read_afterwards(world: World) -> None:
    standin, away = world.discord.standin, ("Government", "LSPD")
    with world.unheard():
        for name in away:
            world.discord.do(standin.outage, name, True)
        world.play(PART)
        for name in away:
            world.discord.do(standin.outage, name, False)
    _compare(world)


def test_ten_minutes_away_are_read_afterwards(world: World) -> None:
    """Ten minutes of Discord's time and more: its clock is put forward while the bot is away."""
    began = world.discord.now_ms()
    with world.unheard():
        assert world.bot.stop() == 0
        while world.discord.now_ms() - began < 600_000:
            world.play(PART // 2)
        world.bot.start()
        world.wait_until_connected()
    _compare(world)


def test_rest_that_fails_while_catching_up_loses_nothing(world: World) -> None:
    standin = world.discord.standin
    with world.unheard():
        assert world.bot.stop() == 0
        world.play(PART // 2)
        for kind in ("500", "502", "429", "abort", "lost", "hang", "503"):
            world.discord.do(standin.fail_rest, kind, "GET", "/messages", 2)
            world.discord.do(standin.fail_rest, kind, "GET", "/threads", 1)
        world.bot.start()
        world.wait_until_connected()
    _compare(world)


def test_a_discord_that_is_gone_for_a_while_is_read_afterwards(world: World) -> None:
    with world.unheard():
        world.discord.run(world.discord.standin.offline(4))
        world.play(PART // 2)
        time.sleep(4)
        world.wait_until_connected()
    _compare(world)


@pytest.mark.database
def test_a_database_that_is_gone_loses_nothing(world: World) -> None:
    """The bot goes on listening, and what it heard waits."""
    world.play(PART // 2)
    world.settle()
    gone_until = time.monotonic() + DATABASE_GONE_SECONDS
    world.database.close()
    world.play(PART // 2)
    world.bustle()
    time.sleep(max(0.0, gone_until - time.monotonic()))
    world.database.open()
    _compare(world)


def _compare(world: World) -> None:
    """After some more events, which come while the history is read."""
    world.play(PART // 4)
    world.settle()
    found = world.unexcused()
    assert not found, world.told(found)
