"""Who waits: the open requests with their tracks, and the latest that closed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from monitoring.live.configuration import LiveConfiguration
from monitoring.live.names import Names, names
from monitoring.live.track import Mark, marks
from monitoring.models import Alert, DiscordServer, ResponseTracking
from monitoring.rules.escalation import Step

SHOWN = 100
DAY = timedelta(days=1)
LATEST = 20
Status = ResponseTracking.Status
Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open request with all that its row shows."""

    request: ResponseTracking
    server: DiscordServer
    marks: list[Mark]

    @property
    def next_alert_at(self) -> datetime | None:
        """When it calls next: at its due time, or when «Беру» ends."""
        due = next((mark.due_at for mark in self.marks if mark.is_next), None)
        hold = self.request.hold_until
        return max(due, hold) if due and hold else due


@dataclass(frozen=True, slots=True)
class Queue:
    waiting: list[Waiting]
    names: Names


def open_requests() -> list[ResponseTracking]:
    """All of them, longest wait first."""
    found = ResponseTracking.objects.filter(status=Status.OPEN).select_related("claimed_by")
    return list(found.order_by("asked_at", "message_id"))


def queue(
    requests: Sequence[ResponseTracking], configuration: LiveConfiguration, now: datetime
) -> Queue:
    """The longest waits, with their tracks."""
    requests = requests[:SHOWN]
    alerts = _alerts(requests)
    waiting = []
    for request in requests:
        server = configuration.servers[request.server_id]
        active = configuration.active_steps if configuration.calls(server) else frozenset()
        own = alerts[request.server_id, request.message_id]
        waiting.append(Waiting(request, server, marks(request, own, active, now)))
    return Queue(waiting, _names(requests))


def _alerts(requests: Iterable[ResponseTracking]) -> Mapping[Key, list[Alert]]:
    found: dict[Key, list[Alert]] = defaultdict(list)
    ids = [request.message_id for request in requests]
    for alert in Alert.objects.filter(request_message_id__in=ids, kind="request") if ids else ():
        found[alert.server_id, alert.request_message_id].append(alert)
    return found


def _names(requests: Sequence[ResponseTracking]) -> Names:
    steps = (Step.from_json(step) for request in requests for step in request.plan)
    texts = (request.content for request in requests)
    return names(texts, steps, (request.channel_id for request in requests))


def row(waiting: Waiting, known: Names) -> dict[str, Any]:
    request, server = waiting.request, waiting.server
    return {
        "message_id": request.message_id,
        "guild_id": server.guild_id,
        "server": server.name,
        "channel_id": request.channel_id,
        "channel": known.channel(request.channel_id),
        "author": request.author_name,
        "author_id": request.author_id,
        "asked_at": request.asked_at,
        "text": known.plain(request.content),
        "url": url(server.guild_id, request.channel_id, request.message_id),
        "rule": request.rule,
        "keyword": request.keyword,
        "word": request.word,
        "claimed_by": request.claimed_by.name if request.claimed_by else None,
        "claimed_at": request.claimed_at,
        "hold_until": request.hold_until,
        "is_taken_back": request.taken_back_at is not None,
        "is_sandbox": request.is_sandbox,
        "history_unread": request.is_history_unread,
        "steps": [_step(mark, waiting, known) for mark in waiting.marks],
    }


def url(guild_id: int, channel_id: int, message_id: int) -> str:
    return f"https://discord.com/channels/{guild_id}/{channel_id}/{message_id}"


def _step(mark: Mark, waiting: Waiting, known: Names) -> dict[str, Any]:
    return {
        "due_at": mark.due_at,
        "target": target(mark, waiting, known),
        "step": mark.step,
        "repetition": mark.repetition,
        "status": mark.status,
        "retry_at": mark.retry_at,
        "is_next": mark.is_next,
    }


def target(mark: Mark, waiting: Waiting, known: Names) -> str:
    """Whom this call tags; '' where the plan has no such step (the request joined another)."""
    plan = waiting.request.plan
    return known.target(Step.from_json(plan[mark.step])) if mark.step < len(plan) else ""


def next_alert(found: Queue) -> dict[str, Any] | None:
    """The call that goes out first, of all requests."""
    due = [(each.next_alert_at, each) for each in found.waiting if each.next_alert_at]
    if not due:
        return None
    at, waiting = min(due, key=lambda pair: pair[0])
    mark = next(mark for mark in waiting.marks if mark.is_next)
    target_name = target(mark, waiting, found.names)
    return {"at": at, "server": waiting.server.name, "target": target_name}


def closed_requests(now: datetime) -> list[ResponseTracking]:
    """The latest of the last day, newest first."""
    found = ResponseTracking.objects.filter(
        ~Q(status=Status.OPEN), asked_at__gte=now - DAY, closed_at__isnull=False
    ).select_related("answered_by")
    return list(found.order_by("-closed_at", "-message_id")[:LATEST])


def closed_row(request: ResponseTracking) -> dict[str, Any]:
    return {
        "message_id": request.message_id,
        "status": request.status,
        "by": request.answered_by.name if request.answered_by else None,
        "response_seconds": request.response_seconds,
    }
