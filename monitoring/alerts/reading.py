"""Cards and calls from rows: what the texts need to know, in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from curators.models import Curator
from monitoring.alerts.cards import Call, Card, Ending
from monitoring.alerts.defusing import mentioned_ids
from monitoring.models import (
    Alert,
    DiscordChannel,
    DiscordMember,
    DiscordRole,
    RequestEvent,
    ResponseTracking,
)
from monitoring.rules.escalation import Step

Key = tuple[int, int]
Requests = Mapping[Key, ResponseTracking]


def requests_of(alerts: Iterable[Alert]) -> dict[Key, ResponseTracking]:
    """The alerts' requests by (server, message); a request that is no more is missing."""
    alerts = list(alerts)
    found = ResponseTracking.objects.filter(
        server__in={alert.server_id for alert in alerts},
        message_id__in={alert.request_message_id for alert in alerts},
    ).select_related("server", "answered_by", "claimed_by")
    return {(request.server_id, request.message_id): request for request in found}


def carried(alert_id: int) -> QuerySet[Alert]:
    """A row, and those of its digest."""
    return Alert.objects.filter(Q(pk=alert_id) | Q(digest=alert_id)).order_by(
        "request_message_id", "step"
    )


def key_of(alert: Alert) -> Key:
    return alert.server_id, alert.request_message_id


def step_of(alert: Alert, request: ResponseTracking) -> Step | None:
    """None where the request joined an earlier one whose plan is shorter."""
    plan = request.plan
    return Step.from_json(plan[alert.step]) if alert.step < len(plan) else None


def call_of(alert: Alert, request: ResponseTracking) -> Call:
    """Whom the frozen step tags; nobody where the server is a sandbox by now."""
    step = step_of(alert, request)
    if step is None:
        return Call(alert.nonce)
    if request.server.is_sandbox:
        return Call(alert.nonce, words=step.words)
    return Call(alert.nonce, step.role_id, step.person_id, step.words)


def cards_of(requests: Sequence[ResponseTracking]) -> dict[Key, Card]:
    channels = _channel_names(request.channel_id for request in requests)
    dismissers = _dismissers(requests)
    return {
        (request.server_id, request.message_id): _card(request, channels, dismissers)
        for request in requests
    }


def names_in(card: Card) -> Mapping[int, str]:
    """The names of all whom the text mentions; only one card's text is ever shown at a time."""
    ids = mentioned_ids(card.content)
    if not ids:
        return {}
    members = DiscordMember.objects.filter(user_id__in=ids).values_list("user_id", "name")
    roles = DiscordRole.objects.filter(role_id__in=ids).values_list("role_id", "name")
    return dict(members) | dict(roles) | _channel_names(ids)


def _channel_names(ids: Iterable[int]) -> dict[int, str]:
    found = DiscordChannel.objects.filter(channel_id__in=set(ids))
    return dict(found.values_list("channel_id", "name"))


def _card(
    request: ResponseTracking, channels: Mapping[int, str], dismissers: Mapping[Key, str]
) -> Card:
    return Card(
        guild_id=request.server.guild_id,
        channel_id=request.channel_id,
        message_id=request.message_id,
        server_name=request.server.name,
        channel_name=channels.get(request.channel_id, ""),
        author_name=request.author_name,
        content=request.content,
        asked_at=request.asked_at,
        status=Ending(request.status),
        closed_by=_closed_by(request, dismissers),
        response_seconds=request.response_seconds,
        is_taken_back=request.taken_back_at is not None,
        holder=request.claimed_by.name if request.claimed_by else "",
        hold_until=request.hold_until,
        is_history_unread=request.is_history_unread,
    )


def _closed_by(request: ResponseTracking, dismissers: Mapping[Key, str]) -> str:
    if request.status == ResponseTracking.Status.DISMISSED:
        return dismissers.get((request.server_id, request.message_id), "")
    return request.answered_by.name if request.answered_by else ""


def _dismissers(requests: Sequence[ResponseTracking]) -> dict[Key, str]:
    """Who said «Не запрос»: the dismissal that closed the request."""
    closed = {
        (request.server_id, request.message_id): request.closed_at
        for request in requests
        if request.status == ResponseTracking.Status.DISMISSED
    }
    if not closed:
        return {}
    events = _dismissals(closed)
    names = dict(
        Curator.objects.filter(discord_id__in=events.values()).values_list("discord_id", "name")
    )
    return {key: names.get(actor, "") for key, actor in events.items()}


def _dismissals(closed: Mapping[Key, datetime | None]) -> dict[Key, int]:
    rows = RequestEvent.objects.filter(
        server__in={server for server, _ in closed},
        request_message_id__in={message for _, message in closed},
        kind=RequestEvent.Kind.DISMISSED,
        withdrawn_at=None,
    ).values_list("server_id", "request_message_id", "actor_id", "at")
    return {(s, message): actor for s, message, actor, at in rows if closed.get((s, message)) == at}
