"""What is due becomes rows: one transaction decides for each send whether and where it goes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from monitoring.alerts.acting import acting
from monitoring.alerts.grouping import grouped
from monitoring.alerts.history import mark_unread, unmark_read
from monitoring.alerts.waiting import refusal_pause
from monitoring.configuration import Configuration
from monitoring.models import Alert, ResponseTracking
from monitoring.recording.actions import Gate
from monitoring.rules import escalation
from monitoring.rules.escalation import Send, Step, Why

Key = tuple[int, int]
AT_ONCE = 5000
NO_STEPS: frozenset[int] = frozenset()
# A request that was closed before its alert went may open again, and then is due again.
REVIVED = (Why.ANSWERED_BEFORE, Why.CLOSED_BEFORE)


def claim_due(
    configuration: Configuration,
    now: datetime,
    gate: Gate,
    lease_number: int | None,
    limit: int = AT_ONCE,
) -> list[int]:
    """Decide all that is due, make its rows, and return the keys of those to send, oldest first.

    Requests that somebody holds and lanes that are not read yet wait. LeaseLost when another
    process owns the bot.
    """
    unmark_read(gate, lease_number)
    lanes = {
        lane: gate(guild, lane)
        for guild, lane in _due(now).values_list("server__guild_id", "lane_id").distinct()
    }
    free = [lane for lane, state in lanes.items() if state != "blocked"]
    if not free:
        return []
    with acting(lease_number):
        due = _due(now).filter(lane_id__in=free).select_related("server")
        requests = list(due.order_by("next_alert_at", "message_id")[:limit])
        mark_unread(r for r in requests if lanes.get(r.lane_id) == "unread")
        return _claim(requests, configuration, now)


def _due(now: datetime) -> QuerySet[ResponseTracking]:
    """Open, not taken back, not past their limit, and held by nobody now."""
    is_free = Q(hold_until=None) | Q(hold_until__lte=now)
    return ResponseTracking.objects.filter(
        is_free,
        status=ResponseTracking.Status.OPEN,
        next_alert_at__lte=now,
        taken_back_at=None,
        expires_at__gt=now,
    )


def _claim(
    requests: Sequence[ResponseTracking], configuration: Configuration, now: datetime
) -> list[int]:
    decided = _decided(requests)
    alerts: list[Alert] = []
    next_after: dict[timedelta | None, list[int]] = {}
    for request in requests:
        plan = current_plan(request, configuration)
        known = decided.get((request.server_id, request.message_id), ())
        due = escalation.undecided(plan, request.asked_at, known, now)
        alerts += _decide(request, plan, due, configuration, now)
        next_after.setdefault(_next_after(request, plan, now), []).append(request.pk)
    _advance(next_after)
    return _insert(alerts, configuration.digest_over)


def _decided(requests: Sequence[ResponseTracking]) -> dict[Key, list[tuple[int, int]]]:
    """What was decided before, by request; what is to be decided again is taken away first."""
    rows = Alert.objects.filter(
        server__in={request.server_id for request in requests},
        request_message_id__in=[request.message_id for request in requests],
    )
    was_over = Q(status=Alert.Status.SKIPPED, reason__in=REVIVED)
    rows.filter(was_over | Q(status=Alert.Status.FAILED, retry_at=None)).delete()
    decided: dict[Key, list[tuple[int, int]]] = {}
    for server_id, message_id, step, repetition in rows.values_list(
        "server_id", "request_message_id", "step", "repetition"
    ):
        decided.setdefault((server_id, message_id), []).append((step, repetition))
    return decided


def current_plan(request: ResponseTracking, configuration: Configuration) -> list[Step]:
    """The frozen plan; a step without a channel uses the one that its server has now."""
    server = configuration.servers.get(request.server.guild_id)
    fallback = server.alert_channel_id if server else None
    steps = (Step.from_json(step) for step in request.plan)
    return [replace(step, channel_id=step.channel_id or fallback) for step in steps]


def active_steps(request: ResponseTracking, configuration: Configuration) -> frozenset[int]:
    """The steps that may call now; none while alerts or the server are switched off."""
    server = configuration.servers.get(request.server.guild_id)
    is_on = (
        configuration.sends_alerts
        and server is not None
        and server.is_active
        and server.sends_alerts
    )
    return configuration.active_steps if is_on else NO_STEPS


def _next_after(request: ResponseTracking, plan: Sequence[Step], now: datetime) -> timedelta | None:
    """How long after the question the next send is due; None when there is none any more."""
    due_at = escalation.next_due_at(plan, request.asked_at, now)
    return due_at - request.asked_at if due_at and due_at < request.expires_at else None


def _advance(next_after: Mapping[timedelta | None, Sequence[int]]) -> None:
    """One statement for each moment of the plans: a thousand requests share a few."""
    for after, keys in next_after.items():
        next_alert_at = None if after is None else F("asked_at") + after
        ResponseTracking.objects.filter(pk__in=keys).update(next_alert_at=next_alert_at)


def _decide(
    request: ResponseTracking,
    plan: Sequence[Step],
    due: Sequence[Send],
    configuration: Configuration,
    now: datetime,
) -> list[Alert]:
    decision = escalation.choose(plan, due, active_steps(request, configuration))
    skipped = [
        _alert(request, plan, send, now, Alert.Status.SKIPPED, why)
        for send, why in decision.skipped
    ]
    return skipped + [_going(request, plan, send, now) for send in decision.go]


def _going(request: ResponseTracking, plan: Sequence[Step], send: Send, now: datetime) -> Alert:
    if plan[send.step].channel_id is None:
        alert = _alert(request, plan, send, now, Alert.Status.FAILED, Why.NO_CHANNEL)
        alert.attempts, alert.retry_at = 1, now + refusal_pause(1)
        return alert
    return _alert(request, plan, send, now, Alert.Status.DUE, "")


def _alert(
    request: ResponseTracking,
    plan: Sequence[Step],
    send: Send,
    now: datetime,
    status: Alert.Status,
    reason: str,
) -> Alert:
    return Alert(
        server_id=request.server_id,
        request_message_id=request.message_id,
        step=send.step,
        repetition=send.repetition,
        channel_id=plan[send.step].channel_id,
        due_at=send.due_at,
        status=status,
        reason=str(reason),
        nonce=escalation.nonce(request.message_id, send.step, send.repetition),
        claimed_at=now,
    )


def _insert(alerts: Sequence[Alert], digest_over: int) -> list[int]:
    """The rows, those of a digest pointing to its first; the keys of what is to be sent."""
    going = [alert for alert in alerts if alert.status == Alert.Status.DUE]
    rest = [alert for alert in alerts if alert.status != Alert.Status.DUE]
    for head, *parts in grouped(going, digest_over):
        if parts:
            head.is_digest = True
            # Alone: MySQL does not tell the keys of rows that were inserted together.
            head.save(force_insert=True)
        else:
            rest.append(head)
        for part in parts:
            part.digest = head
        rest += parts
    Alert.objects.bulk_create(rest, batch_size=1000)
    return _heads(going)


def _heads(going: Sequence[Alert]) -> list[int]:
    due = Alert.objects.filter(
        status=Alert.Status.DUE, digest=None, nonce__in=[alert.nonce for alert in going]
    )
    return list(due.order_by("request_message_id", "step").values_list("pk", flat=True))
