"""Databases with a year in them, and what it costs to make and check their sums."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit, urlunsplit

from benchmarks.bot.database import copy_of, run
from benchmarks.bot.figures import Figures
from benchmarks.bot.processes import ROOT
from benchmarks.figures.site import Database
from tools.with_database import running

MOST_MEGABYTES = 300


@contextmanager
def postgresql(figures: Figures, count: int) -> Iterator[Database]:
    with copy_of(os.environ["DATABASE_URL"], f"figures_{count}") as url:
        began = time.monotonic()
        facts = filled(url, count)
        run(url, "VACUUM ANALYZE")
        run(url, "CHECKPOINT")
        yield prepared(figures, f"PostgreSQL, {count:,}", url, facts, began)


@contextmanager
def sqlite(figures: Figures, count: int) -> Iterator[Database]:
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'figures.sqlite3'}"
        began = time.monotonic()
        yield prepared(figures, f"SQLite, {count:,}", url, filled(url, count), began)


@contextmanager
def mariadb(figures: Figures, count: int) -> Iterator[Database]:
    import MySQLdb

    with running("mariadb") as server_url:
        parts = urlsplit(server_url)
        server = MySQLdb.connect(host=parts.hostname, port=parts.port, user=parts.username)
        with closing(server), closing(server.cursor()) as cursor:
            cursor.execute("CREATE DATABASE figures CHARACTER SET utf8mb4")
        url = urlunsplit(parts._replace(path="/figures"))
        began = time.monotonic()
        yield prepared(figures, f"MariaDB, {count:,}", url, filled(url, count), began)


Facts = dict[str, str]


def filled(url: str, count: int) -> Facts:
    arguments = ["-m", "benchmarks.figures.filling", str(count)]
    facts: Facts = json.loads(program(url, arguments).output)
    return facts


def prepared(figures: Figures, name: str, url: str, facts: Facts, began: float) -> Database:
    """With its sums, made by the product and found right."""
    figures.note(f"{name} activities filled in", f"{time.monotonic() - began:.0f} s")
    for what, arguments in (("rebuild_stats", []), ("rebuild_stats --check", ["--check"])):
        done = program(url, ["manage.py", "rebuild_stats", *arguments])
        figures.note(
            f"{name}: {what}", f"{done.seconds:.0f} s, {done.cpu_seconds:.0f} s of them its own"
        )
        figures.at_most(f"{name}: {what}, peak memory", done.megabytes, MOST_MEGABYTES, " MB")
    return Database(name, url, facts["cookie"], int(facts["curator"]))


@dataclass(frozen=True)
class Done:
    """What a process said and cost; `megabytes` at its peak."""

    output: str
    seconds: float
    cpu_seconds: float
    megabytes: float


def program(url: str, arguments: list[str]) -> Done:
    """Run Python on a database. SystemExit when it fails."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{' '.join(arguments)} failed:\n{output}")
    # Linux: ru_maxrss is in KiB.
    return Done(
        output,
        time.monotonic() - began,
        usage.ru_utime + usage.ru_stime,
        usage.ru_maxrss * 1024 / 1e6,
    )
