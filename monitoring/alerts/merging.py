"""Alerts that pile up behind one that does not go out become one digest."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from monitoring.alerts.acting import acting
from monitoring.alerts.waiting import Waiting
from monitoring.models import Alert


def merge_stuck(
    channels: Mapping[int, Sequence[Waiting]], digest_over: int, lease_number: int | None
) -> bool:
    """More than `digest_over` untried alerts behind a stuck one go together. True: some do."""
    piles = [pile for rows in channels.values() if (pile := _pile(rows))]
    merged = [_merge(pile, digest_over, lease_number) for pile in piles]
    return any(merged)


def _pile(rows: Sequence[Waiting]) -> list[int]:
    """The rows of one channel that were not tried yet, if one before them was and did not go."""
    untried = [r.alert_id for r in rows if r.attempts == 0 and r.retry_at is None]
    is_stuck = any(row.attempts > 0 for row in rows)
    return untried if is_stuck and len(untried) > 1 else []


def _merge(carriers: Iterable[int], digest_over: int, lease_number: int | None) -> bool:
    """Also what are digests already: one message calls for all."""
    keys = list(carriers)
    together = Alert.objects.filter(
        Q(pk__in=keys) | Q(digest__in=keys), status=Alert.Status.DUE
    ).order_by("request_message_id", "step")
    if together.count() <= digest_over:
        return False
    with acting(lease_number):
        head, *parts = together
        Alert.objects.filter(pk__in=[part.pk for part in parts]).update(
            digest=head, is_digest=False
        )
        Alert.objects.filter(pk=head.pk).update(digest=None, is_digest=True)
    return True
