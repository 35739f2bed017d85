"""What the live page needs of the configuration, read again when its revision has moved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings as django_settings

from curators.models import ScoringVersion
from monitoring.local_time import zone as local_zone
from monitoring.models import DiscordServer, EscalationStep, MonitoringSettings


@dataclass(frozen=True, slots=True)
class LiveConfiguration:
    number: int
    zone: ZoneInfo
    settings: MonitoringSettings
    servers: Mapping[int, DiscordServer]
    versions: tuple[ScoringVersion, ...]
    steps: tuple[EscalationStep, ...]

    def scoring(self, now: datetime) -> ScoringVersion:
        """The weights in force; before the first version they are that one's."""
        started = [version for version in self.versions if version.started_at <= now]
        return started[0] if started else self.versions[-1]

    @property
    def first_step_seconds(self) -> int:
        """When a request that nobody answered calls for the first time."""
        active = [step.after_seconds for step in self.steps if step.is_active]
        return min(active, default=600)

    @property
    def active_steps(self) -> frozenset[int]:
        return frozenset(step.pk for step in self.steps if step.is_active)

    def calls(self, server: DiscordServer) -> bool:
        """Alerts of this server go out."""
        return self.settings.sends_alerts and server.is_active and server.sends_alerts


_latest: LiveConfiguration | None = None


def configuration(number: int) -> LiveConfiguration:
    """The configuration of this revision; a later one is as good."""
    global _latest
    latest = _latest
    if latest is None or latest.number != number or str(latest.zone) != django_settings.TIME_ZONE:
        latest = _latest = _load(number)
    return latest


def forget() -> None:
    """For tests, whose databases all begin with the same revision."""
    global _latest
    _latest = None


def _load(number: int) -> LiveConfiguration:
    return LiveConfiguration(
        number=number,
        zone=local_zone(),
        settings=MonitoringSettings.objects.get(pk=1),
        servers={server.pk: server for server in DiscordServer.objects.all()},
        versions=tuple(ScoringVersion.objects.order_by("-started_at")),
        steps=tuple(EscalationStep.objects.all()),
    )
