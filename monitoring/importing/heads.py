"""The small sections: settings, servers, curators with their terms, exclusions."""

from datetime import datetime
from typing import Any

from curators.models import Curator, CuratorTerm, ScoringVersion
from monitoring import configuring
from monitoring.configuration import Term, read_curators, read_excluded
from monitoring.importing.formats import Section
from monitoring.importing.judging import Reason
from monitoring.importing.people import Crew, Span, added_term, faction_servers, wanted_term
from monitoring.importing.quarantine import Quarantine
from monitoring.importing.report import Outcome, Report
from monitoring.importing.servers import KnownServers, printable, server_change
from monitoring.importing.settings import Settings
from monitoring.importing.sources import Head, Sources
from monitoring.importing.staging import Staged
from monitoring.importing.values import discord_id, listed, moment, old_id
from monitoring.models import DiscordServer
from monitoring.rules.calls import DEFAULT_KEYWORDS

OUTCOMES = {
    Reason.DIFFERS: Outcome.CHANGED,
    Reason.NEW: Outcome.CREATED,
    Reason.SAME: Outcome.UNCHANGED,
}
NOT_USED = (Section.BACKUPS, Section.USERS)


class Heads:
    """Writes the small sections; `crew` is who may act once they are written."""

    def __init__(
        self, sources: Sources, report: Report, quarantine: Quarantine, now: datetime
    ) -> None:
        self.sources = sources
        self.report = report
        self.quarantine = quarantine
        self.now = now

    def write(self) -> Crew:
        self._servers()
        self._settings()
        for section in NOT_USED:
            for head in self.sources.of(section):
                what = str(head.row.get("username") or head.row.get("frequency") or "")
                self.report.add(section, Outcome.SKIPPED, Reason.NOT_USED, what)
        self._curators()
        self.quarantine.save()
        return Crew(read_curators(), read_excluded())

    # Servers

    def _servers(self) -> None:
        for head in self.sources.of(Section.SERVERS):
            present = {row["guild_id"]: row for row in self._dump()["servers"]}
            known = KnownServers.of(present.values())
            guild_id = known.guild_of(head.row)
            self.sources.guilds.add(head.file, head.version, old_id(head.row.get("id")), guild_id)
            if guild_id is None:
                self._refuse(Section.SERVERS, head)
                continue
            self._server(head, guild_id, present.get(str(guild_id)), known)

    def _server(
        self, head: Head, guild_id: int, present: dict[str, Any] | None, known: KnownServers
    ) -> None:
        change = server_change(guild_id, head.row, present, known)
        name = present["name"] if present else change.values["name"]
        what = f"{name} ({guild_id})"
        if change.values:
            values = {"guild_id": str(guild_id), **change.values}
            configuring.apply({"servers": [values]}, self.now)
            outcome = Outcome.CREATED if change.is_new else Outcome.CHANGED
            reason = Reason.NEW if change.is_new else Reason.DIFFERS
            self.report.add(Section.SERVERS, outcome, reason, what, _listed(change.values))
        elif not change.kept:
            self.report.add(Section.SERVERS, Outcome.UNCHANGED, Reason.SAME, what)
        if change.kept:
            kept = "; ".join(f"{key}: {here} ≠ {old}" for key, (here, old) in change.kept.items())
            self.report.add(Section.SERVERS, Outcome.SKIPPED, Reason.KEPT, what, kept)

    # Settings

    def _settings(self) -> None:
        settings = Settings(self._dump(), list(DEFAULT_KEYWORDS))
        of = self.sources.rows_of
        if self.sources.of(Section.BOT_SETTINGS):
            settings.read_bot_settings(of(Section.BOT_SETTINGS))
        settings.read_labels(of(Section.LABELS))
        settings.read_weights(of(Section.WEIGHTS))
        settings.read_notifications(of(Section.NOTIFICATIONS), settings.present["servers"])
        settings.read_excluded(of(Section.EXCLUDED))
        if settings.document:
            configuring.apply(settings.document, self.now)
        for note in settings.notes:
            outcome = OUTCOMES.get(note.reason, Outcome.SKIPPED)
            detail = (
                "" if note.reason in (Reason.SAME, Reason.NEW) else _shown(note.present, note.old)
            )
            self.report.add(note.section, outcome, note.reason, note.name, detail)

    def _dump(self) -> dict[str, Any]:
        return configuring.dump(ScoringVersion.in_force(self.now))

    # Curators

    def _curators(self) -> None:
        self._crew = Crew(read_curators(), read_excluded())
        names = {server.name.casefold(): server.guild_id for server in DiscordServer.objects.all()}
        by_person: dict[int, list[Head]] = {}
        for head in self.sources.of(Section.CURATORS):
            person = discord_id(head.row.get("discordId"))
            self.sources.people.add(head.file, head.version, old_id(head.row.get("id")), person)
            if person is None:
                self._refuse(Section.CURATORS, head)
            else:
                by_person.setdefault(person, []).append(head)
        for (file, version, old), hinted in self.sources.hints.items():
            self.sources.people.add(file, version, old, hinted)
        self._spans = self.sources.spans_by_person()
        for person, heads in by_person.items():
            self._curator(person, heads, names)

    def _curator(self, person: int, heads: list[Head], names: dict[str, int]) -> None:
        row = heads[-1].row
        name = printable(row.get("name")) or str(person)
        what = f"{name} ({person})"
        for _ in heads[1:]:
            self.report.add(Section.CURATORS, Outcome.SKIPPED, Reason.SAME_ROW, what)
        if any(
            term.started_at is None and term.ended_at is None for term in self._excluded(person)
        ):
            self.report.add(Section.CURATORS, Outcome.SKIPPED, Reason.EXCLUDED, what)
            return
        known = self._crew.curators.get(person)
        term = added_term(known.terms if known else (), self._wanted(person, heads))
        curator = self._kept(person, name, heads, names, is_new=known is None)
        if term is not None and term.started_at is not None:
            CuratorTerm.objects.create(
                curator=curator, started_at=term.started_at, ended_at=term.ended_at
            )
        outcome, reason = Outcome.UNCHANGED, Reason.SAME
        if known is None:
            outcome, reason = Outcome.CREATED, Reason.NEW
        elif term is not None:
            outcome, reason = Outcome.CHANGED, Reason.DIFFERS
        detail = f"{_day(term.started_at)} — {_day(term.ended_at)}" if term else ""
        self.report.add(Section.CURATORS, outcome, reason, what, detail)

    def _excluded(self, person: int) -> tuple[Term, ...]:
        return self._crew.excluded.get(person, ())

    def _wanted(self, person: int, heads: list[Head]) -> Term | None:
        """The earliest start and the last word on whether the term goes on."""
        span = self._spans.get(person, Span())
        for head in heads:
            created_at = moment(head.row.get("createdAt"))
            if created_at is not None:
                span.add(created_at)
        ended = [at for head in heads if (at := moment(head.row.get("archivedAt")))]
        is_active = any(head.row.get("isActive") is not False for head in heads)
        return wanted_term(span, max(ended, default=None), is_active)

    def _kept(
        self, person: int, name: str, heads: list[Head], names: dict[str, int], is_new: bool
    ) -> Curator:
        if not is_new:
            return Curator.objects.get(discord_id=person)
        curator = Curator.objects.create(discord_id=person, name=name)
        row = heads[-1].row
        guilds = set(faction_servers(listed(row.get("factions")), names))
        for old in listed(row.get("assignedServers")):
            found = self.sources.guilds.find(heads[-1].file, heads[-1].version, old_id(old))
            guilds |= {found} if found else set()
        curator.servers.set(DiscordServer.objects.filter(guild_id__in=guilds))
        return curator

    def _refuse(self, section: Section, head: Head) -> None:
        staged = Staged(head.file, head.version, None, None, None, None, dict(head.row))
        written = head.row.get("discordId") or head.row.get("serverId")
        detail = f"{printable(head.row.get('name'))} «{written}»"
        self.quarantine.put(section, Reason.NO_DISCORD_ID, staged, None, detail)


def _listed(values: dict[str, Any]) -> str:
    return "; ".join(f"{key}: {value}" for key, value in values.items())


def _shown(present: Any, old: Any) -> str:
    return f"здесь / here: {present}; в файле / in the file: {old}"[:600]


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M}" if at else "…"
