"""Reading many tables as of one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def one_view() -> Iterator[None]:
    """All reads see one moment, and nobody's writing waits for them.

    Within a transaction that is open already there is its own view.
    """
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor != "sqlite":
        with transaction.atomic():
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
        return
    # A plain BEGIN: the mode that writers use (IMMEDIATE) would shut them out.
    connection.ensure_connection()
    sqlite: Any = connection
    mode, sqlite.transaction_mode = sqlite.transaction_mode, None
    try:
        with transaction.atomic():
            yield
    finally:
        sqlite.transaction_mode = mode
