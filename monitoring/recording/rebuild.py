"""Daily statistics from nothing: what they should be by the rows, and where they differ."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from curators.models import Revision
from monitoring.models import Activity, DailyActivity, DailyRequests, ResponseTracking
from monitoring.recording.statistics import (
    Additions,
    activity_share,
    is_count,
    request_share,
)

ACTIVITY_FIELDS = ("server_id", "curator_id", "kind", "at", "withdrawn_at", "is_sandbox")
REQUEST_FIELDS = ("server_id", "asked_at", "status", "response_seconds", "is_sandbox")
KEYS: dict[type[Model], tuple[str, ...]] = {
    DailyActivity: ("server_id", "curator_id", "date"),
    DailyRequests: ("server_id", "date", "hour"),
}


def differences() -> list[str]:
    """Every daily figure that its rows contradict, read in one consistent view; empty when none."""
    zone = ZoneInfo(settings.TIME_ZONE)
    with _one_view():
        wanted = _wanted(zone)
        found = {model: _found(model) for model in KEYS}
    lines = []
    for model, key in KEYS.items():
        for at in sorted({*wanted[model], *found[model]}, key=str):
            should, are = wanted[model].get(at, {}), found[model].get(at, {})
            if should != are:
                place = dict(zip(key, at, strict=True))
                lines.append(f"{model.__name__} {place}: rows say {should}, statistics say {are}")
    return lines


def rebuild() -> None:
    """Make the daily statistics anew in one transaction."""
    zone = ZoneInfo(settings.TIME_ZONE)
    with transaction.atomic():
        Revision.bump()
        wanted = _wanted(zone)
        for model, key in KEYS.items():
            model._base_manager.all().delete()
            model._base_manager.bulk_create(
                model(**dict(zip(key, at, strict=True)), **counts, zone=str(zone))
                for at, counts in wanted[model].items()
            )


@contextmanager
def _one_view() -> Iterator[None]:
    """All reads see one moment, and nobody's writing waits for them."""
    if connection.vendor != "sqlite":
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
        return
    # A plain BEGIN: the mode that writers use (IMMEDIATE) would shut them out.
    connection.ensure_connection()
    sqlite: Any = connection
    mode, sqlite.transaction_mode = sqlite.transaction_mode, None
    try:
        with transaction.atomic():
            yield
    finally:
        sqlite.transaction_mode = mode


def _wanted(zone: ZoneInfo) -> dict[type[Model], dict[Any, dict[str, int]]]:
    activities: Additions = defaultdict(lambda: defaultdict(int))
    for row in Activity.objects.values(*ACTIVITY_FIELDS).iterator(chunk_size=5000):
        _count(activities, activity_share(row, zone))
    requests: Additions = defaultdict(lambda: defaultdict(int))
    for row in ResponseTracking.objects.values(*REQUEST_FIELDS).iterator(chunk_size=5000):
        _count(requests, request_share(row, zone))
    return {DailyActivity: _plain(activities), DailyRequests: _plain(requests)}


def _count(sums: Additions, share: tuple[Any, dict[str, int]] | None) -> None:
    if share is not None:
        for name, count in share[1].items():
            sums[share[0]][name] += count


def _plain(sums: Additions) -> dict[Any, dict[str, int]]:
    kept = {at: {n: c for n, c in counts.items() if c} for at, counts in sums.items()}
    return {at: counts for at, counts in kept.items() if counts}


def _found(model: type[Model]) -> dict[Any, dict[str, int]]:
    key = KEYS[model]
    found = {}
    for row in model._base_manager.values():
        counts = {name: row[name] for name in row if is_count(name) and row[name]}
        if counts:
            found[tuple(row[name] for name in key)] = counts
    return found
