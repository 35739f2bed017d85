import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DataError, IntegrityError
from django.utils import timezone

from curators.models import ScoringVersion
from monitoring import configuring


class Command(BaseCommand):
    help = "Applies a JSON configuration whole or not at all; --dump prints the present one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", metavar="FILE", help="JSON file; - is stdin")
        parser.add_argument("--dump", action="store_true", help="print the present state")

    def handle(self, *args: Any, file: str | None, dump: bool, **options: Any) -> None:
        if file is None and not dump:
            raise CommandError("Name a JSON file, or - for stdin, or say --dump.")
        now = timezone.now()
        if file is not None:
            self._apply(file)
        if dump:
            document = configuring.dump(ScoringVersion.in_force(now))
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))

    def _apply(self, file: str) -> None:
        try:
            configuring.apply(configuring.parse(_read(file)), timezone.now())
        except configuring.Invalid as error:
            raise CommandError(" ".join(str(error).split())) from error
        except (IntegrityError, DataError) as error:
            reason = " ".join(str(error).split())
            raise CommandError(f"the database refuses it: {reason}") from error


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}") from error
