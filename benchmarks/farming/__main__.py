"""What farming brings: python -m benchmarks.farming [ru].

Prints the tables of docs/farming.md, or of docs/farming.ru.md, in a database of its own that is
dropped again: on SQLite in a temporary folder, or on the server that DATABASE_URL names.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import django


@contextmanager
def opened() -> Iterator[None]:
    """A new database with the defaults."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "govtracker.settings"
    with TemporaryDirectory() as name:
        os.environ.setdefault("DATA_DIR", name)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(name) / 'unused.sqlite3'}")
        django.setup()
        from django.db import connection

        used = connection.settings_dict["NAME"]
        folder = Path(name) / "farming.sqlite3"
        is_file = connection.vendor == "sqlite"
        connection.settings_dict["TEST"]["NAME"] = str(folder) if is_file else "bench_farming"
        connection.creation.create_test_db(verbosity=0)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(str(used), verbosity=0)


def main(arguments: list[str]) -> None:
    with opened():
        from benchmarks.farming.tables import ENGLISH, RUSSIAN, tables

        print(tables(RUSSIAN if "ru" in arguments else ENGLISH))


if __name__ == "__main__":
    main(sys.argv[1:])
