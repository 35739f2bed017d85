"""What is done by the clock. A job is one line in JOBS; times are local."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from apscheduler.schedulers.base import BaseScheduler
from apscheduler.triggers.cron import CronTrigger
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from monitoring.local_time import zone as local_zone
from monitoring.models import ChannelCursor, DiscordChannel, Hint, MonitoringSettings
from monitoring.recording.rebuild import differences, rebuild
from monitoring.recording.statistics import TEXTS

log = logging.getLogger(__name__)

DELETED_CHANNELS_ARE_KEPT = timedelta(days=7)
HINTS_ARE_KEPT = timedelta(days=90)
# A run that a busy machine misses by less still takes place.
LATE_SECONDS = 600


@dataclass(frozen=True)
class Job:
    """`when` is a crontab line."""

    when: str
    do: Callable[[], None]


def check_statistics() -> None:
    """The daily figures must say what their rows say; each difference is an error in the log."""
    for line in differences():
        log.error("Statistics differ: %s", line)


def follow_the_zone() -> None:
    """Days are cut in the configured zone: another zone makes the daily statistics anew."""
    zone = settings.TIME_ZONE
    if MonitoringSettings.objects.filter(pk=1, sums_zone=zone).exists():
        return
    if any(model._default_manager.exclude(zone=zone).exists() for model in TEXTS):
        log.warning("The daily statistics are made anew for %s.", zone)
        rebuild()
    else:
        MonitoringSettings.objects.update(sums_zone=zone)


def prune() -> None:
    """Rows of the pipeline that nothing can need again; what people did is never deleted."""
    now = timezone.now()
    gone = DiscordChannel.objects.filter(deleted_at__lt=now - DELETED_CHANNELS_ARE_KEPT)
    ChannelCursor.objects.filter(
        channel_id__in=list(gone.values_list("channel_id", flat=True))
    ).delete()
    Hint.objects.filter(due_at__lt=now - HINTS_ARE_KEPT, removed_at__isnull=False).delete()


JOBS = (
    Job("10 4 * * *", check_statistics),
    Job("40 4 * * *", prune),
)


def schedule(scheduler: BaseScheduler) -> None:
    zone = local_zone()
    for job in JOBS:
        scheduler.add_job(
            run,
            CronTrigger.from_crontab(job.when, timezone=zone),
            args=[job],
            id=job.do.__name__,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=LATE_SECONDS,
        )


def run(job: Job) -> None:
    """One run. A database that is away costs this run, and never the ones after it."""
    close_old_connections()
    try:
        job.do()
    except DatabaseError as error:
        log.error("%s did not run: %s", job.do.__name__, " ".join(str(error).split()))
    finally:
        close_old_connections()
