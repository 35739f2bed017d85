"""The main job, end to end: what was emitted is what the tables hold."""

import os
from typing import Any

import pytest
from django.db.models import Model

from monitoring import models

from .databases import ALIAS
from .world import World

EVENTS = int(os.environ.get("PIPELINE_EVENTS", "800"))
KEYS: dict[type[Model], tuple[str, ...]] = {
    models.Activity: ("message_id", "curator__discord_id", "emoji_key"),
    models.ResponseTracking: ("message_id",),
    models.RequestMessage: ("message_id",),
    models.RequestEvent: ("request_message_id", "kind", "source_id", "actor_id", "emoji_key"),
    models.TaskReport: ("message_id",),
    models.ReportEvent: ("report_message_id", "kind", "source_id", "actor_id", "emoji_key"),
    models.Hint: ("report_message_id", "person_id", "reason"),
    models.RejectedEvent: ("key",),
}
pytestmark = [pytest.mark.storm, pytest.mark.slow, pytest.mark.database]


def _keys() -> dict[str, set[tuple[Any, ...]]]:
    return {
        model.__name__: set(model._default_manager.using(ALIAS).values_list(*names))
        for model, names in KEYS.items()
    }


def test_every_table_equals_what_was_emitted(world: World) -> None:
    world.play(EVENTS)
    world.settle()
    found = world.differences()
    assert not found, world.told(found)
    assert not models.RejectedEvent.objects.using(ALIAS).exists()


def test_each_event_twice_is_each_event_once(world: World) -> None:
    world.discord.do(world.discord.standin.redeliver_every, 1)
    world.play(EVENTS // 3)
    world.settle()
    world.discord.do(world.discord.standin.redeliver_every, 0)
    found = world.differences()
    assert not found, world.told(found)


def test_the_same_again_adds_not_one_row(world: World) -> None:
    before = _keys()
    world.redeliver()
    world.wait_until_still()
    more = {name: sorted(keys - before[name]) for name, keys in _keys().items()}
    assert not any(more.values()), more
    found = world.differences()
    assert not found, world.told(found)


def test_the_daily_figures_agree_with_the_rows(world: World) -> None:
    assert "agree" in world.product.manage("rebuild_stats", "--check")
