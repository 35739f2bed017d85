from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.rules.survival import Quantile, quantiles

WAITS = st.lists(st.integers(1, 600), max_size=30)


def median_and_p90(answered: list[int], waiting: list[int]) -> list[Quantile]:
    return quantiles(Counter(answered), Counter(waiting), (0.5, 0.9))


@pytest.mark.parametrize(
    ("answered", "waiting", "median", "p90"),
    [
        pytest.param([], [], Quantile(), Quantile(), id="nobody asked"),
        pytest.param([1, 2, 3], [4], Quantile(), Quantile(), id="four are too few"),
        pytest.param(
            [1, 2, 3, 4, 5], [], Quantile(3), Quantile(5), id="all answered: the plain quantiles"
        ),
        pytest.param(
            [], [1, 2, 3, 4, 5], Quantile(None, 5), Quantile(None, 5), id="nobody answered"
        ),
        pytest.param(
            [10, 20, 30],
            [40, 40],
            Quantile(30),
            Quantile(None, 40),
            id="the rank falls among those who wait",
        ),
        pytest.param(
            [10, 20, 20],
            [20, 20],
            Quantile(20),
            Quantile(None, 20),
            id="at equal times answers come first",
        ),
        pytest.param(
            [30, 40],
            [5, 5, 10],
            Quantile(30),
            Quantile(40),
            id="who waits shorter than any answer tells nothing of longer waits",
        ),
        pytest.param(
            [600] * 5, [], Quantile(600), Quantile(600), id="ten minutes are exact to the second"
        ),
        pytest.param(
            [629] * 5, [], Quantile(600), Quantile(600), id="above, to the nearest minute: down"
        ),
        pytest.param([630] * 5, [], Quantile(660), Quantile(660), id="and half a minute up"),
        pytest.param(
            [1] * 6,
            [1458] * 6,
            Quantile(1),
            Quantile(None, 1440),
            id="longer than: never above the longest wait seen",
        ),
    ],
)
def test_quantiles_by_kaplan_and_meier(
    answered: list[int], waiting: list[int], median: Quantile, p90: Quantile
) -> None:
    assert median_and_p90(answered, waiting) == [median, p90]


def test_the_textbook_example_of_remission_times() -> None:
    """Freireich 1963, 6-MP group: the median is 23 weeks."""
    answered = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    waiting = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    assert quantiles(Counter(answered), Counter(waiting), (0.5,)) == [Quantile(23)]


@given(WAITS, WAITS, st.integers(1, 600))
def test_waiting_on_never_makes_the_median_better(
    answered: list[int], waiting: list[int], more: int
) -> None:
    def seconds(quantile: Quantile) -> float:
        return quantile.seconds or quantile.over_seconds or 0

    before, _ = median_and_p90(answered, waiting)
    after, _ = median_and_p90(answered, [wait + more for wait in waiting])
    assert seconds(after) >= seconds(before)


@given(st.lists(st.integers(1, 600), min_size=5, max_size=40))
def test_without_waiting_ones_it_is_the_smallest_wait_that_half_do_not_exceed(
    answered: list[int],
) -> None:
    (median,) = quantiles(Counter(answered), {}, (0.5,))
    half = len(answered) / 2
    assert sum(wait <= (median.seconds or 0) for wait in answered) >= half
    assert sum(wait < (median.seconds or 0) for wait in answered) < half
