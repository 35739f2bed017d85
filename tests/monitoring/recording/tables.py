"""All that the pipeline wrote, as plain comparable values.

Hints are not among them: they are what was said at the time, and what is heard later says nothing
about what was recorded before.
"""

from typing import Any

from django.db.models import Model

from monitoring.models import (
    Activity,
    DailyActivity,
    DailyRequests,
    ReportEvent,
    RequestEvent,
    RequestMessage,
    ResponseTracking,
    TaskReport,
)

TABLES: tuple[type[Model], ...] = (
    Activity,
    DailyActivity,
    DailyRequests,
    ReportEvent,
    RequestEvent,
    RequestMessage,
    ResponseTracking,
    TaskReport,
)


def dump() -> dict[str, list[dict[str, Any]]]:
    return {model.__name__: rows(model) for model in TABLES}


def rows(model: type[Model]) -> list[dict[str, Any]]:
    names = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
    found = model._default_manager.values(*names)
    kept = [row for row in found if not _is_empty_day(model, row)]
    return sorted(kept, key=repr)


def _is_empty_day(model: type[Model], row: dict[str, Any]) -> bool:
    """A day whose counts went back to 0 says the same as no row."""
    if model not in (DailyActivity, DailyRequests):
        return False
    return not any(v for k, v in row.items() if k.endswith("_count") or k == "response_seconds")
