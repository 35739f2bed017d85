"""What the writers of one import share."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import chain
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from monitoring.importing.formats import Section
from monitoring.importing.judging import Reason
from monitoring.importing.people import Crew
from monitoring.importing.quarantine import Quarantine
from monitoring.importing.report import Report
from monitoring.importing.sources import Progress, Sources
from monitoring.importing.staging import Stage, Staged
from monitoring.importing.values import old_id
from monitoring.models import Activity, DiscordChannel, ResponseTracking, TaskReport
from monitoring.recording.statistics import DailyChanges
from monitoring.recording.tables import Values

T = TypeVar("T")
# (before, after) of a row
Change = tuple[Values | None, Values | None]
COUNTED_AT_ONCE = 20_000


class Server(NamedTuple):
    pk: int
    guild_id: int
    is_sandbox: bool
    quiet_from: time | None
    quiet_to: time | None


@dataclass
class Job:
    """One import: what was read, who and what is here, and where each row's fate is told."""

    stage: Stage
    sources: Sources
    crew: Crew
    servers: dict[int, Server]
    report: Report
    quarantine: Quarantine
    now: datetime
    zone: ZoneInfo
    limit_seconds: int
    progress: Progress
    _daily: DailyChanges | None = None
    _counted: int = 0

    def count(self, activities: Sequence[Change] = (), requests: Sequence[Change] = ()) -> None:
        """Changes of rows for the daily statistics, which are written for many rows at once."""
        self._daily = self._daily or DailyChanges(self.zone)
        self._daily.count_activities(activities)
        self._daily.count_requests(requests)
        self._counted += len(activities) + len(requests)
        if self._counted >= COUNTED_AT_ONCE:
            self.save_statistics()

    def save_statistics(self) -> None:
        if self._daily is not None:
            self._daily.save()
        self._daily, self._counted = None, 0

    @property
    def server_keys(self) -> set[int]:
        """All rows that are here, for indexes that begin with the server."""
        return {server.pk for server in self.servers.values()}

    def server_of(self, staged: Staged) -> Server | None:
        """By the row alone, or by its channel: what other rows or the bot know of that."""
        guild_id = staged.guild or self.sources.guild_of(staged)
        return self.servers.get(guild_id) if guild_id is not None else None

    def person_of(self, staged: Staged) -> int | Reason:
        found = self.sources.person_of(staged)
        if found is not None:
            return found
        old = old_id(staged.row.get("curatorId"))
        is_known = self.sources.people.has(staged.file, staged.version, old)
        return Reason.NO_DISCORD_ID if is_known else Reason.NO_CURATOR

    def dangling_servers(self, messages: Collection[int]) -> dict[int, Server]:
        """Servers of messages by what else is known of them: rows of the files, rows that are here.

        Nothing is taken from names or from the order of ids.
        """
        found: dict[int, Server] = {}
        for staged in chain.from_iterable(self.stage.about(s, messages) for s in SIBLINGS):
            server = self.server_of(staged)
            if server is not None:
                for message in (staged.message, staged.target):
                    if message is not None:
                        found.setdefault(message, server)
        for model in (Activity, ResponseTracking, TaskReport):
            here = {"server__in": self.server_keys, "message_id__in": messages}
            rows = model._default_manager.filter(**here)
            for message, guild_id in rows.values_list("message_id", "server__guild_id"):
                found.setdefault(message, self.servers[guild_id])
        return found

    def server_of_channel(self, channel_id: int) -> Server | None:
        """By another row of the same channel, or by the guild in which the bot saw it."""
        sibling = self.sources.channels.get(channel_id)
        server = self.server_of(sibling) if sibling is not None else None
        if server is None and channel_id:
            guild_id = (
                DiscordChannel.objects.filter(channel_id=channel_id)
                .values_list("guild_id", flat=True)
                .first()
            )
            server = self.servers.get(guild_id) if guild_id is not None else None
        return server


SIBLINGS = (Section.RESPONSES, Section.REPORTS, Section.ACTIVITIES)


def chunks(groups: Iterable[list[T]], size: int) -> Iterator[list[list[T]]]:
    """Groups together until they hold about `size` items."""
    part: list[list[T]] = []
    count = 0
    for group in groups:
        part.append(group)
        count += len(group)
        if count >= size:
            yield part
            part, count = [], 0
    if part:
        yield part


def is_same_row(one: Staged, other: Staged) -> bool:
    """One row of an old database, given in two files."""
    return one.version == other.version and one.row == other.row
