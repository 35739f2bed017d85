"""Fills the database of DATABASE_URL with a year: `python -m benchmarks.figures.filling COUNT`.

Prints a line of JSON: who may sign in, and whose page is asked for.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import islice

import django

from benchmarks.figures import asked, rows
from benchmarks.figures.rows import Row

AT_ONCE = 5_000
ACTIVITIES_PER_REQUEST = 20


def main(count: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "govtracker.settings"
    django.setup()
    from django.core.management import call_command

    from benchmarks.figures.world import make_world

    call_command("migrate", verbosity=0)
    world = make_world()
    requests = count // ACTIVITIES_PER_REQUEST
    for table, columns, values in (
        ("activity", rows.COLUMNS, rows.activities(world, count)),
        ("responsetracking", asked.REQUEST_COLUMNS, asked.requests(world, requests)),
        ("requestmessage", asked.MESSAGE_COLUMNS, asked.messages(world, requests)),
        ("requestevent", asked.EVENT_COLUMNS, asked.events(world, requests)),
    ):
        fill(f"monitoring_{table}", columns, values)
    print(json.dumps({"cookie": cookie(), "curator": world.curators[7][1]}))


def fill(table: str, columns: tuple[str, ...], values: Iterable[Row]) -> None:
    """As quickly as the database takes them, without looking up what they refer to."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN", Lines(values))
            return
        if connection.vendor == "mysql":
            cursor.execute("SET foreign_key_checks = 0")
        places = ", ".join(["%s"] * len(columns))
        insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"
        values = iter(values)
        while part := list(islice(values, AT_ONCE)):
            cursor.executemany(insert, part)


class Lines:
    """Rows as PostgreSQL's COPY reads them, made while it writes those before."""

    def __init__(self, values: Iterable[Row]) -> None:
        self._lines = self._parts(iter(values))

    def read(self, _: int) -> str:
        """A part of any size; '' is the end."""
        return next(self._lines, "")

    def _parts(self, values: Iterator[Row]) -> Iterator[str]:
        while part := list(islice(values, 20)):
            yield "".join(
                "\t".join([r"\N" if value is None else str(value) for value in row]) + "\n"
                for row in part
            )


def cookie() -> str:
    """Of somebody who is signed in."""
    from django.conf import settings
    from django.test import Client

    from tests.factories import make_user

    client = Client()
    client.force_login(make_user("reader"))
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
