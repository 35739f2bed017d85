"""An alert's way out: due, sending, sent, or the reason why not. One short transaction a step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from curators.models import Revision
from monitoring.alerts import reading
from monitoring.alerts.acting import acting
from monitoring.alerts.cards import Draft
from monitoring.alerts.claiming import active_steps
from monitoring.alerts.digest_texts import digest
from monitoring.alerts.texts import alert as alert_text
from monitoring.configuration import Configuration
from monitoring.models import Alert, ResponseTracking
from monitoring.recording.actions import Gate
from monitoring.rules.escalation import Why
from monitoring.snowflakes import snowflake_time

Key = tuple[int, int]
Requests = Mapping[Key, ResponseTracking]
Status = Alert.Status

FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=5)
# After so many tries an alert no longer keeps those behind it waiting.
PATIENCE = 3
REASON_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Post:
    """One message to send. `alert_id` is the row that carries it."""

    alert_id: int
    channel_id: int
    nonce: str
    draft: Draft


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


def waiting() -> dict[int, list[Waiting]]:
    """All that is to be sent or found again, by channel in the order in which it fell due."""
    rows = Alert.objects.filter(status__in=(Status.DUE, Status.SENDING), digest=None)
    channels: dict[int, list[Waiting]] = {}
    for row in rows.order_by("due_at", "request_message_id", "step"):
        assert row.channel_id is not None
        channels.setdefault(row.channel_id, []).append(
            Waiting(
                row.pk,
                row.channel_id,
                row.nonce,
                row.status == Status.SENDING,
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


def carried(alert_id: int) -> QuerySet[Alert]:
    """A row, and those of its digest."""
    return Alert.objects.filter(Q(pk=alert_id) | Q(digest=alert_id)).order_by(
        "request_message_id", "step"
    )


def _sift(
    rows: Sequence[Alert], requests: Requests, configuration: Configuration, now: datetime
) -> list[Alert]:
    """Settle what shall not go, put off what is held, and return the rest."""
    overtaken = _overtaken(rows)
    going = []
    for row in rows:
        request = requests.get(reading.key_of(row))
        why = Why.OVERTAKEN if row.pk in overtaken else _why_not(row, request, configuration)
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


def _overtaken(rows: Sequence[Alert]) -> set[int]:
    """Rows whose request has a later send by now: of what was kept back only the latest goes."""
    later: dict[Key, datetime] = {}
    found = Alert.objects.filter(
        server__in={row.server_id for row in rows},
        request_message_id__in={row.request_message_id for row in rows},
        status__in=(Status.DUE, Status.SENDING, Status.SENT, Status.UNKNOWN),
    )
    for server_id, message_id, due_at in found.values_list(
        "server_id", "request_message_id", "due_at"
    ):
        key = server_id, message_id
        later[key] = max(later.get(key, due_at), due_at)
    return {row.pk for row in rows if later.get(reading.key_of(row), row.due_at) > row.due_at}


def _why_not(
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


def write(
    head: Alert,
    rows: Sequence[Alert],
    requests: Requests,
    called_at: datetime,
    now: datetime,
    configuration: Configuration,
) -> Draft:
    """The message of a row, or of the digest that it carries. Its requests must be there."""
    language = configuration.language
    known = {key: requests[key] for row in rows if (key := reading.key_of(row)) in requests}
    cards = reading.cards_of(list(known.values()))
    if not head.is_digest:
        key = reading.key_of(head)
        card = replace(cards[key], names=reading.names_in(cards[key]))
        return alert_text(card, reading.call_of(head, known[key]), called_at, now, language)
    shown = [row for row in rows if reading.key_of(row) in known]
    calls = [reading.call_of(row, known[reading.key_of(row)]) for row in shown]
    return digest(list(cards.values()), calls, head.nonce, now, language, configuration.public_url)


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


def fail(alert_id: int, reason: str, lease_number: int | None) -> None:
    """Discord refused the message: it was certainly not sent."""
    _change(alert_id, lease_number, status=Status.FAILED, reason=reason[:REASON_LIMIT])


def put_off(alert_id: int, reason: str, now: datetime, lease_number: int | None) -> None:
    """Nobody knows whether it was sent: it is looked for before it is tried again."""
    attempts = Alert.objects.values_list("attempts", flat=True).get(pk=alert_id)
    retry_at = now + backoff(attempts)
    _change(alert_id, lease_number, reason=reason[:REASON_LIMIT], retry_at=retry_at)


def not_found(alert_id: int, lease_number: int | None) -> None:
    """It was looked for and is not there: it is due again."""
    _change(alert_id, lease_number, status=Status.DUE, retry_at=None)


def unknown(alert_id: int, reason: str, lease_number: int | None) -> None:
    """It may have been sent, and the bot may not look: never again, and shown."""
    _change(alert_id, lease_number, status=Status.UNKNOWN, reason=reason[:REASON_LIMIT])


def _change(alert_id: int, lease_number: int | None, **values: object) -> None:
    with acting(lease_number):
        carried(alert_id).filter(status=Status.SENDING).order_by().update(**values)


def backoff(attempts: int) -> timedelta:
    """5 s, 10 s, 20 s … up to 5 minutes."""
    doubled: int = 2 ** max(0, min(attempts, 10) - 1)
    return min(FIRST_RETRY * doubled, LONGEST_RETRY)
