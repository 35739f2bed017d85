"""`manage.py runbot` as its own process: refusals in one line, an orderly end, one owner."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from botrunner.standin import StandIn
from tests.processes import MANAGE, environment, manage

pytestmark = pytest.mark.slow

WRONG_SETTING = 78


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn(seed=1, members=60) as standin:
        yield standin


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A folder with a migrated database; the bot gets no other."""
    done = manage("migrate", data_dir=tmp_path, DISCORD_BOT_TOKEN="x")
    assert done.returncode == 0, done.stderr
    return tmp_path


class Bot:
    """A process that runs the bot; what it says is gathered."""

    def __init__(self, folder: Path, standin: StandIn, token: str | None = None) -> None:
        self._environment = environment(
            folder, DISCORD_BOT_TOKEN=token or standin.token, DISCORD_API_URL=standin.api_url
        )
        self.process: Any = None

    async def __aenter__(self) -> "Bot":
        self.process = await asyncio.create_subprocess_exec(
            *MANAGE,
            "runbot",
            env=self._environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.communicate()

    async def ended(self) -> tuple[int, str]:
        said, _ = await asyncio.wait_for(self.process.communicate(), 30)
        return self.process.returncode, said.decode()

    async def stopped(self, number: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        self.process.send_signal(number)
        return await self.ended()


async def identified(standin: StandIn, times: int = 1, seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while len(standin.log.of_kind("identify")) < times:  # noqa: ASYNC110
            await asyncio.sleep(0.02)


def only_line(said: str) -> str:
    lines = said.strip().splitlines()
    assert len(lines) == 1, said
    return lines[0]


def test_without_a_token_it_says_what_is_missing(tmp_path: Path) -> None:
    done = manage("runbot", data_dir=tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3")
    assert done.returncode == WRONG_SETTING
    assert "DISCORD_BOT_TOKEN is missing" in only_line(done.stderr)


def test_an_empty_database_is_to_be_migrated_first(tmp_path: Path) -> None:
    done = manage("runbot", data_dir=tmp_path, DISCORD_BOT_TOKEN="x")
    assert done.returncode == WRONG_SETTING
    assert "migrate" in only_line(done.stderr)


def test_a_database_with_demo_rows_takes_no_token(database: Path) -> None:
    import sqlite3

    rows = sqlite3.connect(database / "govtracker.sqlite3")
    rows.execute("UPDATE monitoring_monitoringsettings SET is_demo = 1")
    rows.commit()
    rows.close()
    done = manage("runbot", data_dir=database, DISCORD_BOT_TOKEN="x")
    assert done.returncode == WRONG_SETTING
    assert "demo rows" in only_line(done.stderr)


async def test_a_wrong_token_is_one_line(database: Path, standin: StandIn) -> None:
    async with Bot(database, standin, token="wrong") as bot:
        status, said = await bot.ended()
    assert status == WRONG_SETTING
    assert "DISCORD_BOT_TOKEN" in only_line(said)


async def test_a_missing_intent_names_the_switch(database: Path, standin: StandIn) -> None:
    standin.world.application.privileged = 0
    async with Bot(database, standin) as bot:
        status, said = await bot.ended()
    assert status == WRONG_SETTING
    assert "Message Content Intent" in only_line(said)


async def test_discord_out_of_reach_is_waited_for(database: Path, standin: StandIn) -> None:
    await standin.offline(8)
    async with Bot(database, standin) as bot:
        await identified(standin)
        status, said = await bot.stopped()
    assert status == 0
    assert "out of reach" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_leaves_in_order_when_told_to(
    database: Path, standin: StandIn, number: signal.Signals
) -> None:
    async with Bot(database, standin) as bot:
        await identified(standin)
        await asyncio.sleep(0.5)
        before = time.monotonic()
        status, said = await bot.stopped(number)
    assert status == 0
    assert time.monotonic() - before < 10
    assert "Traceback" not in said
    assert standin.log.of_kind("disconnect")[-1]["resumable"] is False


async def test_a_second_process_waits_and_takes_over_from_an_orderly_end(
    database: Path, standin: StandIn
) -> None:
    async with Bot(database, standin) as first:
        await identified(standin)
        async with Bot(database, standin) as second:
            await asyncio.sleep(6)
            assert len(standin.log.of_kind("identify")) == 1
            await first.stopped()
            await identified(standin, 2)
            _, said = await second.stopped()
    assert "waiting to take over" in said, said


async def test_a_second_process_takes_over_from_a_dead_one_within_its_term(
    database: Path, standin: StandIn
) -> None:
    async with Bot(database, standin) as first:
        await identified(standin)
        first.process.kill()
        await first.ended()
        async with Bot(database, standin) as second:
            before = time.monotonic()
            await identified(standin, 2, seconds=40)
            assert time.monotonic() - before < 32
            await second.stopped()
