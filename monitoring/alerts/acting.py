"""Transactions that only the bot's owner may make."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from curators.models import Revision
from monitoring.leases import ALL_SHARDS, DatabaseNow
from monitoring.models import BotLease


class LeaseLost(Exception):
    """Another process owns the bot now: nothing was changed, and nothing may be sent."""


@contextmanager
def acting(lease_number: int | None) -> Iterator[None]:
    """A writing transaction that stands only while the lease does, by the database's clock.

    The revision's row is locked first, so nothing that is read here changes before the commit.
    """
    with transaction.atomic():
        Revision.bump()
        check_lease(lease_number)
        yield


def check_lease(lease_number: int | None) -> None:
    """LeaseLost unless that lease is ours now."""
    if lease_number is None:
        raise LeaseLost
    lease = BotLease.objects.filter(shards=ALL_SHARDS, number=lease_number)
    if not lease.filter(expires_at__gt=DatabaseNow()).exists():
        raise LeaseLost
