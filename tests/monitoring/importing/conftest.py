"""Imports into a database of the test's own, snapshots into a folder of its own."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitoring.importing import Entry, Report, import_files
from tests.monitoring.importing.legacy import written

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Importer:
    """Imports contents; keeps what became of every row."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.entries: list[Entry] = []
        self.report = Report()
        self.now = NOW

    def __call__(self, *contents: Any, is_dry_run: bool = False) -> "Importer":
        names = ("full-backup.json", *(f"{number}.json" for number in range(1, 100)))
        paths = [
            it if isinstance(it, Path) else written(self.folder, it, name)
            for it, name in zip(contents, names, strict=False)
        ]
        self.entries = []
        self.now += timedelta(seconds=1)
        self.report = import_files(paths, self.now, is_dry_run=is_dry_run, sink=self.entries.append)
        return self

    def became(self, section: str) -> dict[tuple[str, str], int]:
        """(outcome, reason) of a section's rows, counted."""
        return dict(
            Counter((str(e.outcome), str(e.reason)) for e in self.entries if e.section == section)
        )

    @property
    def outcomes(self) -> set[str]:
        return {str(entry.outcome) for entry in self.entries}


@pytest.fixture
def importing(tmp_path: Path, settings: Any) -> Importer:
    settings.SNAPSHOT_DIR = tmp_path / "snapshots"
    return Importer(tmp_path)
