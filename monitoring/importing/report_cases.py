"""Which old report rows can be true, with the server and the reviewer that they tell of."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from monitoring.importing.formats import Section
from monitoring.importing.job import Job, Server, is_same_row
from monitoring.importing.judging import Reason
from monitoring.importing.quarantine import what_of
from monitoring.importing.report import Outcome
from monitoring.importing.report_facts import Told, read_report
from monitoring.importing.staging import Staged

SECTION = Section.REPORTS


class Case(NamedTuple):
    staged: Staged
    told: Told
    server: Server
    reviewer_id: int


class ReportCases:
    """Judges groups of rows; what is refused is told here."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def of(self, groups: Sequence[list[Staged]]) -> Iterable[Case]:
        lost = {
            staged.message
            for group in groups
            for staged in group
            if staged.message is not None and self._job.server_of(staged) is None
        }
        servers = self._job.dangling_servers(lost) if lost else {}
        for group in groups:
            first, *others = sorted(group, key=_preference)
            case = self._case(first, servers)
            for other in others:
                if is_same_row(first, other):
                    self._skip(Reason.SAME_ROW, other)
                else:
                    guild_id = case.server.guild_id if case else None
                    self._refuse(Reason.DUPLICATE, other, guild_id, what_of(first))
            if case is not None:
                yield case

    def _case(self, staged: Staged, servers: dict[int, Server]) -> Case | None:
        told = read_report(staged.row)
        if isinstance(told, Reason):
            self._refuse(told, staged, staged.guild)
            return None
        server = self._job.server_of(staged) or servers.get(told.message_id)
        server = server or self._job.server_of_channel(told.channel_id)
        if server is None:
            detail = f"serverId {staged.row.get('serverId')}"
            self._refuse(Reason.NO_SERVER, staged, None, detail)
            return None
        crew = self._job.crew
        if crew.is_excluded(told.author_id, told.at):
            self._skip(Reason.EXCLUDED, staged)
            return None
        if not server.is_sandbox and not isinstance(crew.at(told.author_id, told.at), Reason):
            self._refuse(Reason.ASKED_BY_CURATOR, staged, server.guild_id)
            return None
        return Case(staged, told, server, self._reviewer(staged))

    def _reviewer(self, staged: Staged) -> int:
        """The reviewer's Discord id; the third version kept a name alone. 0: nobody knows."""
        person = self._job.person_of(staged)
        if not isinstance(person, Reason):
            return person
        name = staged.row.get("curatorName")
        named = [it for it in self._job.crew.curators.values() if it.name == name]
        return named[0].discord_id if len(named) == 1 else 0

    def _skip(self, reason: Reason, staged: Staged) -> None:
        self._job.report.add(SECTION, Outcome.SKIPPED, reason, what_of(staged))

    def _refuse(
        self, reason: Reason, staged: Staged, guild_id: int | None, detail: str = ""
    ) -> None:
        self._job.quarantine.put(SECTION, reason, staged, guild_id, detail)


def _preference(staged: Staged) -> tuple[bool, int]:
    """A verified copy before the others, then the row that the old database had first."""
    old = staged.row.get("id")
    return staged.row.get("checkedAt") is None, old if isinstance(old, int) else 0
