"""Sends that Discord refused, or that had no channel, become due again while somebody waits."""

from collections.abc import Sequence
from datetime import datetime

from monitoring.alerts import reading, sending
from monitoring.alerts.acting import acting
from monitoring.alerts.claiming import current_plan
from monitoring.alerts.grouping import grouped
from monitoring.alerts.waiting import refusal_pause
from monitoring.configuration import Configuration
from monitoring.models import Alert, ResponseTracking
from monitoring.recording.actions import Gate
from monitoring.rules.escalation import Why

Status = Alert.Status
AT_ONCE = 5000
CHANGED = ("status", "reason", "channel_id", "retry_at", "attempts", "digest", "is_digest")


def retry_refused(
    configuration: Configuration, now: datetime, gate: Gate, lease_number: int | None
) -> None:
    """What failed is due again when its pause is over, and over for good when nobody waits.

    Lanes that are not read yet wait. LeaseLost when another process owns the bot.
    """
    keys = _ripe(now, gate)
    if not keys:
        return
    with acting(lease_number):
        failed = Alert.objects.filter(pk__in=keys, status=Status.FAILED, retry_at__lte=now)
        rows = list(failed.order_by("request_message_id", "step"))
        requests = reading.requests_of(rows)
        overtaken = sending.overtaken(rows)
        for row in rows:
            request = requests.get(reading.key_of(row))
            _decide(row, request, row.pk in overtaken, configuration, now)
        _group([row for row in rows if row.status == Status.DUE], configuration.digest_over)
        Alert.objects.bulk_update(rows, CHANGED, batch_size=500)


def _ripe(now: datetime, gate: Gate) -> list[int]:
    """The keys of what may be tried again now."""
    failed = Alert.objects.filter(status=Status.FAILED, retry_at__lte=now)
    rows = list(failed.order_by("retry_at", "pk")[:AT_ONCE])
    if not rows:
        return []
    requests = reading.requests_of(rows)
    return [row.pk for row in rows if not _is_blocked(requests.get(reading.key_of(row)), gate)]


def _is_blocked(request: ResponseTracking | None, gate: Gate) -> bool:
    return request is not None and gate(request.server.guild_id, request.lane_id) == "blocked"


def _decide(
    row: Alert,
    request: ResponseTracking | None,
    is_overtaken: bool,
    configuration: Configuration,
    now: datetime,
) -> None:
    """What was refused was not sent for sure: the row is free of the digest that it was in."""
    row.retry_at, row.digest, row.is_digest = None, None, False
    if is_overtaken:
        row.status, row.reason = Status.SKIPPED, Why.OVERTAKEN.value
    elif request is None or not _waits(row, request, configuration, now):
        return
    elif request.hold_until is not None and request.hold_until > now:
        row.retry_at = request.hold_until
    else:
        _send_again(row, request, configuration, now)


def _waits(
    row: Alert, request: ResponseTracking, configuration: Configuration, now: datetime
) -> bool:
    is_over = sending.why_not(row, request, configuration) is not None
    return not is_over and request.expires_at > now


def _send_again(
    row: Alert, request: ResponseTracking, configuration: Configuration, now: datetime
) -> None:
    """Due, to the channel that its step has now; where there is none it fails once more."""
    row.channel_id = current_plan(request, configuration)[row.step].channel_id
    if row.channel_id is not None:
        row.status = Status.DUE
        return
    row.attempts += 1
    row.retry_at = now + refusal_pause(row.attempts)


def _group(rows: Sequence[Alert], digest_over: int) -> None:
    for head, *parts in grouped(rows, digest_over):
        head.is_digest = bool(parts)
        for part in parts:
            part.digest = head
