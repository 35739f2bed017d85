"""Which old response rows can be true, brought together by the message that asked."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from monitoring.importing import invented
from monitoring.importing.formats import Section
from monitoring.importing.job import Job, Server, is_same_row
from monitoring.importing.judging import Answer, Asked, Reason, read_response
from monitoring.importing.quarantine import what_of
from monitoring.importing.report import Outcome
from monitoring.importing.siblings import Siblings
from monitoring.importing.staging import Staged
from monitoring.importing.values import discord_id, moment
from monitoring.rules.request_states import NO_TIME
from monitoring.snowflakes import snowflake_time

SECTION = Section.RESPONSES
Fakes = frozenset[tuple[int, int | None]]


class Judged(NamedTuple):
    """A row that can be true. `actor_id` None: nobody answered, or the answer does not count."""

    staged: Staged
    asked: Asked
    actor_id: int | None = None
    is_left_out: bool = False


class Case(NamedTuple):
    """One request with the rows that tell of it. An unknown channel is 0."""

    message_id: int
    server: Server
    channel_id: int
    author_id: int
    rows: list[Judged]

    @property
    def answers(self) -> Iterator[tuple[Answer, int]]:
        for each in self.rows:
            if each.asked.answer is not None and each.actor_id is not None:
                yield each.asked.answer, each.actor_id


def fakes(job: Job) -> Fakes:
    """(file, message) of rows that the test endpoint invented under ids that look real."""
    candidates = []
    for group in job.stage.groups(SECTION):
        for staged in group:
            row = staged.row
            at, seconds = moment(row.get("responseTimestamp")), row.get("responseTimeSeconds")
            if at is not None and seconds in invented.SECONDS:
                place = (staged.file, row.get("curatorId"), row.get("serverId"))
                candidates.append((place, at, seconds, (staged.file, staged.message)))
    return frozenset(invented.bursts(candidates))


class Cases:
    """Judges groups of rows; what is refused is told here."""

    def __init__(self, job: Job, siblings: Siblings, reports: set[int], fakes: Fakes) -> None:
        self._job = job
        self._siblings = siblings
        self._reports = reports
        self._fakes = fakes
        self._limit = timedelta(seconds=job.limit_seconds)

    def of(self, groups: Sequence[list[Staged]]) -> Iterator[Case]:
        lost = {
            group[0].message
            for group in groups
            if group[0].message is not None and not any(map(self._job.server_of, group))
        }
        known = self._job.dangling_servers(lost) if lost else {}
        for group in groups:
            case = self._case(group, known)
            if case is not None:
                yield case

    def _case(self, group: list[Staged], known: dict[int, Server]) -> Case | None:
        message_id = group[0].message
        assert message_id is not None
        channel_id = self._channel(message_id, group)
        server = next(filter(None, map(self._job.server_of, group)), None) or known.get(message_id)
        server = server or self._job.server_of_channel(channel_id)
        if server is None:
            for staged in group:
                detail = f"serverId {staged.row.get('serverId')}"
                self._refuse(Reason.NO_SERVER, staged, None, detail)
            return None
        author_id = _author(message_id, group)
        reason = self._is_no_request(message_id, author_id, server)
        if reason is not None:
            for staged in group:
                self._refuse(reason, staged, server)
            return None
        rows = self._unique([it for row in group if (it := self._judge(row, server))], server)
        return Case(message_id, server, channel_id, author_id, rows) if rows else None

    def _channel(self, message_id: int, group: Iterable[Staged]) -> int:
        own = (discord_id(staged.row.get("channelId")) for staged in group)
        return next(filter(None, own), None) or self._siblings.channels.get(message_id, 0)

    def _is_no_request(self, message_id: int, author_id: int, server: Server) -> Reason | None:
        """By today's rules, which the message broke whatever the old bot made of it."""
        asked_at = snowflake_time(message_id)
        if message_id in self._reports:
            return Reason.IS_REPORT
        if self._job.crew.is_excluded(author_id, asked_at):
            return Reason.EXCLUDED
        is_curator = not isinstance(self._job.crew.at(author_id, asked_at), Reason)
        if not server.is_sandbox and (is_curator or message_id in self._siblings.authors):
            return Reason.ASKED_BY_CURATOR
        return None

    def _judge(self, staged: Staged, server: Server) -> Judged | None:
        asked = read_response(staged.row, staged.version)
        if (staged.file, staged.message) in self._fakes:
            asked = Reason.INVENTED
        if isinstance(asked, Reason):
            self._refuse(asked, staged, server)
            return None
        if asked.answer is None:
            return Judged(staged, asked)
        person = asked.answer.actor_id or self._job.person_of(staged)
        at = asked.answer.moment
        found = person if isinstance(person, Reason) else self._job.crew.at(person, at)
        if found in (Reason.EXCLUDED, Reason.OFF_DUTY) or at - asked.at > self._limit:
            return Judged(staged, asked, is_left_out=True)
        if isinstance(found, Reason):
            self._refuse(found, staged, server, f"curatorId {staged.row.get('curatorId')}")
            return None
        return Judged(staged, asked, found.discord_id)

    def _unique(self, judged: list[Judged], server: Server) -> list[Judged]:
        """Each answer once; a row without one tells nothing beside others of its message."""
        kept: dict[tuple[str, int, int] | None, Judged] = {}
        for each in sorted(judged, key=_preference):
            key = _answer_key(each)
            first = kept.get(key) or (next(iter(kept.values()), None) if key is None else None)
            if first is None:
                kept[key] = each
            elif is_same_row(first.staged, each.staged):
                what = what_of(each.staged)
                self._job.report.add(SECTION, Outcome.SKIPPED, Reason.SAME_ROW, what)
            else:
                self._refuse(Reason.DUPLICATE, each.staged, server, what_of(first.staged))
        return list(kept.values())

    def _refuse(
        self, reason: Reason, staged: Staged, server: Server | None, detail: str = ""
    ) -> None:
        if reason is Reason.EXCLUDED:
            self._job.report.add(SECTION, Outcome.SKIPPED, reason, what_of(staged), detail)
        else:
            guild_id = server.guild_id if server else None
            self._job.quarantine.put(SECTION, reason, staged, guild_id, detail)


def _author(message_id: int, group: Iterable[Staged]) -> int:
    """The second version alone kept who asked. Unknown people are not one: each is a minus id."""
    known = (discord_id(staged.row.get("mentionAuthorId")) for staged in group)
    return next(filter(None, known), -message_id)


def _answer_key(judged: Judged) -> tuple[str, int, int] | None:
    answer = judged.asked.answer
    if answer is None or judged.actor_id is None:
        return None
    return answer.kind, answer.source_id, judged.actor_id


def _preference(judged: Judged) -> tuple[bool, datetime, int]:
    """Answers before none, the earliest first, then the row that the old database had first."""
    answer, old = judged.asked.answer, judged.staged.row.get("id")
    at = (answer.at if answer else None) or NO_TIME
    return judged.actor_id is None, at, old if isinstance(old, int) else 0
