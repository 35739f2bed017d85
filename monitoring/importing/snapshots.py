"""The whole database as one compressed file, taken before an import; `loaddata` reads it back."""

from datetime import datetime
from pathlib import Path

from django.core.management import call_command

from monitoring.consistency import one_view

KEPT = 5
# Django makes these anew, with other keys, in every database.
LEFT_OUT = ["contenttypes", "auth.permission", "admin.logentry"]


def take_snapshot(folder: Path, now: datetime) -> Path:
    """Write it, streaming. Only what is whole has its name."""
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"before-import-{now:%Y%m%d-%H%M%S-%f}.jsonl.gz"
    part = path.with_name(f"part-{path.name}")
    with one_view():
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
