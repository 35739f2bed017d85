"""Rows with sound defaults; a test sets only what it is about."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone

from curators.models import Curator, ExcludedCurator
from monitoring.models import (
    Activity,
    Alert,
    DiscordChannel,
    DiscordRole,
    DiscordServer,
    EscalationStep,
    Gap,
    RequestEvent,
    RequestMessage,
    ResponseTracking,
    TaskReport,
)
from monitoring.rules import escalation
from monitoring.snowflakes import snowflake_at, snowflake_time

SINCE = datetime(2025, 1, 1, tzinfo=UTC)
_numbers = count(1)


def make_id(at: datetime | None = None) -> int:
    """A snowflake that no other call made, of the moment `at` (now by default)."""
    return snowflake_at(at or timezone.now()) + next(_numbers) % (1 << 22)


def make_server(**fields: Any) -> DiscordServer:
    """An active guild with a help role, an alert role and a channel for alerts."""
    number = next(_numbers)
    defaults = {
        "guild_id": make_id(SINCE),
        "name": f"Server {number}",
        "is_active": True,
        "active_since": SINCE,
        "help_role_id": make_id(SINCE),
        "alert_role_id": make_id(SINCE),
        "alert_channel_id": make_id(SINCE),
    }
    return DiscordServer.objects.create(**{**defaults, **fields})


def make_curator(
    name: str | None = None,
    *,
    servers: tuple[DiscordServer, ...] = (),
    since: datetime | None = SINCE,
    **fields: Any,
) -> Curator:
    """A curator with an open term from `since`; None: a person without a term."""
    name = name or f"Curator {next(_numbers)}"
    curator = Curator.objects.create(**{"discord_id": make_id(SINCE), "name": name, **fields})
    if since is not None:
        curator.open_term(since)
    curator.servers.set(servers)
    return curator


def make_excluded(**fields: Any) -> ExcludedCurator:
    return ExcludedCurator.objects.create(**{"discord_id": make_id(SINCE), **fields})


def make_request(server: DiscordServer | None = None, **fields: Any) -> ResponseTracking:
    """An open request with its first message; no steps. Give `asked_at` or `message_id`."""
    server = server or make_server()
    asked_at = fields.pop("asked_at", None) or _time_of(fields) or timezone.now()
    plan = fields.get("plan", [])
    steps = [escalation.Step.from_json(step) for step in plan]
    first_due_at = escalation.first_due_at(steps, asked_at)
    channel_id = fields.get("channel_id") or make_id(SINCE)
    defaults = {
        "server": server,
        "message_id": make_id(asked_at),
        "channel_id": channel_id,
        "lane_id": channel_id,
        "author_id": make_id(SINCE),
        "author_name": "Mira Castellano",
        "asked_at": asked_at,
        "content": "нужна помощь куратора",
        "rule": "keyword",
        "keyword": "помощь",
        "word": "помощь",
        "first_due_at": first_due_at,
        "next_alert_at": first_due_at if steps else None,
        "expires_at": asked_at + timedelta(days=1),
    }
    request = ResponseTracking.objects.create(**{**defaults, **fields})
    make_request_message(request)
    return request


def _time_of(fields: dict[str, Any]) -> datetime | None:
    return snowflake_time(fields["message_id"]) if "message_id" in fields else None


def make_request_message(request: ResponseTracking, **fields: Any) -> RequestMessage:
    """The request's own first message, unless `message_id` says another."""
    defaults = {
        "server": request.server,
        "message_id": request.message_id,
        "request_message_id": request.message_id,
        "kind": RequestMessage.Kind.CALL,
        "channel_id": request.channel_id,
        "lane_id": request.lane_id,
        "author_id": request.author_id,
        "author_name": request.author_name,
        "at": request.asked_at,
        "content": request.content,
        "rule": request.rule,
        "keyword": request.keyword,
        "word": request.word,
    }
    return RequestMessage.objects.create(**{**defaults, **fields})


def make_request_event(request: ResponseTracking, **fields: Any) -> RequestEvent:
    """A reply a minute after the question; the request's state stays as it is."""
    at = fields.pop("at", request.asked_at + timedelta(minutes=1))
    defaults = {
        "server": request.server,
        "request_message_id": request.message_id,
        "kind": RequestEvent.Kind.REPLY,
        "source_id": make_id(at),
        "actor_id": make_id(SINCE),
        "target_id": request.message_id,
        "at": at,
        "delivered_at": at,
    }
    return RequestEvent.objects.create(**{**defaults, **fields})


def make_answered(
    server: DiscordServer | None = None,
    *,
    seconds: int = 30,
    by: Curator | None = None,
    **fields: Any,
) -> ResponseTracking:
    """A request that a curator's reply answered `seconds` after it was asked."""
    by = by or make_curator()
    asked_at = fields.pop("asked_at", None) or timezone.now() - timedelta(seconds=seconds)
    answered_at = asked_at + timedelta(seconds=seconds)
    reply_id = make_id(answered_at)
    defaults = {
        "status": ResponseTracking.Status.ANSWERED,
        "closed_at": answered_at,
        "answered_by": by,
        "response_seconds": seconds,
        "response_kind": "reply",
        "response_message_id": reply_id,
        "next_alert_at": None,
    }
    request = make_request(server, asked_at=asked_at, **{**defaults, **fields})
    make_request_event(request, at=answered_at, source_id=reply_id, actor_id=by.discord_id)
    return request


def make_activity(
    server: DiscordServer | None = None, curator: Curator | None = None, **fields: Any
) -> Activity:
    """A curator's plain message just now."""
    at = fields.pop("at", timezone.now())
    channel_id = fields.get("channel_id") or make_id(SINCE)
    defaults = {
        "server": server or make_server(),
        "curator": curator or make_curator(),
        "message_id": make_id(at),
        "kind": Activity.Kind.MESSAGE,
        "channel_id": channel_id,
        "lane_id": channel_id,
        "at": at,
        "delivered_at": at,
    }
    return Activity.objects.create(**{**defaults, **fields})


def make_report(server: DiscordServer | None = None, **fields: Any) -> TaskReport:
    """A pending report of five tasks, posted just now."""
    at = fields.pop("at", timezone.now())
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    channel_id = fields.get("channel_id") or make_id(SINCE)
    defaults = {
        "server": server or make_server(),
        "message_id": make_id(at),
        "channel_id": channel_id,
        "lane_id": channel_id,
        "author_id": make_id(SINCE),
        "author_name": "Bogdan Kartel",
        "at": at,
        "week": local - timedelta(days=local.weekday()),
        "content": "отчёт: 5 задач",
        "first_count": 5,
        "count": 5,
        "count_rule": "number",
    }
    return TaskReport.objects.create(**{**defaults, **fields})


def make_step(server: DiscordServer | None = None, **fields: Any) -> EscalationStep:
    return EscalationStep.objects.create(**{"server": server, "after_seconds": 600, **fields})


def make_alert(request: ResponseTracking | None = None, **fields: Any) -> Alert:
    """The first send of a request's first step, due."""
    request = request or make_request()
    step, repetition = fields.get("step", 0), fields.get("repetition", 0)
    defaults = {
        "server": request.server,
        "request_message_id": request.message_id,
        "step": step,
        "repetition": repetition,
        "channel_id": request.server.alert_channel_id,
        "due_at": request.first_due_at,
        "status": Alert.Status.DUE,
        "nonce": escalation.nonce(request.message_id, step, repetition),
    }
    return Alert.objects.create(**{**defaults, **fields})


def make_gap(server: DiscordServer | None = None, **fields: Any) -> Gap:
    defaults = {
        "server": server or make_server(),
        "started_at": timezone.now(),
        "why": Gap.Why.RECONNECT,
    }
    return Gap.objects.create(**{**defaults, **fields})


def make_channel(server: DiscordServer, **fields: Any) -> DiscordChannel:
    defaults = {
        "channel_id": make_id(SINCE),
        "guild_id": server.guild_id,
        "name": "вопросы",
        "kind": "text",
    }
    return DiscordChannel.objects.create(**{**defaults, **fields})


def make_role(guild_id: int, **fields: Any) -> DiscordRole:
    defaults = {"role_id": make_id(SINCE), "guild_id": guild_id, "name": "Кураторы"}
    return DiscordRole.objects.create(**{**defaults, **fields})


def make_user(username: str = "owner", **fields: Any) -> User:
    """The owner: staff and superuser, password «made-for-tests»."""
    defaults = {"is_staff": True, "is_superuser": True}
    return User.objects.create_user(username, password="made-for-tests", **{**defaults, **fields})
