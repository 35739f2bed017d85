"""Law 1: the same events give the same rows, whatever the order, the batching, the repetition."""

import random

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.recording.recorder import record
from tests.monitoring.recording.scenario import (
    invent,
    make_world,
    record_in_batches,
    with_repeats,
)
from tests.monitoring.recording.tables import dump

pytestmark = [pytest.mark.django_db, pytest.mark.database]


class _Undo(Exception):
    pass


def rows_after(write) -> dict:
    """What the tables hold after `write`, which is then undone."""
    found: dict = {}
    try:
        with transaction.atomic():
            write()
            found.update(dump())
            raise _Undo
    except _Undo:
        return found


@pytest.fixture(params=[False, True], ids=["named", "plain"])
def configuration(request, db):
    return make_world(counts_plain_messages=request.param)


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**9))
def test_any_order_batching_and_repetition_leaves_the_same_rows(configuration, seed):
    rng = random.Random(seed)
    script = invent(rng, messages=rng.randrange(2, 14))

    def as_it_happened() -> None:
        record(script.in_order(), configuration, {}, None)

    def anyhow() -> None:
        events = with_repeats(script.shuffled(rng), rng)
        record_in_batches(events, configuration, rng)

    expected, found = rows_after(as_it_happened), rows_after(anyhow)
    for table, rows in expected.items():
        assert found[table] == rows, table
