"""A short storm; `make storm` lasts longer."""

import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.world import World, installed

from .__main__ import ENTRY, FIRST_SECONDS
from .storm import Storm
from .twins import Twins
from .verdicts import judge

KILLS = int(os.environ.get("STORM_KILLS", "4"))
# On demand a minute, through which the lease ends by itself.
SUSPENDED_SECONDS = float(os.environ.get("STORM_SUSPENDED", "8"))
pytestmark = [pytest.mark.slow, pytest.mark.storm]


@pytest.fixture
def world(folder: Path, django_db_blocker: Any) -> Iterator[World]:
    with (
        django_db_blocker.unblock(),
        installed(folder, alerts=True, first_seconds=FIRST_SECONDS) as world,
    ):
        yield world


def test_dying_at_any_moment_loses_doubles_and_invents_nothing(world: World) -> None:
    world.bot.entry = ENTRY
    storm = Storm(world, random.Random(KILLS))
    storm.rage(KILLS)
    storm.start({})
    world.settle(300)
    world.wait_for_alerts()
    world.bot.stop()
    verdict = judge(world)
    assert verdict.is_clean, f"{verdict}\n{verdict.details()}"


def test_of_two_bots_one_acts_whichever_is_killed_or_suspended(world: World) -> None:
    twins = Twins(world)
    try:
        twins.one_is_killed()
        twins.one_is_suspended(SUSPENDED_SECONDS, hurry=SUSPENDED_SECONDS < 30)
        world.settle(300)
        world.wait_for_alerts()
        assert twins.connected() == 1
        twins.stop()
        verdict = judge(world)
        assert verdict.is_clean, f"{verdict}\n{verdict.details()}"
    finally:
        twins.stop()
