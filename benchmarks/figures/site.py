"""A filled database behind the web server as `manage.py run` starts it, and one browser."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psutil

from benchmarks.bot.processes import ROOT
from tools.with_database import free_port

START_SECONDS = 30


@dataclass(frozen=True)
class Database:
    """`cookie`: of somebody who is signed in; `curator`: whose page is asked for."""

    name: str
    url: str
    cookie: str
    curator: int

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": self.url}


@dataclass(frozen=True)
class Site:
    """`kept` is one connection that stays open, as a browser's does."""

    database: Database
    server: psutil.Process
    kept: http.client.HTTPConnection

    def ask(self, address: str) -> float:
        """Seconds from the request to the last byte of its answer. SystemExit unless it is 200."""
        headers = {"Cookie": self.database.cookie, "Accept-Language": "ru"}
        began = time.perf_counter()
        self.kept.request("GET", address, headers=headers)
        response = self.kept.getresponse()
        body = response.read()
        took = time.perf_counter() - began
        if response.status != 200:
            sys.exit(f"{self.database.name}: {address}: {response.status}\n{body[:500]!r}")
        return took

    @property
    def resident_megabytes(self) -> float:
        """Of the server and its worker."""
        processes = [self.server, *self.server.children(recursive=True)]
        return sum(float(each.memory_info().rss) for each in processes) / 1e6


@contextmanager
def serving(database: Database) -> Iterator[Site]:
    """Started, and no page asked for yet."""
    from botrunner.processes import web

    port = free_port()
    command = web("127.0.0.1", port).command
    process = subprocess.Popen(command, cwd=ROOT, env=database.environment)
    kept = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        _wait(kept, process)
        yield Site(database, psutil.Process(process.pid), kept)
    finally:
        kept.close()
        process.terminate()
        process.wait(10)


def _wait(kept: http.client.HTTPConnection, process: subprocess.Popen[Any]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            kept.request("GET", "/healthz")
            kept.getresponse().read()
            return
        except OSError:
            kept.close()
            time.sleep(0.1)
    sys.exit("The web server did not start.")


@contextmanager
def answering(database: Database) -> Iterator[None]:
    """Answers are written meanwhile, twice a second."""
    command = [sys.executable, "-m", "benchmarks.figures.living"]
    process = subprocess.Popen(command, cwd=ROOT, env=database.environment, stdout=subprocess.PIPE)
    try:
        assert process.stdout is not None
        if not process.stdout.readline():
            sys.exit("Nothing was written.")
        yield
        if process.poll() is not None:
            sys.exit("Who should have written has ended.")
    finally:
        process.terminate()
        process.wait(10)
