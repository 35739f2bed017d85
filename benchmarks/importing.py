"""How fast a big old backup is imported, and in how much memory: python -m benchmarks.importing.

A made-up file of 300,000 rows (or as many thousands as the argument says) in a temporary folder,
imported in a fresh process: into SQLite, and into the PostgreSQL server that DATABASE_URL names.
"""

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.bot.figures import Figures
from monitoring.snowflakes import snowflake_at

ROWS = 300_000
ROWS_A_SECOND, MEGABYTES = 15_000, 200
BEGUN = datetime(2025, 1, 1, tzinfo=UTC)
SERVERS, CURATORS, CHANNELS = 8, 30, 20
TEXTS = (
    "Здравствуйте, подскажите пожалуйста, где находится мэрия города?",
    "Добрый день! Напишите в канал вопросов, там ответят быстрее.",
    "Принял, сейчас подойду и посмотрю, что у вас не работает.",
    "спасибо",
)
Row = dict[str, Any]


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def heads() -> Row:
    return {
        "discordServers": [
            {"id": n, "serverId": str(700000000000000000 + n), "name": f"S{n}", "isActive": True}
            for n in range(SERVERS)
        ],
        "curators": [
            {"id": n, "discordId": str(600000000000000000 + n), "name": f"C{n}", "factions": []}
            for n in range(CURATORS)
        ],
    }


def server_of(curator: int, dice: random.Random) -> int:
    """A curator helps on two servers."""
    return (curator + dice.randrange(2)) % SERVERS


def activity(number: int, at: datetime, dice: random.Random) -> Row:
    """60 % messages, 25 % replies, 15 % reactions."""
    kind = dice.choices(("message", "reply", "reaction"), (60, 25, 15))[0]
    curator = dice.randrange(CURATORS)
    message_id = str(snowflake_at(at))
    target = str(snowflake_at(at - timedelta(seconds=40)))
    return {
        "id": number,
        "curatorId": curator,
        "serverId": server_of(curator, dice),
        "type": kind,
        "channelId": str(710000000000000000 + dice.randrange(CHANNELS)),
        "channelName": "вопросы",
        "messageId": None if kind == "reaction" else message_id,
        "content": None if kind == "reaction" else dice.choice(TEXTS),
        "reactionEmoji": "👍" if kind == "reaction" else None,
        "targetMessageId": None if kind == "message" else target,
        "targetMessageContent": None if kind == "message" else TEXTS[0],
        "timestamp": stamp(at),
    }


def response(number: int, at: datetime, dice: random.Random) -> Row:
    """A request that was answered after 5 to 400 seconds; one in ten was not."""
    curator, seconds = dice.randrange(CURATORS), dice.randrange(5, 400)
    answered_at = at + timedelta(seconds=seconds)
    is_answered = dice.random() < 0.9
    return {
        "id": number,
        "serverId": server_of(curator, dice),
        "curatorId": curator if is_answered else None,
        "mentionMessageId": str(snowflake_at(at)),
        "mentionTimestamp": stamp(at),
        "responseMessageId": str(snowflake_at(answered_at)) if is_answered else None,
        "responseTimestamp": stamp(answered_at) if is_answered else None,
        "responseType": "reply" if is_answered else None,
        "responseTimeSeconds": seconds if is_answered else None,
    }


def report(number: int, at: datetime, dice: random.Random) -> Row:
    curator = dice.randrange(CURATORS)
    return {
        "id": number,
        "serverId": dice.randrange(SERVERS),
        "authorId": "640000000000000000",
        "authorName": "leader",
        "messageId": str(snowflake_at(at)),
        "channelId": "720000000000000000",
        "content": "1. Рейд +\n2. Патруль +\n3. Лекция +\n<@&700000000000000010>",
        "taskCount": 3,
        "submittedAt": stamp(at),
        "curatorId": curator,
        "curatorDiscordId": str(600000000000000000 + curator),
        "curatorName": f"C{curator}",
        "checkedAt": stamp(at + timedelta(hours=1)),
        "approvedTasks": 3,
        "status": "verified",
        "weekStart": stamp(at),
    }


def sections(rows: int) -> dict[str, Any]:
    """The shares of a real export, as far as it is whole: 80, 18 and 2 of a hundred."""
    return {
        "activities": (activity, rows * 80 // 100),
        "responseTracking": (response, rows * 18 // 100),
        "taskReports": (report, rows * 2 // 100),
    }


def write(path: Path, rows: int) -> None:
    dice = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write(json.dumps(heads(), ensure_ascii=False, indent=2)[:-2])
        for name, (make, count) in sections(rows).items():
            file.write(f',\n  "{name}": [\n')
            made = _rows(make, count, dice)
            file.write(",\n".join([json.dumps(next(made), ensure_ascii=False, indent=2)]))
            for row in made:
                file.write(",\n" + json.dumps(row, ensure_ascii=False, indent=2))
            file.write("\n  ]")
        file.write("\n}\n")


def _rows(make: Any, count: int, dice: random.Random) -> Iterator[Row]:
    """Over one year, whatever the number; each kind at its own milliseconds."""
    step = timedelta(days=365) / count
    for number in range(count):
        yield make(number, BEGUN + step * number + timedelta(milliseconds=dice.randrange(50)), dice)


def measure(path: str) -> None:
    """In the fresh process: import the file, and print what it took as JSON."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from monitoring.importing import Outcome, import_files

    call_command("migrate", verbosity=0)
    before = _megabytes()
    begun, used = time.monotonic(), time.process_time()
    report = import_files([Path(path)], timezone.now(), is_dry_run=False)
    seconds, processor = time.monotonic() - begun, time.process_time() - used
    begun_again = time.monotonic()
    again = import_files([Path(path)], timezone.now(), is_dry_run=False)
    figures = {
        "vendor": connection.vendor,
        "rows": report.total(),
        "created": report.total(Outcome.CREATED),
        "seconds": seconds,
        "processor": processor,
        "again_seconds": time.monotonic() - begun_again,
        "again_changes": again.total(Outcome.CREATED, Outcome.CHANGED, Outcome.QUARANTINED),
        "megabytes": _megabytes(),
        "megabytes_before": before,
    }
    print(json.dumps(figures))


def _megabytes() -> float:
    """The most that this process ever held. Linux counts it in kibibytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def imported(path: Path, folder: Path, url: str) -> Row:
    environment = {**os.environ, "DATABASE_URL": url, "DATA_DIR": str(folder), "DEMO": "0"}
    environment["DJANGO_SETTINGS_MODULE"] = "govtracker.settings"
    command = [sys.executable, "-m", "benchmarks.importing", "--measure", str(path)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    figures: Row = json.loads(done.stdout.splitlines()[-1])
    return figures


def show(figures: Figures, found: Row) -> None:
    name = found["vendor"]
    figures.note(name, f"{found['rows']:,} rows, {found['created']:,} of them created")
    rate = found["rows"] / found["seconds"]
    figures.at_least(f"{name}: rows imported", rate, ROWS_A_SECOND, " /s")
    figures.note(name, f"{found['rows'] / found['processor']:,.0f} /s of this process's own time")
    figures.note(name, f"the same file again: {found['rows'] / found['again_seconds']:,.0f} /s")
    figures.at_most(f"{name}: rows that a second import changes", found["again_changes"], 0)
    figures.at_most(f"{name}: resident at most", found["megabytes"], MEGABYTES, " MB")
    figures.note(name, f"{found['megabytes_before']:.0f} MB before it began")


def main(arguments: list[str]) -> None:
    rows = int(arguments[0]) * 1000 if arguments else ROWS
    figures = Figures()
    with TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "full-backup.json"
        write(path, rows)
        figures.note("file", f"{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB")
        urls = [f"sqlite:///{folder / 'import.sqlite3'}"]
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            urls.append(os.environ["DATABASE_URL"])
        for url in urls:
            show(figures, imported(path, folder, url))
    figures.summary()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(sys.argv[2])
    else:
        main(sys.argv[1:])
