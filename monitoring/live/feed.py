"""The latest that happened, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from monitoring.models import Activity, Alert, DiscordServer, ResponseTracking, TaskReport
from monitoring.rules.escalation import Step

SHOWN = 7
# An answer is an activity too, and shows once; so more are read than are shown.
READ = SHOWN * 3
DAY = timedelta(days=1)
Servers = Mapping[int, DiscordServer]


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `key` never changes, so that a page knows what it has shown."""

    key: str
    at: datetime
    kind: str
    server_id: int
    who: str = ""
    detail: str = ""
    seconds: int | None = None
    number: int | None = None
    of: int | None = None


def feed(
    closed: Sequence[ResponseTracking], servers: Servers, now: datetime
) -> list[dict[str, Any]]:
    """`closed`: the latest closed requests."""
    items = [
        *_closed(closed),
        *_activities(closed, now),
        *_alerts(now),
        *_reports(now),
    ]
    newest = sorted(items, key=lambda item: (item.at, item.key), reverse=True)
    return [_row(item, servers) for item in newest[:SHOWN]]


def _row(item: Item, servers: Servers) -> dict[str, Any]:
    return {
        "id": item.key,
        "at": item.at,
        "kind": item.kind,
        "who": item.who,
        "detail": item.detail,
        "server": servers[item.server_id].name,
        "seconds": item.seconds,
        "number": item.number,
        "of": item.of,
    }


def _closed(closed: Sequence[ResponseTracking]) -> Iterator[Item]:
    for request in closed:
        key = f"request-{request.message_id}"
        if request.closed_at is None:
            continue
        if request.status == ResponseTracking.Status.DISMISSED:
            yield Item(key, request.closed_at, "dismissed", request.server_id, detail=request.word)
        elif request.status == ResponseTracking.Status.ANSWERED:
            who = request.answered_by.name if request.answered_by else ""
            seconds = request.response_seconds
            yield Item(key, request.closed_at, "answer", request.server_id, who, seconds=seconds)


def _activities(closed: Sequence[ResponseTracking], now: datetime) -> Iterator[Item]:
    answers = {(each.response_message_id, each.answered_by_id) for each in closed}
    found = Activity.objects.filter(at__gte=now - DAY, withdrawn_at=None)
    # No join: with one, MariaDB sorts the whole day first.
    latest = list(found.prefetch_related("curator").order_by("-at")[:READ])
    reports = _verified(each for each in latest if each.kind == Activity.Kind.VERIFICATION)
    for activity in latest:
        if activity.at is None or (activity.message_id, activity.curator_id) in answers:
            continue
        approved, count = reports.get((activity.server_id, activity.message_id), (None, None))
        yield Item(
            f"activity-{activity.pk}",
            activity.at,
            activity.kind,
            activity.server_id,
            activity.curator.name,
            number=approved,
            of=count,
        )


def _verified(
    verifications: Iterator[Activity],
) -> dict[tuple[int, int], tuple[int | None, int | None]]:
    ids = [activity.message_id for activity in verifications]
    if not ids:
        return {}
    rows = TaskReport.objects.filter(message_id__in=ids)
    found = rows.values_list("server_id", "message_id", "approved", "count")
    return {(server, message): (approved, count) for server, message, approved, count in found}


def _alerts(now: datetime) -> Iterator[Item]:
    found = Alert.objects.filter(status=Alert.Status.SENT, kind="request", sent_at__gte=now - DAY)
    alerts = list(found.order_by("-pk")[:SHOWN])
    plans = _plans(alerts)
    for alert in alerts:
        if alert.sent_at is None:
            continue
        plan = plans.get((alert.server_id, alert.request_message_id), [])
        limit = Step.from_json(plan[alert.step]).repeat_limit if alert.step < len(plan) else None
        yield Item(
            f"alert-{alert.pk}",
            alert.sent_at,
            "alert",
            alert.server_id,
            number=alert.repetition,
            of=limit,
        )


def _plans(alerts: Sequence[Alert]) -> dict[tuple[int, int], list[dict[str, Any]]]:
    ids = [alert.request_message_id for alert in alerts]
    if not ids:
        return {}
    rows = ResponseTracking.objects.filter(message_id__in=ids)
    found = rows.values_list("server_id", "message_id", "plan")
    return {(server, message): plan for server, message, plan in found}


def _reports(now: datetime) -> Iterator[Item]:
    waiting = (TaskReport.Status.PENDING, TaskReport.Status.REVIEWING)
    found = TaskReport.objects.filter(at__gte=now - DAY, status__in=waiting)
    for report in found.order_by("-pk")[:SHOWN]:
        yield Item(
            f"report-{report.message_id}", report.at, "report", report.server_id, report.author_name
        )
