"""A fresh database of the kind that DATABASE_URL names, and its tables read from this process."""

import os
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

from django.db import connections

from govtracker.environment import database

ALIAS = "pipeline"


@contextmanager
def fresh_database(folder: Path, base_url: str | None = None) -> Iterator[str]:
    """The DATABASE_URL of an empty database, dropped afterwards; SQLite unless told otherwise."""
    base = base_url or os.environ.get("DATABASE_URL", "")
    parts = urlsplit(base)
    if parts.scheme in ("", "sqlite"):
        yield f"sqlite:///{folder / 'pipeline.sqlite3'}"
        return
    name = f"pipeline_{secrets.token_hex(6)}"
    _on_server(base, f"CREATE DATABASE {name}" + _charset(parts.scheme))
    try:
        yield urlunsplit(parts._replace(path=f"/{name}"))
    finally:
        _on_server(base, f"DROP DATABASE {name}" + _by_force(parts.scheme))


def _charset(scheme: str) -> str:
    is_mysql = scheme in ("mysql", "mariadb")
    return " CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci" if is_mysql else ""


def _by_force(scheme: str) -> str:
    return " WITH (FORCE)" if scheme.startswith("postgres") else ""


def _on_server(url: str, statement: str) -> None:
    with closing(_connect(url)) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(statement)


def _connect(url: str) -> Any:
    parts = urlsplit(url)
    if parts.scheme.startswith("postgres"):
        import psycopg2

        connection = psycopg2.connect(
            host=parts.hostname,
            port=parts.port or 5432,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            dbname="postgres",
        )
        connection.autocommit = True
        return connection
    import MySQLdb

    return MySQLdb.connect(
        host=parts.hostname,
        port=parts.port or 3306,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        connect_timeout=10,
    )


@contextmanager
def reading(url: str) -> Iterator[str]:
    """The alias under which models read that database here."""
    settings = connections.configure_settings({"default": database(url)})
    connections.settings[ALIAS] = settings["default"]
    try:
        yield ALIAS
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
