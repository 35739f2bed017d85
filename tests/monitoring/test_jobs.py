"""What is done by the clock: nothing people did is deleted, and a failure costs one run."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from django.db import OperationalError
from django.utils import timezone

from monitoring import jobs
from monitoring.models import ActivitySums, ChannelCursor, Hint
from tests.factories import make_activity, make_channel, make_curator, make_report, make_server

pytestmark = pytest.mark.django_db


def make_hint(**fields):
    report = make_report()
    defaults = {
        "server": report.server,
        "report_message_id": report.message_id,
        "person_id": 1,
        "reason": "count",
        "channel_id": 1,
        "target_id": 1,
    }
    return Hint.objects.create(**{**defaults, **fields})


def test_a_difference_of_the_statistics_is_an_error_in_the_log(caplog):
    server, curator = make_server(), make_curator()
    ActivitySums.objects.create(
        server=server,
        curator=curator,
        span="day",
        date="2026-03-02",
        zone="Europe/Moscow",
        message_count=9,
    )
    with caplog.at_level(logging.ERROR):
        jobs.check_statistics()
    [record] = caplog.records
    assert "'message_count': 9" in record.getMessage()


def test_statistics_of_another_zone_are_made_anew(settings):
    settings.TIME_ZONE = "Europe/Moscow"
    activity = make_activity(at=datetime(2026, 3, 1, 22, tzinfo=UTC))
    ActivitySums.objects.create(
        server=activity.server,
        curator=activity.curator,
        span="day",
        date="2026-03-01",
        zone="UTC",
        message_count=1,
    )
    jobs.follow_the_zone()
    days = ActivitySums.objects.get(span="day")
    assert (days.zone, str(days.date), days.message_count) == ("Europe/Moscow", "2026-03-02", 1)


def test_statistics_of_the_zone_are_left_alone(django_assert_num_queries):
    jobs.follow_the_zone()
    # What the settings say that they are of.
    with django_assert_num_queries(1):
        jobs.follow_the_zone()


def test_cursors_of_channels_that_are_long_gone_are_pruned():
    server, now = make_server(), timezone.now()
    old = make_channel(server, deleted_at=now - timedelta(days=8))
    new = make_channel(server, deleted_at=now - timedelta(days=6))
    kept = make_channel(server)
    for channel in (old, new, kept):
        ChannelCursor.objects.create(
            server=server, channel_id=channel.channel_id, lane_id=channel.channel_id, message_id=1
        )
    jobs.prune()
    left = set(ChannelCursor.objects.values_list("channel_id", flat=True))
    assert left == {new.channel_id, kept.channel_id}


def test_hints_are_pruned_when_they_are_old_and_removed():
    long_ago = timezone.now() - timedelta(days=91)
    make_hint(due_at=long_ago, removed_at=long_ago)
    kept = [make_hint(due_at=long_ago), make_hint(due_at=timezone.now(), removed_at=timezone.now())]
    jobs.prune()
    assert set(Hint.objects.all()) == set(kept)


def test_a_database_that_is_away_costs_one_run(caplog):
    def fail():
        raise OperationalError("gone\naway")

    jobs.run(jobs.Job("", fail))
    assert caplog.messages == ["fail did not run: gone away"]


def test_every_job_has_a_time_of_its_own():
    scheduler = BackgroundScheduler()
    jobs.schedule(scheduler)
    found = scheduler.get_jobs()
    assert [job.id for job in found] == [job.do.__name__ for job in jobs.JOBS]
    assert len({str(job.trigger) for job in found}) == len(found)
    assert all(str(job.trigger.timezone) == "Europe/Moscow" for job in found)
