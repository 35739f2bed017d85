"""What became of a send: sent, refused, uncertain, missing or unknowable."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from curators.models import Revision
from monitoring.alerts import reading
from monitoring.alerts.acting import acting
from monitoring.alerts.reading import carried
from monitoring.alerts.waiting import backoff, refusal_pause
from monitoring.models import Alert, ResponseTracking
from monitoring.snowflakes import snowflake_time

Status = Alert.Status
REASON_LIMIT = 300


def sent(alert_id: int, message_id: int, now: datetime) -> bool:
    """Keep the message; requests that changed while it was on its way get it edited at once.

    Recording what happened needs no lease.
    """
    with transaction.atomic():
        Revision.bump()
        rows = list(carried(alert_id).filter(status__in=(Status.SENDING, Status.UNKNOWN)))
        if not rows:
            return False
        changed = Alert.objects.filter(pk__in=[row.pk for row in rows]).update(
            status=Status.SENT,
            message_id=message_id,
            sent_at=snowflake_time(message_id),
            reason="",
            retry_at=None,
        )
        _mark_changed(rows, now)
        return changed > 0


def _mark_changed(rows: Sequence[Alert], now: datetime) -> None:
    requests = reading.requests_of(rows)
    stale = [row.pk for row in rows if _is_stale(requests.get(reading.key_of(row)), now)]
    Alert.objects.filter(pk__in=stale).update(edit_due=True)


def _is_stale(request: ResponseTracking | None, now: datetime) -> bool:
    if request is None or request.status != ResponseTracking.Status.OPEN:
        return True
    is_held = request.hold_until is not None and request.hold_until > now
    return is_held or request.taken_back_at is not None


def fail(alert_id: int, reason: str, now: datetime, lease_number: int | None) -> None:
    """Discord refused the message: it was certainly not sent, and is tried again later."""
    retry_at = now + refusal_pause(_attempts(alert_id))
    _change(
        alert_id,
        lease_number,
        status=Status.FAILED,
        reason=reason[:REASON_LIMIT],
        retry_at=retry_at,
    )


def put_off(alert_id: int, reason: str, now: datetime, lease_number: int | None) -> None:
    """Nobody knows whether it was sent: it is looked for before it is tried again."""
    retry_at = now + backoff(_attempts(alert_id))
    _change(alert_id, lease_number, reason=reason[:REASON_LIMIT], retry_at=retry_at)


def _attempts(alert_id: int) -> int:
    return Alert.objects.values_list("attempts", flat=True).get(pk=alert_id)


def not_found(alert_id: int, lease_number: int | None) -> None:
    """It was looked for and is not there: it is due again."""
    _change(alert_id, lease_number, status=Status.DUE, retry_at=None)


def unknown(alert_id: int, reason: str, lease_number: int | None) -> None:
    """It may have been sent, and the bot may not look: never again, and shown."""
    _change(alert_id, lease_number, status=Status.UNKNOWN, reason=reason[:REASON_LIMIT])


def _change(alert_id: int, lease_number: int | None, **values: object) -> None:
    with acting(lease_number):
        carried(alert_id).filter(status=Status.SENDING).order_by().update(**values)
