from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from monitoring.rules.multisets import read, times, written

numbers = st.dictionaries(st.integers(0, 5_000), st.integers(1, 4))


@given(numbers)
def test_what_is_written_is_read(counts: dict[int, int]) -> None:
    assert read(written(counts)) == counts
    assert sorted(times(written(counts))) == sorted(counts.values())


@given(numbers, numbers)
def test_texts_behind_each_other_are_one_multiset(one: dict[int, int], two: dict[int, int]) -> None:
    assert read(written(one) + written(two)) == Counter(one) + Counter(two)


@given(numbers, numbers)
def test_what_is_taken_out_in_any_order_was_never_there(
    kept: dict[int, int], gone: dict[int, int]
) -> None:
    taken = written({number: -times for number, times in gone.items()})
    text = taken + written(kept) + written(gone)
    assert read(text) == kept
    assert sorted(times(text)) == sorted(kept.values())


def test_nothing_is_no_number() -> None:
    assert read("") == read("0 -0 ") == Counter()
