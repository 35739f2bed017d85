"""The truth itself, on logs of a few lines, and that comparing sees what is wrong."""

from typing import Any

import pytest

from botrunner.standin import StandIn

from .clock import iso
from .comparing import Rows, differences
from .model import Truth, truth
from .script import Script
from .setting import Setting, arrange
from .stage import Stage

SERVER, CHANNEL = "Government", "вопросы"
CALL = "нужна помощь куратора"


class Play:
    """A stand-in that nobody listens to, and its log."""

    def __init__(self) -> None:
        self.standin = StandIn(seed=1, members=1200)
        self.setting: Setting = arrange(self.standin)
        self.script = Script(self.standin, self.setting)
        self.stage: Stage = self.script.stage
        self.asker = self.stage.ask(SERVER)
        self.curator, self.other = self.stage.two_curators()

    def say(self, person: int, text: str, **options: Any) -> Any:
        self.wait(5)
        return self.stage.say(SERVER, CHANNEL, person, text, **options)

    def wait(self, seconds: float) -> None:
        self.standin.core.clock.offset_seconds += seconds

    def truth(self) -> Truth:
        return truth(self.standin.log.after(0), self.setting)

    def statuses(self) -> list[str]:
        return [each.status for each in self.truth().requests.values()]


@pytest.fixture
def play() -> Play:
    return Play()


def test_calls_join_unless_an_end_lies_between_though_it_is_withdrawn(play: Play) -> None:
    play.say(play.asker, CALL)
    second = play.say(play.asker, CALL)
    answer = play.say(play.curator, "иду", reply_to=second)
    play.standin.delete(answer)
    play.say(play.asker, CALL)
    assert [len(each.calls) for each in play.truth().requests.values()] == [2, 1]
    assert play.statuses() == ["open", "open"]


@pytest.mark.parametrize(("seconds", "calls"), [(590, 1), (610, 2)])
def test_calls_join_within_ten_minutes(play: Play, seconds: float, calls: int) -> None:
    play.say(play.asker, CALL)
    play.wait(seconds - 5)
    play.say(play.asker, CALL)
    assert len(play.truth().requests) == calls


@pytest.mark.parametrize(("seconds", "status"), [(590, "cancelled"), (610, "open")])
def test_a_call_taken_back_late_is_only_marked(play: Play, seconds: float, status: str) -> None:
    call = play.say(play.asker, CALL)
    play.wait(seconds)
    play.standin.delete(call)
    assert play.statuses() == [status]
    assert [each.is_marked for each in play.truth().requests.values()] == [status == "open"]


@pytest.mark.parametrize(("seconds", "opened"), [(590, 1), (610, 0)])
def test_an_edit_within_ten_minutes_opens(play: Play, seconds: float, opened: int) -> None:
    message = play.say(play.asker, "всем привет")
    play.wait(seconds)
    play.standin.edit(message, CALL)
    assert len(play.truth().requests) == opened


def test_the_earliest_answer_that_stands_decides(play: Play) -> None:
    call = play.say(play.asker, CALL)
    play.wait(5)
    play.standin.react(call, play.curator, "👍")
    play.say(play.other, "иду", reply_to=call)
    (request,) = play.truth().requests.values()
    assert (request.decision().actor_id, request.response_seconds) == (play.curator, 5)
    play.standin.unreact(call, play.curator, "👍")
    (request,) = play.truth().requests.values()
    assert (request.decision().actor_id, request.response_seconds) == (play.other, 10)


def _rows(whole: Truth) -> Rows:
    """What a product without a fault would export."""
    found = [
        {
            "guild_id": str(guild),
            "message_id": str(message),
            "curator_id": str(person),
            "emoji_key": key,
            "emoji": each.emoji,
            "kind": each.kind,
            "channel_id": str(each.channel_id),
            "withdrawn": each.is_withdrawn,
            "at": iso(each.at_ms),
        }
        for (guild, message, person, key), each in whole.activities.items()
    ]
    return Rows(activities=found, requests=[], events=[], reports=[])


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda rows: rows.pop(), "lost"),
        (lambda rows: rows.append(rows[0]), "doubled"),
        (lambda rows: rows.append(rows[0] | {"message_id": "1"}), "invented"),
        (lambda rows: rows[0].update(withdrawn=True), "withdrawn is True"),
        (lambda rows: rows[0].update(at="2026-01-01T00:00:00Z"), "at is"),
        (lambda rows: rows[0].update(channel_id="1"), "channel_id is"),
    ],
)
def test_comparing_sees_every_kind_of_fault(play: Play, spoil: Any, says: str) -> None:
    play.say(play.curator, "иду")
    play.say(play.other, "минуту")
    whole = play.truth()
    rows = _rows(whole)
    assert differences(rows, [whole], 0) == []
    spoil(rows.activities)
    (found,) = differences(rows, [whole], 0)
    assert says in found.what


def test_a_script_is_as_rich_as_it_claims(play: Play) -> None:
    for _ in play.script.ticks(1_500):
        pass
    whole = play.truth()
    kinds = {each.kind for request in whole.requests.values() for each in request.events.values()}
    assert kinds == {"reply", "reaction", "message", "solved", "deleted"}
    assert {each.status for each in whole.requests.values()} == {"open", "answered", "cancelled"}
    assert {each.kind for each in whole.activities.values()} == {
        "message", "reply", "reaction", "verification",
    }  # fmt: skip
    assert {each.status for each in whole.reports.values()} >= {"pending", "reviewing", "verified"}
