"""Which process may act: one row, a term of 30 s on the database's own clock, a growing number.

Several machines may differ in their clocks, so no time of theirs enters a condition.
"""

from datetime import timedelta
from typing import Any

from django.db.models import DateTimeField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.functions import Now

from monitoring.models import BotLease

TERM = timedelta(seconds=30)
# One process runs all shards; a set of them would be another row.
ALL_SHARDS = "all"


class DatabaseNow(Now):
    """The database's now, in UTC whatever the zone of its session."""

    def as_mysql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="UTC_TIMESTAMP(6)", **extra)


def _end() -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(DatabaseNow() + TERM, output_field=DateTimeField())


def acquire(owner: str) -> int | None:
    """Take the lease if nobody holds it. Returns its new number, or None."""
    BotLease.objects.get_or_create(shards=ALL_SHARDS)
    free = BotLease.objects.filter(
        Q(expires_at=None) | Q(expires_at__lte=DatabaseNow()), shards=ALL_SHARDS
    )
    # Whoever waits asks four times a second, and a read locks nothing.
    if not free.exists() or not free.update(owner=owner, number=F("number") + 1, expires_at=_end()):
        return None
    mine = BotLease.objects.filter(shards=ALL_SHARDS, owner=owner)
    return mine.values_list("number", flat=True).first()


def renew(owner: str, number: int) -> bool:
    """Hold it for another term. False: another process has taken it."""
    return _held(owner, number).update(expires_at=_end()) == 1


def release(owner: str, number: int) -> bool:
    """Give it up, so that the next need not wait for the term's end."""
    return _held(owner, number).update(owner="", expires_at=None) == 1


def is_held(owner: str, number: int) -> bool:
    """Does this process hold it now, by the database's clock?"""
    return _held(owner, number).filter(expires_at__gt=DatabaseNow()).exists()


def report(owner: str, number: int, state: dict[str, Any]) -> bool:
    """The owner is alive and well: when it was seen, and in what state. False: not the owner."""
    return _held(owner, number).update(seen_at=DatabaseNow(), state=state) == 1


def last_state() -> dict[str, Any]:
    """What the last owner reported; {} where none ever did."""
    state = BotLease.objects.filter(shards=ALL_SHARDS).values_list("state", flat=True).first()
    return state or {}


def _held(owner: str, number: int) -> "QuerySet[BotLease]":
    return BotLease.objects.filter(shards=ALL_SHARDS, owner=owner, number=number)
