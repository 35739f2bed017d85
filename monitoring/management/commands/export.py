import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from monitoring.exporting import FORMATS, TABLES


class Command(BaseCommand):
    help = "Streams rows with their natural keys; --from and --to are local days, both included."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", choices=TABLES)
        parser.add_argument("--format", choices=FORMATS, default="jsonl")
        parser.add_argument("--from", dest="first", metavar="DAY", help="such as 2025-01-31")
        parser.add_argument("--to", dest="last", metavar="DAY", help="such as 2025-01-31")
        parser.add_argument("--output", metavar="FILE", help="instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        zone = ZoneInfo(settings.TIME_ZONE)
        first, last = _day(options["first"]), _day(options["last"])
        if first and last and first > last:
            raise CommandError(f"--from {first} is later than --to {last}.")
        table, write = TABLES[options["table"]], FORMATS[options["format"]]
        start = _midnight(first, zone) if first else None
        end = _midnight(last + timedelta(days=1), zone) if last else None
        rows = table.rows(start, end)

        def fill(sink: IO[bytes]) -> None:
            write(list(table.columns), rows, zone, sink)

        if options["output"]:
            _to_file(Path(options["output"]), fill)
        else:
            fill(sys.stdout.buffer)
            sys.stdout.buffer.flush()


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise CommandError(f"{value!r} is no day; write one such as 2025-01-31.") from error


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _to_file(path: Path, fill: Any) -> None:
    """Under another name until it is whole, so that half an export never looks like one."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as sink:
            fill(sink)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
