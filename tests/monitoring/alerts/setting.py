"""A server, its plan and a lease, for tests of the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from monitoring import leases
from monitoring.alerts.claiming import claim_due
from monitoring.alerts.sending import Post, begin
from monitoring.configuration import Configuration, load_configuration
from monitoring.models import Alert, DiscordServer, EscalationStep, ResponseTracking
from tests.factories import make_request, make_server, make_step

OWNER = "test"
CHANNEL = 974783377465036861


def ready(guild_id: int, lane_id: int) -> str:
    return "ready"


def blocked(guild_id: int, lane_id: int) -> str:
    return "blocked"


def unread(guild_id: int, lane_id: int) -> str:
    return "unread"


@dataclass(slots=True)
class Setting:
    """`now` is 610 s after requests are asked, so that the first step is just due."""

    server: DiscordServer
    now: datetime
    lease: int

    @property
    def configuration(self) -> Configuration:
        return load_configuration()

    def ask(self, **fields: Any) -> ResponseTracking:
        """A request with the plan that its server has now."""
        server = fields.pop("server", self.server)
        plan = self.configuration.servers[server.guild_id].plan
        fields.setdefault("asked_at", self.now - timedelta(seconds=610))
        return make_request(server, plan=[step.as_json() for step in plan], **fields)

    def claim(self, gate: Any = ready, seconds: float = 0, limit: int = 5000) -> list[int]:
        now = self.now + timedelta(seconds=seconds)
        return claim_due(self.configuration, now, gate, self.lease, limit)

    def begin(self, alert_id: int, gate: Any = ready, seconds: float = 0) -> Post | None:
        now = self.now + timedelta(seconds=seconds)
        return begin(alert_id, self.configuration, now, gate, self.lease)


def make_setting(*, repeats: int | None = 3, **server: Any) -> Setting:
    """One server with the default plan: curators after 600 s, the heads after 1,800 s."""
    EscalationStep.objects.all().delete()
    make_step(repeat_every_seconds=600, repeat_limit=repeats)
    make_step(after_seconds=1800, tag=EscalationStep.Tag.ROLE, tag_id=2)
    made = make_server(**{"alert_channel_id": CHANNEL, **server})
    lease = leases.acquire(OWNER)
    assert lease is not None
    return Setting(made, timezone.now(), lease)


def rows(*fields: str) -> list[tuple[Any, ...]]:
    """All alerts, oldest request first."""
    return list(
        Alert.objects.order_by("request_message_id", "step", "repetition").values_list(*fields)
    )
