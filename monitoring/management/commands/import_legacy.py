import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from monitoring.importing import Damaged, Entry, import_files, lines

EVERY_SECONDS = 2.0


class Command(BaseCommand):
    help = "Imports backups, split files and archives of the earlier versions, all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE", help="JSON, plain or gzip")
        parser.add_argument(
            "--dry-run", action="store_true", help="show what would be; write nothing"
        )
        parser.add_argument(
            "--rows", metavar="FILE", help="write what became of every row, one JSON line each"
        )
        parser.add_argument("--language", choices=("ru", "en"), default="en")

    def handle(self, *args: Any, files: list[str], dry_run: bool, **options: Any) -> None:
        paths = [Path(name) for name in files]
        with ExitStack() as stack:
            rows = stack.enter_context(_opened(options["rows"])) if options["rows"] else None
            try:
                report = import_files(
                    paths,
                    timezone.now(),
                    is_dry_run=dry_run,
                    progress=self._progress(),
                    sink=(lambda entry: rows.write(_line(entry))) if rows else None,
                )
            except Damaged as error:
                raise CommandError(f"{error}. Nothing is changed.") from error
        for line in lines(report, options["language"]):
            self.stdout.write(line)
        if report.snapshot:
            self.stdout.write(f"The database before this is in {report.snapshot}.")
        if dry_run:
            self.stdout.write("A dry run: nothing is changed.")

    def _progress(self) -> Callable[[str, int, int], None]:
        """A line every two seconds, so that a long file is seen to move."""
        told = time.monotonic()

        def progress(what: str, done: int, total: int) -> None:
            nonlocal told
            if time.monotonic() - told >= EVERY_SECONDS:
                told = time.monotonic()
                share = min(100, 100 * done // total) if total else 0
                self.stderr.write(f"{what}: {share} %")

        return progress


def _opened(name: str) -> TextIO:
    try:
        return open(name, "w", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{name} cannot be written: {error.strerror}") from error


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False) + "\n"
