from calendar import monthrange
from datetime import date, timedelta

import pytest
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.models import ActivitySums, Span
from monitoring.rules.periods import Period
from monitoring.statistics.spans import counting_servers, within
from tests.factories import make_curator, make_server

FIRST = date(2024, 1, 1)
DAYS = 800
day = st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(days=n))


@pytest.fixture
def one_a_day(db: None) -> None:
    """A message each day, and the months' sums of them."""
    of = {"server": make_server(), "curator": make_curator(), "zone": "UTC"}
    each = [FIRST + timedelta(days=n) for n in range(DAYS)]
    months = {it.replace(day=1) for it in each}
    ActivitySums.objects.bulk_create(
        [ActivitySums(**of, span=Span.DAY, date=it, message_count=1) for it in each]
        + [
            ActivitySums(
                **of, span=Span.MONTH, date=it, message_count=monthrange(it.year, it.month)[1]
            )
            for it in months
        ]
    )


def count(period: Period) -> int:
    return ActivitySums.objects.filter(within(period)).aggregate(n=Sum("message_count"))["n"]


@pytest.mark.usefixtures("one_a_day")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day, day)
def test_months_and_days_make_up_a_period_each_day_once(one: date, two: date) -> None:
    period = Period(min(one, two), max(one, two))
    assert count(period) == len(period)


@pytest.mark.usefixtures("one_a_day")
@pytest.mark.parametrize(
    ("first", "last", "rows"),
    [
        (date(2024, 3, 1), date(2024, 3, 31), 1),
        (date(2024, 2, 29), date(2024, 4, 1), 3),
        (date(2024, 3, 2), date(2024, 4, 29), 59),
        (date(2024, 12, 1), date(2025, 1, 1), 2),
        (date(2024, 1, 1), date(2024, 12, 31), 12),
        (date(2024, 12, 15), date(2025, 2, 10), 17 + 1 + 10),
    ],
)
def test_a_whole_month_is_one_row(first: date, last: date, rows: int) -> None:
    assert ActivitySums.objects.filter(within(Period(first, last))).count() == rows


@pytest.mark.django_db
def test_a_sandbox_is_none_of_the_servers_that_count() -> None:
    assert counting_servers() is None
    sandbox = make_server(is_sandbox=True)
    others = counting_servers()
    assert others and sandbox.pk not in others
