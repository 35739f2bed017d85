"""How the system is: what its rows tell of the bot, its queue, the alerts and the database."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curators.models import Revision
from monitoring.api.base import View
from monitoring.api.serializers import BOT_STATES
from monitoring.api.shapes import MomentField, Shape
from monitoring.jobs import JOBS
from monitoring.leases import DatabaseNow
from monitoring.live.bot import Bot, bot
from monitoring.models import Alert, BotLease, DiscordChannel, DiscordServer, Gap, RejectedEvent

WORRYING = (Alert.Status.DUE, Alert.Status.SENDING, Alert.Status.FAILED, Alert.Status.UNKNOWN)


class LeaseSerializer(Shape):
    shards = serializers.CharField()
    owner = serializers.CharField(help_text="'' where nobody holds it.")
    number = serializers.IntegerField(help_text="Grows with each owner.")
    is_held = serializers.BooleanField(help_text="By the database's own clock.")
    expires_at = MomentField(allow_null=True)
    seen_at = MomentField(allow_null=True)


class SystemBotSerializer(Shape):
    state = serializers.ChoiceField(BOT_STATES)
    seen_at = MomentField(allow_null=True)
    heard_at = MomentField(allow_null=True, help_text="Until when all that was heard is written.")
    catching_up = serializers.ListField(child=serializers.CharField(), help_text="Guild ids.")
    leases = LeaseSerializer(many=True)
    latency_ms = serializers.IntegerField(allow_null=True, help_text="Of Discord's heartbeat.")
    clock_offset_ms = serializers.IntegerField(allow_null=True, help_text="Discord's less ours.")
    reading_channels = serializers.IntegerField(help_text="Whose history is being read.")
    refused_channels = serializers.IntegerField(help_text="That Discord does not let us read.")


class QueueSerializer(Shape):
    events = serializers.IntegerField(help_text="Heard and not written yet.")
    rejected_events = serializers.IntegerField(help_text="Set aside, to be looked at.")
    unread_gaps = serializers.IntegerField()


class SystemAlertsSerializer(Shape):
    due = serializers.IntegerField()
    sending = serializers.IntegerField()
    failed = serializers.IntegerField()
    unknown = serializers.IntegerField()


class JobSerializer(Shape):
    name = serializers.CharField()
    when = serializers.CharField(help_text="A line of a crontab, in local time.")


class DatabaseSerializer(Shape):
    vendor = serializers.CharField()
    revision = serializers.IntegerField()
    config_revision = serializers.IntegerField()


class SystemSerializer(Shape):
    now = MomentField()
    zone = serializers.CharField()
    is_demo = serializers.BooleanField()
    bot = SystemBotSerializer()
    queue = QueueSerializer()
    alerts = SystemAlertsSerializer()
    jobs = JobSerializer(many=True)
    database = DatabaseSerializer()


class SystemView(View):
    @extend_schema(operation_id="system", responses=SystemSerializer)
    def get(self, request: Request) -> Response:
        return Response(SystemSerializer(system(timezone.now())).data)


def system(now: datetime) -> dict[str, Any]:
    is_held = Q(expires_at__isnull=False, expires_at__gt=DatabaseNow())
    leases = list(BotLease.objects.annotate(is_held=is_held))
    number, config_number = Revision.objects.values_list("number", "config_number").get(pk=1)
    return {
        "now": now,
        "zone": settings.TIME_ZONE,
        "is_demo": settings.IS_DEMO,
        "bot": _bot(bot(now), leases),
        "queue": _queue(leases),
        "alerts": _alerts(),
        "jobs": [{"name": job.do.__name__, "when": job.when} for job in JOBS],
        "database": {
            "vendor": connection.vendor,
            "revision": number,
            "config_revision": config_number,
        },
    }


def _bot(listener: Bot, leases: Iterable[BotLease]) -> dict[str, Any]:
    """`state` is what the last owner reported; a bot of an earlier version may not tell all."""
    states = [lease.state for lease in leases]
    catching_up = DiscordServer.objects.filter(pk__in=listener.catching_up)
    return {
        "state": listener.state,
        "seen_at": listener.seen_at,
        "heard_at": min((at for at in map(_heard_at, states) if at), default=None),
        "catching_up": [str(server.guild_id) for server in catching_up],
        "leases": leases,
        "latency_ms": _most(states, "latency_ms"),
        "clock_offset_ms": _most(states, "clock_offset_ms"),
        "reading_channels": sum(state.get("reading") or 0 for state in states),
        "refused_channels": DiscordChannel.objects.filter(
            refused_at__isnull=False, deleted_at=None
        ).count(),
    }


def _most(states: Iterable[dict[str, Any]], name: str) -> int | None:
    return max((state[name] for state in states if state.get(name) is not None), default=None)


def _queue(leases: Iterable[BotLease]) -> dict[str, int]:
    return {
        "events": sum(lease.state.get("queue") or 0 for lease in leases),
        "rejected_events": RejectedEvent.objects.count(),
        "unread_gaps": Gap.objects.filter(read_at=None).count(),
    }


def _alerts() -> dict[str, int]:
    """Sent and skipped ones grow without end, and are not counted."""
    counted = Alert.objects.filter(status__in=WORRYING).values_list("status")
    found = dict(counted.annotate(count=Count("pk")).order_by())
    return {str(status): found.get(status, 0) for status in WORRYING}


def _heard_at(state: dict[str, Any]) -> datetime | None:
    return datetime.fromisoformat(state["heard_at"]) if state.get("heard_at") else None
