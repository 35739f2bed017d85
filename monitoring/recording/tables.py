"""Rows of one batch: read by natural key, changed in memory, written in one statement a table."""

from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

from django.db import models

from monitoring.recording.upserts import natural_key, upsert

M = TypeVar("M", bound=models.Model)
Key = tuple[Any, ...]
Values = dict[str, Any]


class Table(Generic[M]):
    """The rows of one model that a batch reads or makes; only what differs is written."""

    def __init__(self, model: type[M]) -> None:
        self.model = model
        self.key = natural_key(model)
        self.fields = [f.attname for f in model._meta.concrete_fields if not f.primary_key]
        self.rows: dict[Key, M] = {}
        self._read: dict[Key, Values] = {}

    def __iter__(self) -> Iterator[M]:
        return iter(self.rows.values())

    def key_of(self, row: M) -> Key:
        return tuple(getattr(row, name) for name in self.key)

    def load(self, rows: Iterable[M]) -> None:
        """Add rows as the database has them; what the batch holds already stays as it is."""
        for row in rows:
            key = self.key_of(row)
            if key not in self._read:
                self._read[key] = self._values(row)
                self.rows.setdefault(key, row)

    def is_new(self, *key: Any) -> bool:
        """Made by this batch."""
        return key in self.rows and key not in self._read

    def get(self, *key: Any) -> M | None:
        return self.rows.get(key)

    def put(self, row: M) -> M:
        self.rows[self.key_of(row)] = row
        return row

    def drop(self, row: M) -> None:
        self.rows.pop(self.key_of(row), None)

    def changes(self) -> Iterator[tuple[Values | None, Values | None]]:
        """(before, after) of every row that differs; None where there is no row."""
        for key, row in self.rows.items():
            before, after = self._read.get(key), self._values(row)
            if before != after:
                yield before, after
        for key, before in self._read.items():
            if key not in self.rows:
                yield before, None

    def save(self) -> None:
        for key in self._read.keys() - self.rows.keys():
            self.model._base_manager.filter(**dict(zip(self.key, key, strict=True))).delete()
        changed = [after for _, after in self.changes() if after is not None]
        upsert(self.model, changed)

    def _values(self, row: M) -> Values:
        data = row.__dict__
        return {name: data[name] for name in self.fields}
