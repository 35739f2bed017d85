"""All that the pipeline wrote, as plain comparable values.

Hints are not among them: they are what was said at the time, and what is heard later says nothing
about what was recorded before.
"""

from typing import Any

from django.db.models import Model

from monitoring.models import (
    Activity,
    ActivitySums,
    AnswerSums,
    ReportEvent,
    RequestEvent,
    RequestMessage,
    RequestSums,
    ResponseTracking,
    TaskReport,
)
from monitoring.models.statistics import Sums
from monitoring.recording.statistics import TEXTS, count_columns
from monitoring.rules.multisets import read

TABLES: tuple[type[Model], ...] = (
    Activity,
    ActivitySums,
    AnswerSums,
    ReportEvent,
    RequestEvent,
    RequestMessage,
    RequestSums,
    ResponseTracking,
    TaskReport,
)


def dump() -> dict[str, list[dict[str, Any]]]:
    return {model.__name__: rows(model) for model in TABLES}


def rows(model: type[Model]) -> list[dict[str, Any]]:
    names = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
    found: list[dict[str, Any]] = list(model._default_manager.values(*names))
    if issubclass(model, Sums):
        found = [plain for row in found if (plain := _plain(model, row))]
    return sorted(found, key=repr)


def _plain(model: type[Sums], row: dict[str, Any]) -> dict[str, Any] | None:
    """Texts as the numbers in them; None where all went back to 0, which says as much as no row."""
    row |= {name: sorted(read(row[name]).items()) for name in TEXTS[model]}
    return row if any(row[name] for name in (*count_columns(model), *TEXTS[model])) else None
