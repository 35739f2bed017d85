"""What is added and taken back within its limit was never there, to the last number."""

import random
from datetime import timedelta
from typing import Any

import pytest

from monitoring.configuration import Configuration
from monitoring.recording.recorder import record
from monitoring.rules.periods import Period
from monitoring.statistics.ratings import ratings
from monitoring.statistics.requests import by_day, by_week_hour, requests
from tests.monitoring.recording.scenario import (
    CALL,
    CURATORS,
    START,
    deleted,
    invent,
    make_world,
    posted,
    reacted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
PERIOD = Period(START.date(), START.date() + timedelta(days=1))
LATER = START + timedelta(hours=20)
# After all that is invented, so that it stands alone.
SECONDS = 40_000
ASKER, EVA = 99, CURATORS[0]


@pytest.fixture
def world() -> Configuration:
    configuration = make_world()
    record(invent(random.Random(3), 25).in_order(), configuration, {}, None)
    call = posted(SECONDS, ASKER, CALL)
    record([call], configuration, {}, None)
    return configuration


def numbers() -> Any:
    found = requests(PERIOD, LATER)
    return dict(ratings(PERIOD)), found, by_day(PERIOD), by_week_hour(PERIOD)


def reply(seconds: float) -> Any:
    call = posted(SECONDS, ASKER, CALL)
    return posted(
        seconds, EVA, "сейчас помогу", reply_to_id=call.message_id, reply_to_author_id=ASKER
    )


@pytest.mark.parametrize(
    ("done", "undone"),
    [
        pytest.param(
            posted(SECONDS + 5, EVA, "всем привет"),
            lambda it: deleted(it, SECONDS + 500),
            id="a message",
        ),
        pytest.param(
            reply(SECONDS + 30), lambda it: deleted(it, SECONDS + 600), id="a reply that answered"
        ),
        pytest.param(
            reacted(posted(SECONDS, ASKER, CALL), SECONDS + 30),
            lambda _: reacted(posted(SECONDS, ASKER, CALL), SECONDS + 9_000, is_added=False),
            id="a reaction that answered",
        ),
    ],
)
def test_what_is_done_and_taken_back_restores_every_number(
    world: Configuration, done: Any, undone: Any
) -> None:
    before = numbers()
    record([done], world, {}, None)
    assert numbers() != before
    record([undone(done)], world, {}, None)
    assert numbers() == before


def test_a_message_deleted_after_its_limit_stays(world: Configuration) -> None:
    message = posted(SECONDS + 5, EVA, "всем привет")
    record([message], world, {}, None)
    after = numbers()
    record([deleted(message, SECONDS + 5 + 601)], world, {}, None)
    assert numbers() == after
