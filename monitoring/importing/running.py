"""One import from the first byte to the last row: read all, then write all or nothing."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from curators.models import Revision
from monitoring import configuring
from monitoring.importing.activities import write_activities
from monitoring.importing.heads import Heads
from monitoring.importing.job import Job, Server
from monitoring.importing.quarantine import Quarantine
from monitoring.importing.reading import Damaged
from monitoring.importing.report import Entry, Report
from monitoring.importing.reports import write_reports
from monitoring.importing.requests import write_requests
from monitoring.importing.snapshots import settle_snapshot, take_snapshot
from monitoring.importing.sources import Progress, Sources, load
from monitoring.importing.staging import Stage
from monitoring.local_time import zone as local_zone
from monitoring.models import DiscordServer, MonitoringSettings


def import_files(
    paths: Sequence[Path],
    now: datetime,
    *,
    is_dry_run: bool,
    progress: Progress = lambda what, done, total: None,
    sink: Callable[[Entry], object] | None = None,
) -> Report:
    """Import these files together. Raises Damaged, with nothing written, for one that is broken.

    A dry run does the same and takes it all back.
    """
    report = Report(is_dry_run=is_dry_run, sink=sink)
    with Stage() as stage, _little_collecting():
        sources = load(paths, stage, progress)
        snapshot = None if is_dry_run else take_snapshot(settings.SNAPSHOT_DIR, now)
        with _roomy_cache(), transaction.atomic():
            Revision.bump_configuration()
            try:
                _write(stage, sources, report, now, progress)
            except configuring.Invalid as error:
                raise Damaged(Path("settings"), str(error)) from error
            if is_dry_run or report.changes_nothing:
                transaction.set_rollback(True)
    if snapshot is not None:
        settle_snapshot(snapshot, is_needed=not report.changes_nothing)
        report.snapshot = "" if report.changes_nothing else snapshot.name
    return report


@contextmanager
def _little_collecting() -> Iterator[None]:
    """Rows hold no circles: to look for some at every 700 new objects is a tenth of an import."""
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


@contextmanager
def _roomy_cache() -> Iterator[None]:
    """SQLite's usual 2 MB are less than what the indexes of one chunk of rows touch."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size = -16000")
        try:
            yield
        finally:
            cursor.execute("PRAGMA cache_size = -2000")


def _write(
    stage: Stage, sources: Sources, report: Report, now: datetime, progress: Progress
) -> None:
    quarantine = Quarantine(report, sources.names, now)
    crew = Heads(sources, report, quarantine, now).write()
    job = Job(
        stage=stage,
        sources=sources,
        crew=crew,
        servers=_servers(),
        report=report,
        quarantine=quarantine,
        now=now,
        zone=local_zone(),
        limit_seconds=MonitoringSettings.objects.get(pk=1).expire_seconds,
        progress=progress,
    )
    # In this order: what is a report is no request, and what was done to either is known first.
    write_reports(job)
    write_requests(job)
    write_activities(job)
    job.save_statistics()


def _servers() -> dict[int, Server]:
    rows = DiscordServer.objects.values_list(*Server._fields)
    return {server.guild_id: server for server in map(Server._make, rows)}
