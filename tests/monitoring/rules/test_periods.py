from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from monitoring.rules.periods import Period, PeriodError, period

MOSCOW, BERLIN = ZoneInfo("Europe/Moscow"), ZoneInfo("Europe/Berlin")
WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        ("today", date(2026, 11, 25), date(2026, 11, 25)),
        ("yesterday", date(2026, 11, 24), date(2026, 11, 24)),
        ("7d", date(2026, 11, 19), date(2026, 11, 25)),
        ("30d", date(2026, 10, 27), date(2026, 11, 25)),
        ("week", date(2026, 11, 23), date(2026, 11, 25)),
        ("month", date(2026, 11, 1), date(2026, 11, 25)),
        ("quarter", date(2026, 10, 1), date(2026, 11, 25)),
        ("all", date(2025, 3, 4), date(2026, 11, 25)),
    ],
)
def test_a_preset_ends_today_and_counts_both_ends(preset: str, first: date, last: date) -> None:
    assert period(preset, WEDNESDAY, beginning=date(2025, 3, 4)) == Period(first, last)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 31), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 9, 30), date(2026, 7, 1)),
        (date(2026, 10, 1), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2026, 10, 1)),
    ],
)
def test_a_quarter_begins_in_january_april_july_or_october(today: date, first: date) -> None:
    assert period("quarter", today) == Period(first, today)


@pytest.mark.parametrize("first", [WEDNESDAY, date(2026, 11, 24)])
def test_a_custom_period_may_be_one_day_or_more(first: date) -> None:
    custom = period("custom", WEDNESDAY, first=first, last=WEDNESDAY)
    assert custom == Period(first, WEDNESDAY)


def test_a_custom_period_reaches_from_discords_beginning_to_a_year_ahead() -> None:
    first, last = date(2015, 1, 1), date(2027, 11, 26)
    assert period("custom", WEDNESDAY, first=first, last=last) == Period(first, last)
    for wrong in (
        {"first": date(2014, 12, 31), "last": last},
        {"first": first, "last": date(2027, 11, 27)},
    ):
        with pytest.raises(PeriodError):
            period("custom", WEDNESDAY, **wrong)


@pytest.mark.parametrize("beginning", [None, date(2027, 1, 1)])
def test_all_of_nothing_is_today(beginning: date | None) -> None:
    assert period("all", WEDNESDAY, beginning=beginning) == Period(WEDNESDAY, WEDNESDAY)


def test_a_period_is_compared_with_as_many_days_before_it() -> None:
    week = Period(date(2026, 11, 23), date(2026, 11, 25))
    assert week.before() == Period(date(2026, 11, 20), date(2026, 11, 22))
    assert len(week) == len(week.before()) == 3


def test_days_ascend_and_hold_both_ends() -> None:
    two = Period(date(2026, 2, 28), date(2026, 3, 1))
    assert two.days == [date(2026, 2, 28), date(2026, 3, 1)]
    assert all(day in two for day in two.days)
    assert date(2026, 2, 27) not in two and date(2026, 3, 2) not in two


def test_bounds_are_local_midnights_in_utc() -> None:
    day = Period(WEDNESDAY, WEDNESDAY)
    assert day.bounds(MOSCOW) == (
        datetime(2026, 11, 24, 21, tzinfo=UTC),
        datetime(2026, 11, 25, 21, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (WEDNESDAY, 24)]
)
def test_a_day_lasts_as_long_as_its_zone_says(day: date, hours: int) -> None:
    start, end = Period(day, day).bounds(BERLIN)
    assert (end - start).total_seconds() == hours * 3600


@pytest.mark.parametrize(
    ("preset", "first", "last", "field"),
    [
        ("fortnight", None, None, "period"),
        ("custom", None, WEDNESDAY, "from"),
        ("custom", WEDNESDAY, None, "to"),
        ("custom", WEDNESDAY, date(2026, 11, 24), "to"),
        ("custom", date.min, WEDNESDAY, "from"),
        ("custom", WEDNESDAY, date.max, "to"),
        ("custom", date.max, date.max, "to"),
    ],
)
def test_a_period_that_makes_no_sense_names_its_field(
    preset: str, first: date | None, last: date | None, field: str
) -> None:
    with pytest.raises(PeriodError) as caught:
        period(preset, WEDNESDAY, first=first, last=last)
    assert caught.value.field == field
