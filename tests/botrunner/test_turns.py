"""Frames that arrive faster than they are handled must not keep the event loop to themselves."""

import asyncio
import time
from typing import Any, cast

import pytest

from botrunner import gateway
from botrunner.gateway import Connection

FRAMES = 50


class Pouring:
    """A socket that always has the next frame ready, so that reading it never waits."""

    heard_at = 0.0

    def __init__(self) -> None:
        self.left = FRAMES

    async def poll_event(self) -> None:
        self.left -= 1
        self.heard_at = time.monotonic()
        if not self.left:
            raise ConnectionError


@pytest.mark.parametrize(("turn_seconds", "turns"), [(-1.0, FRAMES - 1), (60.0, 0)])
async def test_frames_that_pour_in_leave_others_their_turn(monkeypatch, turn_seconds, turns):
    monkeypatch.setattr(gateway, "TURN_SECONDS", turn_seconds)
    taken = 0

    async def other() -> None:
        nonlocal taken
        while True:
            await asyncio.sleep(0)
            taken += 1

    task = asyncio.create_task(other())
    await asyncio.sleep(0)
    with pytest.raises(ConnectionError):
        await Connection(cast(Any, None), 0)._listen(cast(Any, Pouring()))
    task.cancel()
    assert taken == turns
