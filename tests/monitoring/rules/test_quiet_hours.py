from datetime import time

import pytest

from monitoring.rules.quiet_hours import is_quiet


@pytest.mark.parametrize(
    ("at", "quiet"),
    [("22:59", False), ("23:00", True), ("00:00", True), ("06:59:59", True), ("07:00", False)],
)
def test_quiet_hours_may_cross_midnight(at: str, quiet: bool) -> None:
    assert is_quiet(time.fromisoformat(at), time(23), time(7)) is quiet


@pytest.mark.parametrize(
    ("at", "quiet"), [("00:59", False), ("01:00", True), ("04:59", True), ("05:00", False)]
)
def test_the_start_counts_and_the_end_does_not(at: str, quiet: bool) -> None:
    assert is_quiet(time.fromisoformat(at), time(1), time(5)) is quiet


@pytest.mark.parametrize(
    ("start", "end"), [(None, None), (time(1), None), (None, time(5)), (time(3), time(3))]
)
def test_without_two_different_ends_nothing_is_quiet(start: time | None, end: time | None) -> None:
    assert not is_quiet(time(3), start, end)
