"""Rows that are not settled: what is to be sent, or found again, and in which order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitoring.models import Alert, ResponseTracking

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=5)
# After so many tries an alert no longer keeps those behind it waiting.
PATIENCE = 3
# A right that is missing, or a channel, is given by people: asking often is of no use.
REFUSAL_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 30))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that is not settled. `sending_since`: it may have been sent by then or later."""

    alert_id: int
    channel_id: int
    nonce: str
    is_sending: bool
    sending_since: datetime | None
    retry_at: datetime | None
    attempts: int

    def is_ready(self, now: datetime) -> bool:
        return self.retry_at is None or self.retry_at <= now


def is_anything_due(now: datetime) -> bool:
    """Is there anything to expire, to claim, to send, to find or to edit?

    One statement, for it is asked twice a second; whether it may be done is decided elsewhere.
    """
    waiting = ResponseTracking.objects.filter(status=ResponseTracking.Status.OPEN).values("pk")
    alerts = Alert.objects.values("pk")
    return (
        waiting.filter(next_alert_at__lte=now)
        .union(
            waiting.filter(expires_at__lte=now),
            waiting.filter(is_history_unread=True),
            alerts.filter(status__in=(Alert.Status.DUE, Alert.Status.SENDING)),
            alerts.filter(status=Alert.Status.FAILED, retry_at__lte=now),
            alerts.filter(status=Alert.Status.SENT, edit_due=True),
            all=True,
        )
        .exists()
    )


def unsettled() -> dict[int, list[Waiting]]:
    """All that is to be sent or found again, by channel in the order in which it fell due."""
    rows = Alert.objects.filter(status__in=(Alert.Status.DUE, Alert.Status.SENDING), digest=None)
    channels: dict[int, list[Waiting]] = {}
    for row in rows.order_by("due_at", "request_message_id", "step"):
        assert row.channel_id is not None
        channels.setdefault(row.channel_id, []).append(
            Waiting(
                row.pk,
                row.channel_id,
                row.nonce,
                row.status == Alert.Status.SENDING,
                row.sending_since,
                row.retry_at,
                row.attempts,
            )
        )
    return channels


def in_turn(rows: Sequence[Waiting], now: datetime) -> list[Waiting]:
    """Those to try now: nobody goes before a row that waits to be tried again, for a few tries."""
    turn: list[Waiting] = []
    for row in rows:
        if row.is_ready(now):
            turn.append(row)
        elif 0 < row.attempts < PATIENCE:
            break
    return turn


def backoff(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … up to 5 minutes."""
    doubled: int = 2 ** max(0, min(attempts, 10) - 1)
    return min(FIRST_RETRY * doubled, LONGEST_RETRY)


def refusal_pause(attempts: int) -> timedelta:
    """1, 2, 5, 10 minutes, then every 30."""
    return REFUSAL_PAUSES[max(0, min(attempts, len(REFUSAL_PAUSES)) - 1)]
