"""An orderly end keeps what was taken, presses of buttons too, and takes nothing more."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from botrunner import runner
from botrunner.background import Background
from botrunner.lease import Lease
from botrunner.runner import Bot, Settings, make_bot
from monitoring.models import ResponseTracking
from tests.factories import make_curator, make_id, make_request


class Interaction:
    """A press of «Беру»; Discord takes `ack_seconds` to hear that it counts."""

    type = discord.InteractionType.component

    def __init__(self, request: ResponseTracking, user_id: int, ack_seconds: float = 0.0) -> None:
        self.id = make_id()
        self.data = {"custom_id": f"gt:claim:{request.server.guild_id}:{request.message_id}:n"}
        self.user = SimpleNamespace(id=user_id)
        self.response = self
        self.acknowledged = asyncio.Event()
        self._ack_seconds = ack_seconds

    async def defer(self) -> None:
        await asyncio.sleep(self._ack_seconds)
        self.acknowledged.set()


@pytest.fixture
async def lease() -> AsyncIterator[Lease]:
    lease = Lease()
    yield lease
    await lease.release()
    lease.close()


def _ask() -> tuple[ResponseTracking, int]:
    return make_request(), make_curator().discord_id


async def _start(lease: Lease, folder: Path) -> Bot:
    """Its writer runs; Discord is not there."""
    await lease.acquire()
    bot = await make_bot(Settings("token", "", folder), lease)
    bot.writer.start()
    return bot


async def _holder(lease: Lease) -> int | None:
    def holder() -> Any:
        row = ResponseTracking.objects.select_related("claimed_by").get()
        return row.claimed_by and row.claimed_by.discord_id

    return await lease.run(holder)


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("ack_seconds", [0.0, 0.4])
async def test_a_press_that_acts_is_written_before_the_end(
    lease: Lease, folder: Path, ack_seconds: float
) -> None:
    request, curator = await lease.run(_ask)
    bot = await _start(lease, folder)
    bot.writer.submit(lambda: time.sleep(0.5))
    pressed, late = (Interaction(request, curator, ack_seconds) for _ in range(2))
    bot.client.dispatch("interaction", pressed)
    await asyncio.sleep(0.1)
    assert pressed.acknowledged.is_set() is (ack_seconds == 0.0)
    await bot.stop()
    bot.client.dispatch("interaction", late)
    await asyncio.sleep(0)
    assert await _holder(lease) == curator
    assert not late.acknowledged.is_set()


async def _stubborn(told: list[str]) -> None:
    """Takes one cancellation for something else."""
    with suppress(asyncio.CancelledError):
        await asyncio.sleep(60)
    told.append("cancelled")
    try:
        await asyncio.sleep(60)
    finally:
        told.append("ended")


async def test_work_that_does_not_end_is_given_up() -> None:
    background, told = Background(), list[str]()

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            told.append("ended")

    background.start(work())
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await background.finish(0.05)
    assert told == ["ended"]


async def test_work_that_outlives_one_cancellation_is_cancelled_again() -> None:
    background, told = Background(), list[str]()

    background.start(_stubborn(told))
    background.start(asyncio.sleep(60))
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await background.stop()
    assert told == ["cancelled", "ended"]


async def test_a_run_is_over_when_all_its_work_has_ended() -> None:
    stopping, told = asyncio.create_task(asyncio.sleep(0.05)), list[str]()
    async with asyncio.timeout(5):
        await runner._first(stopping, _stubborn(told), asyncio.sleep(60))
    assert told == ["cancelled", "ended"]


async def test_work_that_comes_while_the_rest_is_finished_is_not_begun() -> None:
    background, done = Background(), list[int]()

    async def work(number: int) -> None:
        await asyncio.sleep(0.05)
        done.append(number)

    background.start(work(1))
    finishing = asyncio.create_task(background.finish(5))
    await asyncio.sleep(0)
    background.start(work(2))
    await finishing
    assert done == [1]
