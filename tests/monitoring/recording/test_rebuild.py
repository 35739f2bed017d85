"""Daily statistics from nothing."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from monitoring.models import ActivitySums, AnswerSums, RequestSums
from monitoring.recording.rebuild import differences, rebuild
from monitoring.recording.recorder import record
from tests.monitoring.recording.scenario import (
    invent,
    make_world,
    record_in_batches,
    with_repeats,
)
from tests.monitoring.recording.tables import dump


@pytest.fixture
def filled(transactional_db) -> None:
    record(invent(random.Random(5), 30).in_order(), make_world(), {}, None)


def in_a_thread(function):
    """A thread has a connection of its own, not made before it is used."""
    try:
        return function()
    finally:
        connection.close()


def on_a_new_connection(function):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(in_a_thread, function).result()


@pytest.mark.database
def test_statistics_agree_with_their_rows_on_a_new_connection(filled, capsys):
    on_a_new_connection(lambda: call_command("rebuild_stats", "--check"))
    assert "agree" in capsys.readouterr().out


@pytest.mark.database
def test_a_wrong_figure_is_found_and_mended(filled):
    assert all(model.objects.exists() for model in (ActivitySums, AnswerSums, RequestSums))
    before = dump()
    RequestSums.objects.update(open_count=99)
    AnswerSums.objects.update(waits="7 ")
    ActivitySums.objects.all().delete()
    assert differences()
    with pytest.raises(CommandError, match="differ"):
        call_command("rebuild_stats", "--check")
    rebuild()
    assert (differences(), dump()) == ([], before)


@pytest.mark.database
def test_the_check_finds_no_difference_while_the_bot_is_writing(transactional_db):
    """Late, removed and repeated events in small batches, and a look at every moment."""
    configuration, rng = make_world(), random.Random(8)
    events = with_repeats(invent(rng, 60).shuffled(rng), rng)
    is_written = Event()

    def write():
        try:
            record_in_batches(events, configuration, rng)
        finally:
            is_written.set()

    looks = 0
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(in_a_thread, write)
        while not is_written.is_set():
            assert on_a_new_connection(differences) == []
            looks += 1
        writing.result()
    assert looks > 2
    assert differences() == []
