"""Rows made by factories count once their sums are made."""

from collections.abc import Callable

import pytest

from monitoring.recording.rebuild import rebuild


@pytest.fixture
def summed(db: None) -> Callable[[], None]:
    return rebuild
