"""The configuration as a value: read whole when its number changes, used from start to end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from curators.models import Curator, CuratorTerm, ExcludedCurator, Revision
from monitoring.local_time import zone as local_zone
from monitoring.models import (
    DiscordServer,
    EscalationStep,
    Keyword,
    MonitoringSettings,
    Phrase,
)
from monitoring.rules import calls
from monitoring.rules.escalation import Step


@dataclass(frozen=True, slots=True)
class Term:
    """A span of time: the start counts (None: since ever), the end does not (None: still)."""

    started_at: datetime | None
    ended_at: datetime | None

    def covers(self, at: datetime) -> bool:
        return (self.started_at is None or self.started_at <= at) and (
            self.ended_at is None or at < self.ended_at
        )


@dataclass(frozen=True, slots=True)
class CuratorSnapshot:
    pk: int
    discord_id: int
    name: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class ServerSnapshot:
    pk: int
    guild_id: int
    name: str
    is_active: bool
    active_since: datetime | None
    is_sandbox: bool
    help_role_id: int | None
    alert_role_id: int | None
    alert_channel_id: int | None
    report_channel_ids: frozenset[int]
    takes_reports: bool
    allowed_channel_ids: frozenset[int]
    every_message_channel_ids: frozenset[int]
    ignored_role_ids: frozenset[int]
    opens_on_curator_mention: bool
    counts_plain_messages: bool
    sends_alerts: bool
    quiet_from: time | None
    quiet_to: time | None
    plan: tuple[Step, ...]

    def records(self, at: datetime) -> bool:
        """A server records while it is switched on, from then on."""
        return self.is_active and self.active_since is not None and self.active_since <= at

    def allows(self, channel_id: int, lane_id: int) -> bool:
        """Requests may open here; a thread counts as its parent."""
        allowed = self.allowed_channel_ids
        return not allowed or channel_id in allowed or lane_id in allowed


@dataclass(frozen=True, slots=True)
class Configuration:
    """All that the rules read, as of revision `number`.

    `curator_keys`: rows of curators by Discord id; `discord_ids`: the other way round.
    """

    number: int
    keyword_detection: bool
    join: timedelta
    limit: timedelta
    hold: timedelta
    digest_over: int
    sends_alerts: bool
    public_url: str
    language: str
    zone: ZoneInfo
    calls: calls.CallRules
    servers: Mapping[int, ServerSnapshot]
    curators: Mapping[int, CuratorSnapshot]
    curator_keys: Mapping[int, int]
    discord_ids: Mapping[int, int]
    excluded: Mapping[int, tuple[Term, ...]]
    active_steps: frozenset[int]

    def is_excluded(self, discord_id: int, at: datetime) -> bool:
        return any(term.covers(at) for term in self.excluded.get(discord_id, ()))

    def curator_at(self, discord_id: int, at: datetime) -> CuratorSnapshot | None:
        """The person as an active, not excluded curator at that moment."""
        curator = self.curators.get(discord_id)
        if curator is None or not any(term.covers(at) for term in curator.terms):
            return None
        return None if self.is_excluded(discord_id, at) else curator


def configuration_number() -> int:
    return Revision.objects.values_list("config_number", flat=True).get(pk=1)


def load_configuration() -> Configuration:
    """The number is read first: a change during the reading makes the next look reload."""
    number = configuration_number()
    settings = MonitoringSettings.objects.get(pk=1)
    steps = list(EscalationStep.objects.all())
    curators = read_curators()
    return Configuration(
        number=number,
        keyword_detection=settings.keyword_detection,
        join=timedelta(seconds=settings.join_seconds),
        limit=timedelta(seconds=settings.expire_seconds),
        hold=timedelta(seconds=settings.hold_seconds),
        digest_over=settings.digest_over,
        sends_alerts=settings.sends_alerts,
        public_url=settings.public_url.rstrip("/"),
        language=settings.language,
        zone=local_zone(),
        calls=load_call_rules(settings),
        servers={s.guild_id: _server(s, steps) for s in DiscordServer.objects.all()},
        curators=curators,
        curator_keys={curator.discord_id: curator.pk for curator in curators.values()},
        discord_ids={curator.pk: curator.discord_id for curator in curators.values()},
        excluded=read_excluded(),
        active_steps=frozenset(step.pk for step in steps if step.is_active),
    )


def load_call_rules(settings: MonitoringSettings) -> calls.CallRules:
    """The call-for-help rule as the admin has it now."""
    threshold = settings.points_threshold
    return calls.compile_rules(
        calls.CallSettings(
            keywords=tuple(Keyword.objects.values_list("text", flat=True)),
            phrases=tuple(
                calls.Phrase(text, kind, guild_id)
                for text, kind, guild_id in Phrase.objects.values_list(
                    "text", "kind", "server__guild_id"
                )
            ),
            transliteration=settings.transliteration,
            misspellings=settings.misspellings,
            points=settings.points,
            points_threshold=calls.DEFAULT_THRESHOLD if threshold is None else threshold,
        )
    )


def _server(server: DiscordServer, steps: Iterable[EscalationStep]) -> ServerSnapshot:
    return ServerSnapshot(
        pk=server.pk,
        guild_id=server.guild_id,
        name=server.name,
        is_active=server.is_active,
        active_since=server.active_since,
        is_sandbox=server.is_sandbox,
        help_role_id=server.help_role_id,
        alert_role_id=server.alert_role_id,
        alert_channel_id=server.alert_channel_id,
        report_channel_ids=frozenset(server.report_channel_ids),
        takes_reports=server.takes_reports,
        allowed_channel_ids=frozenset(server.allowed_channel_ids),
        every_message_channel_ids=frozenset(server.every_message_channel_ids),
        ignored_role_ids=frozenset(server.ignored_role_ids),
        opens_on_curator_mention=server.opens_on_curator_mention,
        counts_plain_messages=server.counts_plain_messages,
        sends_alerts=server.sends_alerts,
        quiet_from=server.quiet_from,
        quiet_to=server.quiet_to,
        plan=frozen_plan(server, steps),
    )


def frozen_plan(server: DiscordServer, steps: Iterable[EscalationStep]) -> tuple[Step, ...]:
    """The steps that rule a request opened now; a sandbox tags nobody."""
    own = [step for step in steps if step.server_id == server.pk]
    used = own or [step for step in steps if step.server_id is None]
    active = sorted(
        (s for s in used if s.is_active), key=lambda step: (step.after_seconds, step.pk)
    )
    return tuple(_step(server, step) for step in active)


def _step(server: DiscordServer, step: EscalationStep) -> Step:
    tag = EscalationStep.Tag.NOBODY if server.is_sandbox else step.tag
    role = {
        EscalationStep.Tag.ALERT_ROLE: server.alert_role_id,
        EscalationStep.Tag.ROLE: step.tag_id,
    }.get(EscalationStep.Tag(tag))
    return Step(
        step_id=step.pk,
        after_seconds=step.after_seconds,
        channel_id=step.channel_id or server.alert_channel_id,
        role_id=role,
        person_id=step.tag_id if tag == EscalationStep.Tag.PERSON else None,
        words=step.words,
        repeat_every_seconds=step.repeat_every_seconds,
        repeat_limit=step.repeat_limit,
    )


def read_curators() -> dict[int, CuratorSnapshot]:
    terms: dict[int, list[Term]] = {}
    for curator_id, started_at, ended_at in CuratorTerm.objects.values_list(
        "curator_id", "started_at", "ended_at"
    ):
        terms.setdefault(curator_id, []).append(Term(started_at, ended_at))
    return {
        discord_id: CuratorSnapshot(pk, discord_id, name, tuple(terms.get(pk, ())))
        for pk, discord_id, name in Curator.objects.values_list("pk", "discord_id", "name")
    }


def read_excluded() -> dict[int, tuple[Term, ...]]:
    found: dict[int, tuple[Term, ...]] = {}
    for discord_id, started_at, ended_at in ExcludedCurator.objects.values_list(
        "discord_id", "started_at", "ended_at"
    ):
        found[discord_id] = (*found.get(discord_id, ()), Term(started_at, ended_at))
    return found
