"""The sums from nothing: what they should be by the rows, and where they differ."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from monitoring.models import (
    Activity,
    ActivitySums,
    AnswerSums,
    MonitoringSettings,
    RequestSums,
    ResponseTracking,
)
from monitoring.models.statistics import Sums
from monitoring.recording.statistics import (
    KEYS,
    TEXTS,
    Additions,
    Share,
    activity_shares,
    answer_shares,
    count_columns,
    request_shares,
)
from monitoring.recording.tables import Values
from monitoring.rules.multisets import read

ACTIVITY_FIELDS = ("server_id", "curator_id", "kind", "at", "withdrawn_at", "is_sandbox")
REQUEST_FIELDS = (
    "server_id",
    "asked_at",
    "status",
    "closed_at",
    "response_seconds",
    "first_due_at",
    "answered_by_id",
    "dismissed_by_id",
    "claimed_by_id",
    "is_quiet",
    "is_sandbox",
)
Sharing = Callable[[Values, ZoneInfo], Iterable[Share]]
SOURCES: dict[type[Sums], tuple[type[Model], tuple[str, ...], Sharing]] = {
    ActivitySums: (Activity, ACTIVITY_FIELDS, activity_shares),
    AnswerSums: (ResponseTracking, REQUEST_FIELDS, answer_shares),
    RequestSums: (ResponseTracking, REQUEST_FIELDS, request_shares),
}
AT_ONCE = 5_000


def differences() -> list[str]:
    """Every sum that its rows contradict, read in one consistent view; empty when none."""
    zone = ZoneInfo(settings.TIME_ZONE)
    lines = []
    with _one_view():
        for model, key in KEYS.items():
            wanted = {_place(row, key): _plain(row, model) for row in _wanted(model, zone)}
            found = {_place(row, key): _plain(row, model) for row in _found(model)}
            for place in sorted({*wanted, *found}, key=str):
                should, are = wanted.get(place) or {}, found.get(place) or {}
                if should != are:
                    where = dict(zip(key, place, strict=True))
                    lines.append(f"{model.__name__} {where}: rows say {should}, sums say {are}")
    return lines


def rebuild() -> None:
    """Make the sums anew in one transaction."""
    zone = ZoneInfo(settings.TIME_ZONE)
    with transaction.atomic():
        MonitoringSettings.objects.update(sums_zone=str(zone))
        for model in KEYS:
            model._base_manager.all().delete()
            model._base_manager.bulk_create(
                (model(**row) for row in _wanted(model, zone)), batch_size=AT_ONCE
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


def _wanted(model: type[Sums], zone: ZoneInfo) -> list[dict[str, Any]]:
    source, fields, shares = SOURCES[model]
    additions = Additions()
    for row in source._default_manager.values(*fields).iterator(chunk_size=AT_ONCE):
        additions.add(shares(row, zone))
    return additions.rows(model, zone)


def _found(model: type[Sums]) -> Iterator[dict[str, Any]]:
    names = (*KEYS[model], *count_columns(model), *TEXTS[model])
    yield from model._default_manager.values(*names).iterator(chunk_size=AT_ONCE)


def _place(row: dict[str, Any], key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)


def _plain(row: dict[str, Any], model: type[Sums]) -> dict[str, Any]:
    """What is not nothing; texts as the numbers that are in them."""
    values: dict[str, Any] = {name: row[name] for name in count_columns(model)}
    values |= {name: dict(sorted(read(row[name]).items())) for name in TEXTS[model]}
    return {name: value for name, value in values.items() if value}
