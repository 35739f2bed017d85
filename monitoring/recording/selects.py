"""Rows by their columns, in one plain statement on all three databases.

The compiler of querysets takes longer than the database for its answer, and a batch asks nine
times.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
Converter = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class _Columns:
    """A model's columns, and those whose values the driver does not give as Python's."""

    names: tuple[str, ...]
    quoted: dict[str, str]
    converted: tuple[tuple[int, Any, tuple[Converter, ...]], ...]


def select(
    model: type[M],
    among: Mapping[str, Collection[Any]],
    *,
    since: int | None = None,
    until: int | None = None,
) -> list[M]:
    """Rows whose columns are `among` these values; `since` and `until` bound `message_id`."""
    if not all(among.values()):
        return []
    columns = _columns(model, connection.vendor)
    wheres = [f"{columns.quoted[name]} IN ({_places(values)})" for name, values in among.items()]
    parameters = [value for values in among.values() for value in values]
    for operator, bound in ((">=", since), ("<=", until)):
        if bound is not None:
            wheres.append(f"{columns.quoted['message_id']} {operator} %s")
            parameters.append(bound)
    statement = (
        f"SELECT {', '.join(columns.quoted.values())} "
        f"FROM {connection.ops.quote_name(model._meta.db_table)} WHERE {' AND '.join(wheres)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [_row(model, columns, values) for values in cursor.fetchall()]


def _places(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _row(model: type[M], columns: _Columns, values: Iterable[Any]) -> M:
    row = list(values)
    for place, expression, converters in columns.converted:
        for convert in converters:
            row[place] = convert(row[place], expression, connection)
    return model.from_db(connection.alias, columns.names, row)


@cache
def _columns(model: type[models.Model], vendor: str) -> _Columns:
    fields = model._meta.concrete_fields
    converted = []
    for place, field in enumerate(fields):
        column = field.get_col(model._meta.db_table)
        converters = [
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        ]
        if converters:
            converted.append((place, column, tuple(converters)))
    return _Columns(
        names=tuple(field.attname for field in fields),
        quoted={f.attname: connection.ops.quote_name(str(f.column)) for f in fields},
        converted=tuple(converted),
    )
