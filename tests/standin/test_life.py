from collections import Counter

import pytest

from botrunner.standin import StandIn
from botrunner.standin.clock import time_ms
from botrunner.standin.housekeeping import tidy
from botrunner.standin.life import Life

from .client import Recorder


def lived(seed: int, seconds: float = 3600) -> StandIn:
    standin = StandIn(members=80)
    Life(standin, seed, 1.0).prelude(seconds)
    return standin


def texts(standin: StandIn) -> list[str]:
    return [each["content"] for each in standin.log.of_kind("message")]


def test_the_hour_before_holds_everything_that_people_do() -> None:
    standin = lived(1)
    kinds = Counter(each["kind"] for each in standin.log.after())
    wanted = {
        "message",
        "edit",
        "delete",
        "reaction_add",
        "reaction_remove",
        "thread_create",
    }
    assert wanted <= kinds.keys()
    assert kinds["message"] > 500
    servers = Counter(each["guild_id"] for each in standin.log.of_kind("message"))
    assert len(servers) == 8


def test_its_times_are_those_of_the_hour_before() -> None:
    standin = lived(1)
    messages = standin.log.of_kind("message")
    times = [time_ms(int(each["message_id"])) for each in messages]
    now = standin.core.clock.now_ms()
    assert times == sorted(times)
    assert all(now - 3_601_000 <= each <= now for each in times)
    assert [each["at_ms"] for each in messages] == times


def test_the_same_seed_lives_the_same_life() -> None:
    assert texts(lived(7, 600)) == texts(lived(7, 600))
    assert texts(lived(7, 600)) != texts(lived(8, 600))


def test_reports_are_reviewed_by_a_reaction_and_a_reply() -> None:
    standin = lived(3)
    report_channels = {
        each for server in standin.facts()["servers"] for each in server["report_channel_ids"]
    }
    messages = standin.log.of_kind("message")
    posted = [each for each in messages if each["channel_id"] in report_channels]
    reports = {each["message_id"] for each in posted if each["reply_to"] is None}
    verdicts = {each["reply_to"] for each in posted if each["reply_to"]}
    reacted = {each["message_id"] for each in standin.log.of_kind("reaction_add")}
    assert len(reports & verdicts & reacted) >= 5


def test_old_history_is_forgotten_when_it_should_be_kept_small() -> None:
    standin = lived(1)
    standin.core.options = type(standin.options)(keep_history_seconds=1800)
    held = sum(len(each.history) for each in standin.world.channels.values())
    tidy(standin.core)
    kept = [each for channel in standin.world.channels.values() for each in channel.history]
    assert 0 < len(kept) < held
    floor = standin.core.clock.now_ms() - 1_801_000
    assert all(time_ms(each.id) > floor for each in kept)


@pytest.mark.slow
async def test_curators_press_the_buttons_of_the_bot(client: Recorder, standin: StandIn) -> None:
    from .test_interactions import Buttons

    life = Life(standin, 1, 1.0)
    facts = standin.facts()["notification"]
    channel = client.get_partial_messageable(int(facts["alert_channel_id"]))
    for _ in range(10):
        await channel.send("Запрос", view=Buttons())
    life.prelude(300)
    assert standin.log.of_kind("interaction")
