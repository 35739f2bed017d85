"""Taking an alert for sending: its requests read again, what shall not go settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from monitoring.alerts import reading
from monitoring.alerts.acting import acting
from monitoring.alerts.cards import Draft
from monitoring.alerts.claiming import active_steps
from monitoring.alerts.drafting import write
from monitoring.alerts.reading import Key, Requests, carried
from monitoring.configuration import Configuration
from monitoring.models import Alert, ResponseTracking
from monitoring.recording.actions import Gate
from monitoring.rules.escalation import Why

Status = Alert.Status


@dataclass(frozen=True, slots=True)
class Post:
    """One message to send. `alert_id` is the row that carries it."""

    alert_id: int
    channel_id: int
    nonce: str
    draft: Draft


def begin(
    alert_id: int,
    configuration: Configuration,
    now: datetime,
    gate: Gate,
    lease_number: int | None,
) -> Post | None:
    """Take a row for sending, its requests read again. None: not now, or no more.

    LeaseLost when another process owns the bot.
    """
    with acting(lease_number):
        rows = list(carried(alert_id).filter(status=Status.DUE))
        requests = reading.requests_of(rows)
        if any(gate(r.server.guild_id, r.lane_id) == "blocked" for r in requests.values()):
            transaction.set_rollback(True)
            return None
        going = _sift(rows, requests, configuration, now)
        head = next((row for row in rows if row.pk == alert_id), None)
        if head is None or head.digest_id or not going or not _keeps_head(head, going):
            return None
        return _take(head, going, requests, configuration, now)


def _sift(
    rows: Sequence[Alert], requests: Requests, configuration: Configuration, now: datetime
) -> list[Alert]:
    """Settle what shall not go, put off what is held, and return the rest."""
    late = overtaken(rows)
    going = []
    for row in rows:
        request = requests.get(reading.key_of(row))
        why = Why.OVERTAKEN if row.pk in late else why_not(row, request, configuration)
        held = request.hold_until if request else None
        if why:
            _settle(row, status=Status.SKIPPED, reason=str(why))
        elif held is not None and held > now:
            _settle(row, digest=None, is_digest=False, retry_at=held)
        else:
            going.append(row)
    return going


def _settle(row: Alert, **values: object) -> None:
    Alert.objects.filter(pk=row.pk, status=Status.DUE).update(**values)


def overtaken(rows: Sequence[Alert]) -> set[int]:
    """Rows whose request has a later send by now: of what was kept back only the latest goes."""
    later: dict[Key, datetime] = {}
    is_tried_again = Q(status=Status.FAILED, retry_at__isnull=False)
    found = Alert.objects.filter(
        is_tried_again | Q(status__in=(Status.DUE, Status.SENDING, Status.SENT, Status.UNKNOWN)),
        server__in={row.server_id for row in rows},
        request_message_id__in={row.request_message_id for row in rows},
    )
    for server_id, message_id, due_at in found.values_list(
        "server_id", "request_message_id", "due_at"
    ):
        key = server_id, message_id
        later[key] = max(later.get(key, due_at), due_at)
    return {row.pk for row in rows if later.get(reading.key_of(row), row.due_at) > row.due_at}


def why_not(
    row: Alert, request: ResponseTracking | None, configuration: Configuration
) -> Why | None:
    """Why a row need not go any more; None when it shall."""
    if request is None:
        return Why.CLOSED_BEFORE
    if request.status == ResponseTracking.Status.ANSWERED:
        return Why.ANSWERED_BEFORE
    if request.status != ResponseTracking.Status.OPEN or request.taken_back_at is not None:
        return Why.CLOSED_BEFORE
    step = reading.step_of(row, request)
    is_on = step is not None and step.step_id in active_steps(request, configuration)
    return None if is_on else Why.SWITCHED_OFF


def _keeps_head(head: Alert, going: Sequence[Alert]) -> bool:
    """False: the digest got another oldest request, whose row carries it from now on.

    A row that was tried stays the carrier: its nonce is what a lost message is found by.
    """
    if head in going or head.attempts:
        return True
    new, *parts = going
    Alert.objects.filter(pk=new.pk).update(digest=None, is_digest=bool(parts))
    Alert.objects.filter(pk__in=[part.pk for part in parts]).update(digest=new)
    return False


def _take(
    head: Alert,
    going: Sequence[Alert],
    requests: Requests,
    configuration: Configuration,
    now: datetime,
) -> Post:
    keys = {head.pk, *(row.pk for row in going)}
    Alert.objects.filter(pk__in=keys).update(
        status=Status.SENDING,
        reason="",
        retry_at=None,
        sending_since=Coalesce("sending_since", now),
        attempts=F("attempts") + 1,
    )
    head.is_digest = len(going) > 1 or head not in going
    Alert.objects.filter(pk=head.pk).update(is_digest=head.is_digest)
    assert head.channel_id is not None
    draft = write(head, going, requests, now, now, configuration)
    return Post(head.pk, head.channel_id, head.nonce, draft)
