import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from curators.models import Curator
from monitoring.exporting import FORMATS, TABLES, NoPeople, Selection
from monitoring.local_time import zone as local_zone
from monitoring.models import DiscordServer
from monitoring.rules.periods import DAY, day_start


class Command(BaseCommand):
    help = "Streams rows with their natural keys; --from and --to are local days, both included."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("table", choices=TABLES)
        parser.add_argument("--format", choices=FORMATS, default="jsonl")
        parser.add_argument("--from", dest="first", metavar="DAY", help="such as 2025-01-31")
        parser.add_argument("--to", dest="last", metavar="DAY", help="such as 2025-01-31")
        parser.add_argument(
            "--server", type=_id, action="append", metavar="ID", help="a guild; may be repeated"
        )
        parser.add_argument("--curator", type=_id, metavar="ID", help="a curator's Discord id")
        parser.add_argument("--output", metavar="FILE", help="instead of standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        zone = local_zone()
        first, last = _day(options["first"]), _day(options["last"])
        if first and last and first > last:
            raise CommandError(f"--from {first} is later than --to {last}.")
        table, kind = TABLES[options["table"]], FORMATS[options["format"]]
        selection = Selection(
            start=day_start(first, zone) if first else None,
            end=day_start(last + DAY, zone) if last else None,
            servers=_servers(options["server"]),
            curator=_curator(options["curator"]),
        )
        try:
            rows = table.rows(selection)
        except NoPeople as error:
            raise CommandError(f"{options['table']} are nobody's: leave --curator out.") from error
        parts = kind.parts(list(table.columns), rows, zone)
        if options["output"]:
            _to_file(Path(options["output"]), parts)
        else:
            sys.stdout.buffer.writelines(parts)
            sys.stdout.buffer.flush()


def _servers(guild_ids: list[int] | None) -> list[DiscordServer] | None:
    if guild_ids is None:
        return None
    found = {s.guild_id: s for s in DiscordServer.objects.filter(guild_id__in=guild_ids)}
    for guild_id in guild_ids:
        if guild_id not in found:
            raise CommandError(f"There is no server {guild_id}.")
    return list(found.values())


def _curator(discord_id: int | None) -> Curator | None:
    if discord_id is None:
        return None
    found = Curator.objects.filter(discord_id=discord_id).first()
    if found is None:
        raise CommandError(f"There is no curator {discord_id}.")
    return found


def _id(value: str) -> int:
    """A Discord id. ValueError where no database could hold it."""
    if not 0 < int(value) < 2**63:
        raise ValueError(value)
    return int(value)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise CommandError(f"{value!r} is no day; write one such as 2025-01-31.") from error


def _to_file(path: Path, parts: Iterable[bytes]) -> None:
    """Under another name until it is whole, so that half an export never looks like one."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as sink:
            sink.writelines(parts)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
