"""The main job, end to end: what was emitted is what the tables hold."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .world import World, installed, told

EVENTS = int(os.environ.get("PIPELINE_EVENTS", "1500"))
pytestmark = pytest.mark.slow


@pytest.fixture
def world(folder: Path, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), installed(folder) as world:
        yield world


def test_every_table_equals_what_was_emitted(world: World) -> None:
    world.play(EVENTS)
    world.settle()
    found = world.differences()
    assert not found, told(found)
