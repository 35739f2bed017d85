"""How a known reaction changes: the later delivery wins, and a known time replaces none."""

from datetime import datetime

from monitoring.models import Activity, ReportEvent


def change_reaction(
    row: Activity | ReportEvent, at: datetime | None, delivered_at: datetime, *, is_added: bool
) -> bool:
    """Apply a change to the row of a reaction; False where it is old, or nothing new."""
    stands = row.withdrawn_at is None
    if stands and is_added:
        if row.at is not None or at is None:
            return False
        row.at = at
        return True
    assert row.delivered_at is not None
    if stands == is_added or delivered_at <= row.delivered_at:
        return False
    row.delivered_at = delivered_at
    row.withdrawn_at = None if is_added else delivered_at
    if is_added:
        row.at = at
    return True
