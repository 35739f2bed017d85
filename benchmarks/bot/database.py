"""PostgreSQL: databases made and dropped here, and the processor time of its processes."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psutil
import psycopg2

NANOSECONDS = 1e-9


def connect(url: str) -> Any:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    return connection


def run(url: str, statement: str, *parameters: Any) -> list[Any]:
    with closing(connect(url)) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(statement, parameters or None)
        return list(cursor.fetchall()) if cursor.description else []


@contextmanager
def copy_of(server_url: str, name: str, template: str = "template0") -> Iterator[str]:
    """The URL of a database like `template`, dropped afterwards."""
    run(server_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield urlunsplit(urlsplit(server_url)._replace(path=f"/{name}"))
    finally:
        run(server_url, f"DROP DATABASE {name} WITH (FORCE)")


class Server:
    """All processes of the server: backends, checkpointer, writers, and those that have ended."""

    def __init__(self, url: str) -> None:
        with closing(connect(url)) as connection:
            backend = psutil.Process(connection.info.backend_pid)
            self._postmaster = backend.parent()

    def seconds(self) -> float:
        """Processor time so far. The kernel counts ended children with their parent."""
        ended = self._postmaster.cpu_times()
        living = [self._postmaster.pid, *(each.pid for each in self._postmaster.children())]
        return sum(map(_seconds, living)) + ended.children_user + ended.children_system


def _seconds(pid: int) -> float:
    """Linux tells nanoseconds here, and ticks of 10 ms elsewhere; 0 for one that has just ended."""
    try:
        return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) * NANOSECONDS
    except FileNotFoundError:
        return 0.0
