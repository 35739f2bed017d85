"""The writer's thread: order, calls between batches, new settings, a database that goes away."""

import time
from collections.abc import Iterator

import pytest
from django.db import InterfaceError, OperationalError

from botrunner import writer as writer_module
from botrunner.writer import Writer
from monitoring.models import Keyword, RequestMessage, ResponseTracking
from tests.monitoring.recording.scenario import ASKERS, CALL, CHATTER, make_world, posted

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def make_writer() -> Iterator:
    make_world()
    started = []

    def make(**options) -> Writer:
        writer = Writer(lambda: None, **options)
        writer.start()
        started.append(writer)
        return writer

    yield make
    for writer in started:
        writer.stop()
        writer.join(5)


def until(condition, seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def test_a_call_runs_after_everything_put_before_it(make_writer):
    writer = make_writer()
    for number in range(700):
        writer.put(posted(number, 100 + number, CALL))
    assert writer.submit(RequestMessage.objects.count).result(10) == 700


def test_what_a_call_raises_is_raised_by_the_caller(make_writer):
    writer = make_writer()
    with pytest.raises(ZeroDivisionError):
        writer.submit(lambda: 1 / 0).result(10)
    assert writer.submit(lambda: 5).result(10) == 5


def test_a_new_setting_rules_a_second_later(make_writer):
    writer = make_writer()
    writer.put(posted(0, ASKERS[0], "аларм"))
    writer.submit(int).result(10)
    assert not ResponseTracking.objects.exists()
    Keyword.objects.create(text="аларм")
    time.sleep(1.1)
    writer.put(posted(5, ASKERS[0], "аларм"))
    writer.submit(int).result(10)
    assert ResponseTracking.objects.count() == 1


def test_settings_are_noticed_while_nothing_happens(make_writer):
    writer = make_writer()
    number = writer.configuration.number
    Keyword.objects.create(text="аларм")
    until(lambda: writer.configuration.number > number, 3)


def test_events_wait_while_the_database_is_away(make_writer, monkeypatch):
    says: list[bool] = []
    record, failures = writer_module.record_or_reject, [OperationalError, InterfaceError]

    def failing(*args):
        if failures:
            raise failures.pop()("gone")
        return record(*args)

    monkeypatch.setattr(writer_module, "record_or_reject", failing)
    monkeypatch.setattr(writer_module, "is_passing", lambda error: True)
    writer = make_writer(on_outage=says.append)
    writer.put(posted(0, ASKERS[0], CALL))
    assert writer.submit(RequestMessage.objects.count).result(10) == 1
    assert says == [True, False]


def test_a_full_queue_refuses_what_is_put(make_writer):
    writer = make_writer(queue_limit=0)
    assert not writer.put(posted(0, ASKERS[0], CHATTER))


def test_a_stopped_writer_writes_what_it_has(make_writer):
    writer = make_writer()
    for number in range(50):
        writer.put(posted(number, 100 + number, CALL))
    writer.stop()
    writer.join(5)
    assert RequestMessage.objects.count() == 50
