"""The sums from nothing: what they should be by the rows, and where they differ.

Month by month: the sums of a month and of its days stand on the rows of that month alone, so no
more than these are in memory, however long the history is.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Min, Model

from monitoring.consistency import one_view
from monitoring.local_time import zone as local_zone
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
    TEXTS,
    Additions,
    Share,
    activity_shares,
    answer_shares,
    count_columns,
    request_shares,
)
from monitoring.recording.tables import Values
from monitoring.recording.upserts import natural_key, upsert
from monitoring.rules.multisets import read
from monitoring.rules.periods import DAY, Period, month_of

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


@dataclass(frozen=True, slots=True)
class Source:
    """The rows that sums stand on. `at`: the column whose local day they count on."""

    model: type[Model]
    at: str
    fields: tuple[str, ...]
    shares: Sharing


SOURCES: dict[type[Sums], Source] = {
    ActivitySums: Source(Activity, "at", ACTIVITY_FIELDS, activity_shares),
    AnswerSums: Source(ResponseTracking, "asked_at", REQUEST_FIELDS, answer_shares),
    RequestSums: Source(ResponseTracking, "asked_at", REQUEST_FIELDS, request_shares),
}
AT_ONCE = 5_000


def differences() -> list[str]:
    """Every sum that its rows contradict, read in one consistent view; empty when none."""
    zone = local_zone()
    with one_view():
        return [
            line
            for model in SOURCES
            for month in _months(model, zone)
            for line in _differences(model, month, zone)
        ]


def _differences(model: type[Sums], month: Period, zone: ZoneInfo) -> Iterator[str]:
    key = natural_key(model)
    wanted = {_place(row, key): _plain(row, model) for row in _wanted(model, month, zone)}
    found = {_place(row, key): _plain(row, model) for row in _found(model, month)}
    for place in sorted({*wanted, *found}, key=str):
        should, are = wanted.get(place) or {}, found.get(place) or {}
        if should != are:
            where = dict(zip(key, place, strict=True))
            yield f"{model.__name__} {where}: rows say {should}, sums say {are}"


def rebuild() -> None:
    """Make the sums anew in one transaction."""
    zone = local_zone()
    with transaction.atomic():
        MonitoringSettings.objects.update(sums_zone=str(zone))
        for model in SOURCES:
            model._base_manager.all().delete()
            for month in _months(model, zone):
                upsert(model, _wanted(model, month, zone))


def _months(model: type[Sums], zone: ZoneInfo) -> Iterator[Period]:
    """From the first that has rows or sums to the last."""
    source = SOURCES[model]
    times = source.model._default_manager.aggregate(Min(source.at), Max(source.at)).values()
    dates = model._default_manager.aggregate(Min("date"), Max("date")).values()
    days = [at.astimezone(zone).date() for at in times if at] + [day for day in dates if day]
    if not days:
        return
    month = month_of(min(days))
    while month.first <= max(days):
        yield month
        month = month_of(month.last + DAY)


def _wanted(model: type[Sums], month: Period, zone: ZoneInfo) -> list[dict[str, Any]]:
    source, additions = SOURCES[model], Additions()
    start, end = month.bounds(zone)
    which = {f"{source.at}__gte": start, f"{source.at}__lt": end}
    rows = source.model._default_manager.filter(**which).values(*source.fields)
    for row in rows.iterator(chunk_size=AT_ONCE):
        additions.add(source.shares(row, zone))
    return additions.rows(model, zone)


def _found(model: type[Sums], month: Period) -> Iterator[dict[str, Any]]:
    names = (*natural_key(model), *count_columns(model), *TEXTS[model])
    rows = model._default_manager.filter(date__gte=month.first, date__lte=month.last)
    yield from rows.values(*names).iterator(chunk_size=AT_ONCE)


def _place(row: dict[str, Any], key: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)


def _plain(row: dict[str, Any], model: type[Sums]) -> dict[str, Any]:
    """What is not nothing; texts as the numbers that are in them."""
    values: dict[str, Any] = {name: row[name] for name in count_columns(model)}
    values |= {name: dict(sorted(read(row[name]).items())) for name in TEXTS[model]}
    return {name: value for name, value in values.items() if value}
