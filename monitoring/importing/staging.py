"""The rows of all files, set down on disk so that they can be read again in Discord's order.

A temporary SQLite database of its own, without a name, that is gone when it is closed. So memory
does not grow with the files, duplicates stand side by side, and whatever other rows say of the
same message is one look-up away.
"""

import marshal
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from monitoring.importing.formats import ROWS, Json, Section, Version

AT_ONCE = 2_000
_NUMBERS = {section: number for number, section in enumerate(ROWS)}
_VERSIONS = {str(version): version for version in Version}
_COLUMNS = "file, version, message, target, person, guild, row"


class Staged(NamedTuple):
    """A row of an old file. `message` is the Discord message that it is about (None: no such id).

    `target` is the message that it was said or done to; `person` and `guild` are Discord's ids
    where the file nests the curator and the server.
    """

    file: int
    version: Version
    message: int | None
    target: int | None
    person: int | None
    guild: int | None
    row: Json


class Stage:
    def __init__(self) -> None:
        self._database = sqlite3.connect("")
        self._waiting: list[tuple[Any, ...]] = []
        self._database.execute(
            "CREATE TABLE rows (section INTEGER, file INTEGER, version TEXT, message INTEGER, "
            "target INTEGER, person INTEGER, guild INTEGER, row BLOB)"
        )

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *error: object) -> None:
        self._database.close()

    def add(self, section: Section, staged: Staged) -> None:
        # marshal is read by the process that wrote it, and costs half of what JSON does.
        self._waiting.append(
            (
                _NUMBERS[section],
                staged.file,
                str(staged.version),
                staged.message,
                staged.target,
                staged.person,
                staged.guild,
                marshal.dumps(staged.row),
            )
        )
        if len(self._waiting) >= AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._database.executemany(
            "INSERT INTO rows VALUES (?, ?, ?, ?, ?, ?, ?, ?)", self._waiting
        )
        self._waiting.clear()

    def finish(self) -> None:
        """All is added: from now on it is read."""
        self._flush()
        self._database.execute("CREATE INDEX by_message ON rows (section, message)")
        self._database.execute(
            "CREATE INDEX by_target ON rows (section, target) WHERE target IS NOT NULL"
        )

    def count(self, section: Section) -> int:
        found = self._database.execute(
            "SELECT COUNT(*) FROM rows WHERE section = ?", [_NUMBERS[section]]
        )
        return int(found.fetchone()[0])

    def without_message(self, section: Section) -> Iterator[Staged]:
        return self._read("section = ? AND message IS NULL", [_NUMBERS[section]])

    def groups(self, section: Section) -> Iterator[list[Staged]]:
        """The rows of each message, by its id; rows without one are left out."""
        found = self._read(
            "section = ? AND message IS NOT NULL ORDER BY message, rowid", [_NUMBERS[section]]
        )
        for _, group in groupby(found, attrgetter("message")):
            yield list(group)

    def about(self, section: Section, messages: Collection[int]) -> list[Staged]:
        """Rows about these messages or done to them."""
        places = ", ".join("?" * len(messages))
        number = _NUMBERS[section]
        return [
            *self._read(f"section = ? AND message IN ({places})", [number, *messages]),
            *self._read(f"section = ? AND target IN ({places})", [number, *messages]),
        ]

    def _read(self, where: str, parameters: Iterable[Any]) -> Iterator[Staged]:
        cursor = self._database.execute(
            f"SELECT {_COLUMNS} FROM rows WHERE {where}", list(parameters)
        )
        for file, version, message, target, person, guild, row in cursor:
            yield Staged(
                file, _VERSIONS[version], message, target, person, guild, marshal.loads(row)
            )
