from datetime import UTC, datetime, timedelta

import pytest

from botrunner.plan import OVERLAP, Bounds, Place, by_lane, in_order
from monitoring.snowflakes import snowflake_at, snowflake_time

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
GAP = NOW - timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=100)


def ago(**span: float) -> int:
    return snowflake_at(NOW - timedelta(**span))


def channel(channel_id: int = 0, last: int = 0) -> Place:
    channel_id = channel_id or ago(days=50)
    return Place(channel_id, channel_id, last)


def thread(thread_id: int, last: int = 0, lane: int = 0) -> Place:
    return Place(thread_id, lane or ago(days=50), last)


def bounds(since: datetime | None = GAP, active: datetime = LONG_AGO, **positions: int) -> Bounds:
    known = {int(key[1:]): position for key, position in positions.items()}
    return Bounds(known, since, NOW, active)


def known(place: Place, position: int, **fields: object) -> Bounds:
    return bounds(**fields, **{f"_{place.channel_id}": position})  # type: ignore[arg-type]


def test_reading_begins_a_minute_before_the_cursor() -> None:
    place = channel(last=ago(minutes=5))
    cursor = ago(minutes=90)
    found = known(place, cursor)
    assert found.cursor(place) == cursor
    assert snowflake_time(found.after(place)) == snowflake_time(cursor) - OVERLAP


def test_a_gap_left_unread_is_read_whole_though_the_cursor_went_on() -> None:
    place = channel(last=ago(minutes=1))
    found = known(place, ago(minutes=10))
    assert snowflake_time(found.after(place)) == GAP - OVERLAP


@pytest.mark.parametrize(("minutes", "is_unread"), [(120, False), (90, False), (89, True)])
def test_only_what_holds_something_past_the_cursor_is_read(minutes: int, is_unread: bool) -> None:
    place = channel(last=ago(minutes=minutes))
    assert known(place, ago(minutes=90)).is_unread(place) is is_unread


def test_a_channel_first_seen_starts_now() -> None:
    place = channel(last=ago(minutes=1))
    assert bounds().cursor(place) == snowflake_at(NOW)
    assert not bounds(since=None).is_unread(place)


def test_a_channel_made_in_the_gap_starts_at_its_beginning() -> None:
    place = channel(ago(minutes=30), last=ago(minutes=20))
    assert bounds().cursor(place) == place.channel_id
    assert bounds().is_unread(place)


def test_a_thread_without_a_cursor_held_nothing_before_the_gap() -> None:
    young, old = thread(ago(minutes=30)), thread(ago(days=2))
    assert bounds().cursor(young) == young.channel_id - 1
    assert bounds().cursor(old) == snowflake_at(GAP)


def test_a_thread_starts_where_its_channel_did_when_nobody_ever_listened() -> None:
    parent = channel()
    place = thread(ago(days=2), lane=parent.channel_id)
    found = bounds(since=None, **{f"_{parent.channel_id}": ago(hours=3)})
    assert found.cursor(place) == ago(hours=3)


def test_nothing_before_the_server_was_switched_on_is_read() -> None:
    place = channel(last=ago(minutes=1))
    active = NOW - timedelta(minutes=10)
    found = known(place, ago(days=3), active=active)
    assert found.cursor(place) == snowflake_at(active)
    assert found.after(place) == snowflake_at(active)


def test_a_channel_that_refused_is_read_from_the_refusal_on() -> None:
    place = channel(last=ago(minutes=1))
    refused_at = NOW - timedelta(hours=5)
    found = Bounds(
        {place.channel_id: ago(hours=1)}, GAP, NOW, LONG_AGO, {place.channel_id: refused_at}
    )
    assert snowflake_time(found.after(place)) == refused_at - OVERLAP


def test_threads_are_read_by_age() -> None:
    lane = ago(days=50)
    places = [thread(ago(hours=1), lane=lane), thread(ago(hours=2), lane=lane), channel(lane)]
    found = [place.channel_id for place in in_order(places[:2])]
    assert found == [ago(hours=2), ago(hours=1)]
    assert by_lane(places) == {lane: places}
