"""A request's calls on its track: those decided, those planned, and which comes next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from monitoring.models import Alert, ResponseTracking
from monitoring.rules.escalation import Send, Step, choose, undecided

HORIZON = timedelta(hours=1)
# A plan may repeat every minute for a day; the page shows what is near.
PAST_LIMIT = 8
FUTURE_LIMIT = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """One call; `status` as the API names it."""

    step: int
    repetition: int
    due_at: datetime
    status: str
    retry_at: datetime | None = None
    is_next: bool = False


def marks(
    request: ResponseTracking,
    alerts: Iterable[Alert],
    active_steps: frozenset[int],
    now: datetime,
) -> list[Mark]:
    """By time. `active_steps` is empty where alerts are switched off."""
    alerts = sorted(alerts, key=lambda alert: (alert.due_at, alert.step))
    decided = [_decided(alert) for alert in alerts][-PAST_LIMIT:]
    if request.taken_back_at is not None or request.next_alert_at is None:
        return decided
    plan = [Step.from_json(step) for step in request.plan]
    until = min(now + HORIZON, request.expires_at)
    keys = [(alert.step, alert.repetition) for alert in alerts]
    open_sends = undecided(plan, request.asked_at, keys, until)
    planned = [
        Mark(send.step, send.repetition, send.due_at, "planned", is_next=index == 0)
        for index, send in enumerate(_going(plan, open_sends, active_steps, now))
    ]
    return decided + planned[:FUTURE_LIMIT]


def _decided(alert: Alert) -> Mark:
    return Mark(alert.step, alert.repetition, alert.due_at, _status(alert), alert.retry_at)


def _status(alert: Alert) -> str:
    """A send that was refused and will be tried again shows as failed."""
    if alert.status in (Alert.Status.DUE, Alert.Status.SENDING):
        return "failed" if alert.attempts and alert.retry_at else "due"
    return str(alert.status)


def _going(
    plan: Sequence[Step], sends: Sequence[Send], active_steps: frozenset[int], now: datetime
) -> list[Send]:
    """What the bot will send of these: of all that is due the latest, then moment by moment."""
    due = [send for send in sends if send.due_at <= now]
    later = groupby((send for send in sends if send.due_at > now), key=lambda send: send.due_at)
    groups = [due, *(list(group) for _, group in later)]
    return [send for group in groups if group for send in choose(plan, group, active_steps).go]
