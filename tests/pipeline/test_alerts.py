"""Calls that go out after an outage: for who still waits, once, and for nobody else."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from botrunner.standin.model import Message
from monitoring.models import Alert

from .databases import ALIAS
from .world import World, running

pytestmark = pytest.mark.slow
SERVER, CHANNEL = "Government", "вопросы"
ASKED = 8
STEP_SECONDS = 600


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), running(folder, alerts=True) as world:
        yield world


def test_no_call_goes_out_for_what_was_answered_while_the_bot_was_away(world: World) -> None:
    calls = world.discord.do(_ask, world)
    world.settle()
    assert world.bot.stop() == 0
    world.discord.forward(100)
    answered = world.discord.do(_answer_half, world, calls)
    world.discord.forward(STEP_SECONDS)
    world.bot.start()
    world.wait_until_connected()
    world.mark_every_lane()
    waiting = {call.id for call in calls} - answered
    world.wait_for(lambda: _sent() == waiting, 60, f"calls for {waiting}")
    time.sleep(2)
    assert _sent() == waiting
    told = _told(world)
    assert not [each for each in answered if str(each) in told]
    assert all(str(each) in told for each in waiting)


def test_a_call_is_sent_once_though_the_answer_to_it_is_lost(world: World) -> None:
    call = world.discord.do(_ask_once, world)
    world.settle()
    before = len(_messages(world))
    for kind in ("lost", "502", "429"):
        world.discord.do(world.discord.standin.fail_rest, kind, "POST", "/messages", 1)
    world.discord.forward(STEP_SECONDS + 30)
    world.mark_every_lane()
    world.wait_for(lambda: call.id in _sent(), 60, "the call is sent")
    time.sleep(3)
    about = [each for each in _messages(world)[before:] if str(call.id) in json.dumps(each)]
    assert len(about) == 1


def _ask(world: World) -> list[Message]:
    return [_ask_once(world) for _ in range(ASKED)]


def _ask_once(world: World) -> Message:
    stage = world.script.stage
    return stage.say(SERVER, CHANNEL, stage.ask(SERVER), "нужна помощь куратора")


def _answer_half(world: World, calls: list[Message]) -> set[int]:
    """By a reply, a reaction, a message that names the author, and one in the call's thread."""
    stage, standin = world.script.stage, world.discord.standin
    curator = stage.curator()
    by_reply, by_reaction, by_name, by_thread = calls[:4]
    stage.say(SERVER, CHANNEL, curator, "иду", reply_to=by_reply)
    stage.react(by_reaction, curator)
    stage.say(SERVER, CHANNEL, curator, f"<@{by_name.author.id}> иду")
    thread = standin.create_thread(SERVER, CHANNEL, curator, "разбор", starter=by_thread)
    stage.say(SERVER, thread.id, curator, f"<@{by_thread.author.id}> иду")
    return {each.id for each in calls[:4]}


def _sent() -> set[int]:
    """Requests of this server that a call went out for."""
    rows = Alert.objects.using(ALIAS).filter(status="sent", kind="request")
    return set(rows.values_list("request_message_id", flat=True))


def _messages(world: World) -> list[dict[str, Any]]:
    return world.discord.do(world.discord.standin.log.of_kind, "bot_message")


def _told(world: World) -> str:
    return json.dumps(_messages(world))
