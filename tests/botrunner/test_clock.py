from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from botrunner.clock import Clock
from monitoring.snowflakes import snowflake_at

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@dataclass
class Time:
    """Discord's moment; our clock is `lead` seconds ahead of it."""

    at: datetime = START
    lead: float = 0.0

    def wall(self) -> float:
        return self.at.timestamp() + self.lead

    def steady(self) -> float:
        return (self.at - START).total_seconds() + 5_000

    def go(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def make_clock(time: Time) -> Clock:
    return Clock(time.wall, time.steady)


def hear(clock: Clock, time: Time, delay: float) -> None:
    """A message that was made now arrives after `delay` seconds."""
    message_id = snowflake_at(time.at)
    time.go(delay)
    clock.hear_message(message_id)


@pytest.mark.parametrize("lead", [-7200.0, -3.0, 0.0, 0.4, 90.0])
def test_the_quickest_message_tells_the_offset(lead: float) -> None:
    time = Time(lead=lead)
    clock = make_clock(time)
    for delay in (0.4, 0.05, 2.0):
        hear(clock, time, delay)
    assert clock.offset == pytest.approx(lead + 0.05, abs=0.002)
    assert abs(clock.now() - time.at) < timedelta(milliseconds=60)


def test_an_old_measure_is_forgotten_after_ten_minutes() -> None:
    time = Time()
    clock = make_clock(time)
    hear(clock, time, 0.01)
    time.go(700)
    hear(clock, time, 0.5)
    assert clock.offset == pytest.approx(0.5, abs=0.002)


def test_the_host_may_set_its_clock_while_we_run() -> None:
    time = Time()
    clock = make_clock(time)
    hear(clock, time, 0.0)
    time.lead = 3600
    assert abs(clock.now() - time.at) < timedelta(milliseconds=5)


@pytest.mark.parametrize(("lead", "offset"), [(1.0, 0.0), (30.0, 30.0), (-30.0, -30.0)])
def test_without_messages_the_date_header_counts_when_it_differs_by_more_than_2_s(
    lead: float, offset: float
) -> None:
    time = Time(lead=lead)
    clock = make_clock(time)
    clock.hear_date(format_datetime(time.at, usegmt=True))
    assert clock.offset == pytest.approx(offset, abs=0.6)


def test_late_messages_alone_do_not_turn_the_clock_back() -> None:
    time = Time()
    clock = make_clock(time)
    clock.hear_date(format_datetime(time.at, usegmt=True))
    hear(clock, time, 60)
    assert abs(clock.offset) < 1


@pytest.mark.parametrize("header", [None, "", "nonsense"])
def test_a_missing_or_odd_header_is_no_news(header: str | None) -> None:
    clock = make_clock(Time())
    clock.hear_date(header)
    assert clock.offset == 0.0


def test_deliveries_never_run_backwards() -> None:
    time = Time()
    clock = make_clock(time)
    hear(clock, time, 0.01)
    first = clock.delivered()
    second = clock.delivered()
    time.go(700)
    hear(clock, time, 1.0)  # a worse way: the measured offset grows, now goes back
    third = clock.delivered()
    assert first < second < third
    hear(clock, time, 0.0)
    assert third < clock.delivered()


def test_what_may_have_waited_is_as_old_as_it_may_be() -> None:
    time = Time()
    clock = make_clock(time)
    hear(clock, time, 0.0)
    stopped_at, stopped = time.at, time.steady()
    time.go(60)
    assert clock.delivered(stopped) == stopped_at
    clock.hear_message(snowflake_at(stopped_at + timedelta(seconds=20)), is_late=True)
    assert clock.delivered(stopped) == stopped_at + timedelta(seconds=20)
    assert clock.delivered(stopped) > stopped_at + timedelta(seconds=20)
    assert clock.delivered() == time.at


def test_an_older_message_that_arrives_after_a_newer_one_does_not_make_things_older() -> None:
    time = Time()
    clock = make_clock(time)
    hear(clock, time, 0.0)
    stopped_at, stopped = time.at, time.steady()
    time.go(60)
    for seconds in (20, 10):
        clock.hear_message(snowflake_at(stopped_at + timedelta(seconds=seconds)), is_late=True)
    assert clock.delivered(stopped) == stopped_at + timedelta(seconds=20)


def test_what_may_have_waited_comes_after_what_was_delivered_before() -> None:
    time = Time()
    clock = make_clock(time)
    hear(clock, time, 0.0)
    asked = time.steady()
    time.go(6)  # a heartbeat is not answered, and things arrive all the same
    heard = clock.delivered()
    assert heard < clock.delivered(asked) < time.at + timedelta(seconds=1)


def test_a_message_that_waited_tells_no_offset() -> None:
    time = Time()
    clock = make_clock(time)
    hear(clock, time, 0.0)
    message_id = snowflake_at(time.at)
    time.go(60)
    clock.hear_message(message_id, is_late=True)
    assert clock.offset == 0.0


def test_what_may_have_waited_is_never_later_than_now() -> None:
    time = Time(lead=60)
    clock = make_clock(time)
    clock.delivered()  # a minute ahead
    hear(clock, time, 0.0)
    asked = time.steady()
    time.go(6)
    assert clock.delivered(asked) == time.at


def test_an_error_of_more_than_2_s_is_corrected_at_once() -> None:
    time = Time(lead=60)
    clock = make_clock(time)
    wrong = clock.delivered()
    hear(clock, time, 0.0)
    assert clock.delivered() < wrong
    assert abs(clock.delivered() - time.at) < timedelta(seconds=1)
