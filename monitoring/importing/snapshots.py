"""The whole database as one compressed file, taken before an import; `loaddata` reads it back."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

KEPT = 5
# Django makes these anew, with other keys, in every database.
LEFT_OUT = ["contenttypes", "auth.permission", "admin.logentry"]


def take_snapshot(folder: Path, now: datetime) -> Path:
    """Write it, streaming. Only what is whole has its name."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"before-import-{now:%Y%m%d-%H%M%S-%f}.jsonl.gz"
    part = path.with_name(f"part-{path.name}")
    with _one_view():
        call_command(
            "dumpdata",
            format="jsonl",
            output=str(part),
            exclude=LEFT_OUT,
            use_natural_foreign_keys=True,
            use_base_manager=True,
            verbosity=0,
        )
    # Accounts are in it.
    part.chmod(0o600)
    part.replace(path)
    return path


def settle_snapshot(path: Path, *, is_needed: bool) -> None:
    """Delete all but the newest few; and the new one where there is nothing to go back from."""
    if not is_needed:
        path.unlink()
    for old in sorted(path.parent.glob("before-import-*.jsonl.gz"))[:-KEPT]:
        old.unlink()


@contextmanager
def _one_view() -> Iterator[None]:
    """All tables as of one moment, while the bot goes on writing."""
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
