"""Daily statistics from nothing."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from monitoring.models import ActivitySums, AnswerSums, RequestSums
from monitoring.recording.rebuild import differences, rebuild
from monitoring.recording.recorder import record
from tests.monitoring.recording.scenario import invent, make_world
from tests.monitoring.recording.tables import dump


@pytest.fixture
def filled(transactional_db) -> None:
    record(invent(random.Random(5), 30).in_order(), make_world(), {}, None)


def on_a_new_connection(function):
    """A thread has a connection of its own, not made before it is used."""

    def run():
        try:
            return function()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


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
