"""Who reacted is read whole or not at all: what a refusal hides was not taken back."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import discord
import pytest

from botrunner.backfill import Backfill
from botrunner.lanes import Lane
from botrunner.plan import Bounds, Place
from botrunner.progress import Recovered, Watched
from botrunner.rest import Refused
from monitoring.events import Event, ReactionChanged, ReactionsCleared, ReactionsRead

LANE, FIRST, SECOND = 10, 1001, 1002
# Discord's epoch, where ids begin.
BEGINNING = datetime(2015, 1, 1, tzinfo=UTC)
NO_ACCESS, NO_MESSAGE, NO_EMOJI = (403, 50001), (404, 10008), (404, 10014)


def refused(status: int, code: int) -> Refused:
    answer: Any = SimpleNamespace(status=status, reason="")
    return Refused(discord.HTTPException(answer, {"code": code, "message": "no"}))


class Rest:
    """Two messages with 👍 and ✅ of 11 and 12; one emoji of the first breaks off after 11."""

    def __init__(self, broken: str, refusal: Refused) -> None:
        self._broken = broken
        self._refusal = refusal
        self.asked: list[tuple[int, str]] = []
        # What happens while reactors are listed, and while messages are on their way to us.
        self.meanwhile: list[Callable[[], None]] = []
        self.on_the_way: list[Callable[[], None]] = []
        self.signs = "👍✅"

    async def messages_after(self, _: int, after: int) -> list[dict[str, Any]]:
        return self._sent([number for number in (FIRST, SECOND) if number > after])

    async def message(self, _: int, message_id: int) -> dict[str, Any]:
        return self._sent([message_id])[0]

    def _sent(self, message_ids: list[int]) -> list[dict[str, Any]]:
        messages = [_message(number, self.signs) for number in message_ids]
        if self.on_the_way:
            self.on_the_way.pop(0)()
        return messages

    async def reactors(
        self, _: int, message_id: int, emoji: str, *, is_burst: bool
    ) -> AsyncIterator[int]:
        assert not is_burst
        self.asked.append((message_id, emoji))
        if self.meanwhile:
            self.meanwhile.pop(0)()
        yield 11
        if (message_id, emoji) == (FIRST, self._broken):
            raise self._refusal
        yield 12


def _message(message_id: int, signs: str) -> dict[str, Any]:
    return {
        "id": str(message_id),
        "channel_id": str(LANE),
        "type": 0,
        "content": "",
        "author": {"id": "5", "username": "mira"},
        "reactions": [{"emoji": {"id": None, "name": sign}, "count": 2} for sign in signs],
    }


class Authors:
    async def add_member(self, _: object) -> None:
        """Roles decide nothing here."""


class Run:
    """One reading, and what came of it."""

    def __init__(self, broken: str, refusal: Refused) -> None:
        self.rest: Any = Rest(broken, refusal)
        self.events: list[Event] = []
        self.refused: list[int] = []
        self.recovered = Recovered()
        self.lane = Lane(1, LANE)

    async def read(self, *watched: Watched) -> None:
        """The messages of the lane, or the watched ones alone where there are some."""
        authors: Any = Authors()
        clock: Any = SimpleNamespace(delivered=lambda: BEGINNING)
        bounds = Bounds({LANE: 1}, None, BEGINNING, BEGINNING)
        backfill = Backfill(
            self.lane,
            bounds,
            self.rest,
            authors,
            clock,
            self._put,
            self._hold_at,
            self._refuse,
            self.recovered,
            awake=list,
        )
        places = [] if watched else [Place(LANE, LANE, SECOND)]
        await backfill.read(places, watched, frozenset(), reads_all=True)

    def _hold_at(self, lane: Lane, place: int, event: Event) -> None:
        self.events.append(event)
        lane.held.insert(place, event)

    async def _put(self, event: Event) -> None:
        self.events.append(event)

    async def _refuse(self, channel_id: int, _: Refused) -> None:
        self.refused.append(channel_id)

    @property
    def reactors(self) -> dict[int, list[tuple[str, int]]]:
        return {
            event.message_id: [(sign, user) for _, sign, user in event.reactors]
            for event in self.events
            if isinstance(event, ReactionsRead)
        }


WHOLE = [(sign, user) for sign in "👍✅" for user in (11, 12)]


@pytest.mark.parametrize("broken", ["👍", "✅"])
@pytest.mark.parametrize("refusal", [NO_ACCESS, (404, 10003), (400, 50035)])
async def test_a_refused_reading_of_reactions_is_none_and_the_channel_is_reported(
    broken: str, refusal: tuple[int, int]
) -> None:
    run = Run(broken, refused(*refusal))
    await run.read()
    assert run.reactors == {}
    assert run.refused == [LANE]
    assert run.recovered.reaction_count == 0


async def test_a_channel_that_refused_is_asked_for_no_more_reactions() -> None:
    run = Run("👍", refused(*NO_ACCESS))
    await run.read()
    assert run.rest.asked == [(FIRST, "👍")]


async def test_the_reactions_of_a_message_that_went_away_stand() -> None:
    run = Run("✅", refused(*NO_MESSAGE))
    await run.read()
    assert run.reactors == {SECOND: WHOLE}
    assert run.refused == []
    assert run.recovered.reaction_count == 4


async def test_an_emoji_that_was_cleared_while_we_read_has_no_reactors() -> None:
    run = Run("👍", refused(*NO_EMOJI))
    await run.read()
    assert run.reactors == {FIRST: [("✅", 11), ("✅", 12)], SECOND: WHOLE}
    assert run.refused == []


def changed(message_id: int, user_id: int = 11) -> ReactionChanged:
    return ReactionChanged(
        1, LANE, LANE, message_id, user_id, "1f44d", "👍", is_added=False, delivered_at=BEGINNING
    )


def intact() -> Run:
    return Run("", refused(*NO_ACCESS))


async def test_what_changes_while_it_is_read_is_read_again_and_goes_after_the_change() -> None:
    run = intact()
    taken_back = changed(FIRST)
    run.rest.meanwhile = [lambda: run.lane.held.append(taken_back)]
    await run.read()
    first, second = (each for each in run.events if isinstance(each, ReactionsRead))
    assert [message_id for message_id, _ in run.rest.asked] == [FIRST] * 4 + [SECOND] * 2
    assert (first.message_id, second.message_id) == (FIRST, SECOND)
    # The second was asked for before the change, with the first's page.
    assert list(run.lane.held) == [second, taken_back, first]


async def test_a_change_of_another_message_is_no_reason_to_read_again() -> None:
    run = intact()
    run.rest.meanwhile = [lambda: run.lane.held.append(changed(7))]
    await run.read()
    assert len(run.rest.asked) == 4
    assert [event.message_id for event in run.lane.held] == [FIRST, SECOND, 7]  # type: ignore[union-attr]


async def test_who_reacts_faster_than_we_read_is_believed_in_the_end() -> None:
    run = intact()
    run.rest.meanwhile = [lambda: run.lane.held.append(changed(FIRST))] * 8
    await run.read()
    assert run.reactors == {FIRST: WHOLE, SECOND: WHOLE}
    assert run.rest.asked.count((FIRST, "👍")) == 4


async def test_what_is_cleared_while_it_is_read_is_read_again() -> None:
    run = intact()
    cleared = ReactionsCleared(1, LANE, LANE, FIRST, None, BEGINNING)
    run.rest.meanwhile = [lambda: run.lane.held.append(cleared)]
    await run.read()
    assert run.rest.asked.count((FIRST, "👍")) == 2


async def test_an_emoji_that_appears_while_we_read_is_read_too() -> None:
    run = intact()

    def appear() -> None:
        run.rest.signs += "🎉"
        run.lane.held.append(changed(FIRST))

    run.rest.meanwhile = [appear]
    await run.read()
    assert run.reactors[FIRST] == [*WHOLE, ("🎉", 11), ("🎉", 12)]


@pytest.mark.parametrize("watched", [[], [Watched(LANE, LANE, FIRST)]])
async def test_what_changes_while_its_message_is_on_the_way_is_read_again(
    watched: list[Watched],
) -> None:
    run = intact()
    run.rest.on_the_way = [lambda: run.lane.held.append(changed(FIRST))]
    await run.read(*watched)
    assert run.rest.asked.count((FIRST, "👍")) == 2


async def test_what_is_read_again_goes_before_what_is_heard_after_it_was_asked_for() -> None:
    run = intact()
    before, after = changed(SECOND), changed(7)
    happen = run.lane.held.extend
    # Two lists of the first message, two of the second, and those again.
    run.rest.meanwhile = [
        lambda events=events: happen(events) for events in ([], [], [before], [], [after])
    ]
    await run.read()
    first, second = (each for each in run.events if isinstance(each, ReactionsRead))
    assert list(run.lane.held) == [first, before, second, after]
