"""Figures of requests: nothing improves them but answering sooner."""

import math
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from monitoring.models import DiscordServer
from monitoring.recording.statistics import Additions, request_shares
from monitoring.rules.periods import Period
from monitoring.rules.survival import Quantile
from monitoring.statistics.requests import (
    SUMS,
    Figures,
    by_day,
    by_server,
    by_week_hour,
    figures_of,
    requests,
)
from tests.factories import make_answered, make_request, make_server
from tests.monitoring.statistics.test_sums import answered, request

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
PERIOD = Period(date(2026, 11, 20), date(2026, 11, 24))
GOOD = 60
Rows = list[dict[str, Any]]


def figures(rows: Rows, waiting: int) -> Figures:
    """By the sums that such rows make; those that are open have waited so many seconds."""
    additions = Additions()
    for row in rows:
        additions.add(share for share in request_shares(row, MOSCOW) if "day" in share.key)
    counts, numbers = Counter[str](), {"waits": Counter[int](), "lapses": Counter[int]()}
    for key, each in additions.counts.items():
        counts.update(each)
        for name, found in additions.numbers.get(key, {}).items():
            numbers[name].update(found)
    lapses = numbers["lapses"] + Counter({waiting: counts["open_count"]})
    return figures_of([counts[name] for name in SUMS], numbers["waits"], lapses)


def seconds(quantile: Quantile) -> float:
    """For comparing: longer than everything that was seen is longest. NaN: not shown."""
    if quantile.seconds is None and quantile.over_seconds is None:
        return math.nan
    return math.inf if quantile.seconds is None else quantile.seconds


def is_no_better(after: Figures, before: Figures) -> bool:
    """Each figure that both show is as good as before or worse."""
    levels = [each.service_level(GOOD) for each in (after, before)]
    waits = zip(after.quantiles(), before.quantiles(), strict=True)
    return (
        (None in levels or levels[0] <= levels[1])
        and not any(seconds(one) < seconds(two) for one, two in waits)
        and after.unanswered >= before.unanswered
    )


some_answered = st.lists(st.integers(1, 700).map(answered), min_size=1, max_size=12)
some_open = st.lists(st.just(request()), max_size=6)
some_over = st.lists(
    st.integers(1, 599).map(
        lambda n: request(
            status="cancelled", closed_at=request()["asked_at"] + timedelta(seconds=n)
        )
    ),
    max_size=4,
)


@given(some_answered, some_open, some_over, st.integers(700, 90_000), st.data())
def test_taking_an_answer_away_improves_nothing(
    answers: Rows, waiting: Rows, over: Rows, waited: int, data: st.DataObject
) -> None:
    lost = data.draw(st.integers(0, len(answers) - 1))
    left = [row for n, row in enumerate(answers) if n != lost]
    before = figures(answers + waiting + over, waited)
    assert is_no_better(figures([*left, request(), *waiting, *over], waited), before)


@given(some_answered, some_over, st.integers(1, 599))
def test_deleting_a_request_that_waits_improves_nothing(
    answers: Rows, over: Rows, waited: int
) -> None:
    gone = request(status="cancelled", closed_at=request()["asked_at"] + timedelta(seconds=waited))
    before = figures([*answers, *over, request()], waited)
    assert is_no_better(figures([*answers, *over, gone], waited), before)


@given(some_answered, some_open, st.integers(1, 90_000), st.integers(1, 90_000))
def test_letting_people_wait_improves_nothing(
    answers: Rows, waiting: Rows, waited: int, longer: int
) -> None:
    rows = answers + waiting
    assert is_no_better(figures(rows, waited + longer), figures(rows, waited))


def test_quick_answers_alone_make_a_hundred_per_cent() -> None:
    assert figures([answered(60), answered(1)], 0).service_level(GOOD) == 100
    assert figures([answered(61), answered(1)], 0).service_level(GOOD) == 50
    assert figures([answered(1), request()], 60).service_level(GOOD) == 100
    assert figures([answered(1), request()], 61).service_level(GOOD) == 50


def test_without_requests_there_is_no_service_level() -> None:
    assert figures([], 0).service_level(GOOD) is None
    assert figures([request(status="dismissed")], 0).service_level(GOOD) is None
    assert figures([], 0).quantiles() == (Quantile(), Quantile())


def test_an_answer_of_unknown_time_counts_as_answered_and_in_no_average() -> None:
    found = figures([answered(None), answered(20)], 0)
    assert (found.answered, found.timed, found.mean_seconds) == (2, 1, 20)
    assert found.service_level(GOOD) == 50


@pytest.mark.slow
@given(st.lists(st.integers(1, 1_500), max_size=40), st.lists(st.integers(1, 1_500), max_size=40))
def test_medians_are_those_of_a_textbook(answers: list[int], waiting: list[int]) -> None:
    """Kaplan and Meier's by another hand: to the second up to ten minutes, then to the minute."""
    from lifelines import KaplanMeierFitter
    from lifelines.utils import qth_survival_time

    if len(answers) + len(waiting) < 5:
        return
    fitter = KaplanMeierFitter().fit(
        answers + waiting, [True] * len(answers) + [False] * len(waiting)
    )
    ours = figures_of([0] * len(SUMS), Counter(answers), Counter(waiting)).quantiles()
    for found, share in zip(ours, (0.5, 0.9), strict=True):
        # Its product of ratios may miss a half by a rounding error; ours does not.
        textbook = qth_survival_time(1 - share + 1e-9, fitter.survival_function_)
        if math.isinf(textbook):
            assert found.seconds is None
            longest = max(answers + waiting)
            assert found.over_seconds is not None and 0 <= longest - found.over_seconds < 60
        else:
            assert found.seconds is not None
            precision = 0 if textbook <= 600 else 30
            assert abs(found.seconds - textbook) <= precision


@pytest.fixture
def server(db: None) -> DiscordServer:
    return make_server()


def test_a_period_has_its_figures_by_server(
    server: DiscordServer, summed: Callable[[], None]
) -> None:
    other = make_server()
    for wait in (10, 20, 30):
        make_answered(server, seconds=wait, asked_at=NOW - timedelta(hours=2))
    make_request(server, asked_at=NOW - timedelta(seconds=90))
    make_request(other, asked_at=NOW - timedelta(seconds=400))
    make_request(other, asked_at=NOW - timedelta(days=9))
    summed()
    found = requests(PERIOD, NOW)
    assert (found.usual.asked, found.usual.answered, found.usual.open) == (5, 3, 2)
    assert found.usual.quantiles() == (Quantile(30), Quantile(None, 400))
    assert found.usual.service_level(GOOD) == 60
    each = by_server(PERIOD, NOW)
    assert each[other.pk].lapses == {400: 1}
    assert requests(PERIOD, NOW, [server.pk]).usual == each[server.pk]


def test_quiet_hours_are_a_figure_of_their_own(
    server: DiscordServer, summed: Callable[[], None]
) -> None:
    make_answered(server, seconds=10, asked_at=NOW - timedelta(hours=2))
    make_request(server, asked_at=NOW - timedelta(hours=1), is_quiet=True)
    summed()
    found = requests(PERIOD, NOW)
    assert (found.usual.asked, found.quiet.asked) == (1, 1)
    assert found.usual.service_level(GOOD) == 100
    assert found.quiet.lapses == {3_600: 1}
    assert by_server(PERIOD, NOW) == {server.pk: found.usual}


def test_days_and_hours_of_the_week_are_local(
    server: DiscordServer, summed: Callable[[], None]
) -> None:
    make_answered(server, seconds=10, asked_at=datetime(2026, 11, 22, 21, 5, tzinfo=UTC))
    make_request(server, asked_at=datetime(2026, 11, 22, 20, 55, tzinfo=UTC), status="expired",
                 closed_at=NOW)  # fmt: skip
    summed()
    days = by_day(PERIOD)
    assert {day: each.asked for day, each in days.items()} == {
        date(2026, 11, 22): 1,
        date(2026, 11, 23): 1,
    }
    sunday_23, monday_0 = 6 * 24 + 23, 0
    hours = by_week_hour(PERIOD)
    assert {hour: each.unanswered for hour, each in hours.items()} == {sunday_23: 1, monday_0: 0}


def test_all_servers_take_as_many_statements_as_one(
    server: DiscordServer, summed: Callable[[], None]
) -> None:
    for each in (server, make_server(), make_server()):
        make_answered(each, seconds=10, asked_at=NOW)
    summed()
    # Those who wait now, and the sums.
    with CaptureQueriesContext(connection) as asked:
        requests(PERIOD, NOW)
    assert len(asked) == 2
