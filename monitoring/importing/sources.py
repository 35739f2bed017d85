"""Every file read once: rows to the stage, and what is few and needed first into memory."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from monitoring.importing.formats import ROWS, Found, Section, Unknown, Version, recognise
from monitoring.importing.judging import contradicts
from monitoring.importing.people import OldIds, Span
from monitoring.importing.reading import Damaged, items
from monitoring.importing.staging import Stage, Staged
from monitoring.importing.values import Json, discord_id, moment, old_id
from monitoring.snowflakes import snowflake_time

# (what is done, up to where, of how much)
Progress = Callable[[str, int, int], None]


class Head(NamedTuple):
    """A row of a small section."""

    file: int
    version: Version
    row: Json


@dataclass
class Sources:
    """All that the files say besides their rows.

    By file and old curator id: `spans`, when the curator was there, and `hints`, the Discord ids
    that reports name (None: two of them).
    """

    names: list[str] = field(default_factory=list)
    heads: dict[Section, list[Head]] = field(default_factory=dict)
    people: OldIds = field(default_factory=OldIds)
    guilds: OldIds = field(default_factory=OldIds)
    spans: dict[tuple[int, str, int], Span] = field(default_factory=dict)
    channels: dict[int, Staged] = field(default_factory=dict)
    hints: dict[tuple[int, str, int], int | None] = field(default_factory=dict)
    counts: Counter[Section] = field(default_factory=Counter)

    def of(self, section: Section) -> list[Head]:
        return self.heads.get(section, [])

    def spans_by_person(self) -> dict[int, Span]:
        """By Discord id, from all files together."""
        found: dict[int, Span] = {}
        for (file, version, old), span in self.spans.items():
            person = self.people.find(file, version, old)
            if person is not None:
                found.setdefault(person, Span()).join(span)
        return found

    def rows_of(self, section: Section) -> list[Json]:
        return [head.row for head in self.of(section)]

    def person_of(self, staged: Staged) -> int | None:
        """The Discord id of a row's curator."""
        return staged.person or self.people.find(
            staged.file, staged.version, old_id(staged.row.get("curatorId"))
        )

    def guild_of(self, staged: Staged) -> int | None:
        return self.guilds.find(staged.file, staged.version, old_id(staged.row.get("serverId")))


def load(paths: Sequence[Path], stage: Stage, progress: Progress) -> Sources:
    """Raises Damaged for the first file that is broken or of no known shape."""
    sources = Sources()
    for number, path in enumerate(paths):
        sources.names.append(path.name)
        _load_file(number, path, stage, sources, progress)
    stage.finish()
    return sources


def _load_file(number: int, path: Path, stage: Stage, sources: Sources, progress: Progress) -> None:
    size = path.stat().st_size if path.is_file() else 0
    read = items(path, lambda done: progress(f"чтение / reading {path.name}", done, size))
    try:
        for found in recognise(read):
            sources.counts[found.section] += 1
            if found.section in ROWS:
                _stage(number, found, stage, sources)
            else:
                head = Head(number, found.version, found.row)
                sources.heads.setdefault(found.section, []).append(head)
    except Unknown as error:
        reason = f"незнакомый формат / no known shape; keys: {error}"
        raise Damaged(path, reason) from error


def _stage(file: int, found: Found, stage: Stage, sources: Sources) -> None:
    row = found.row
    message, target = _ids(found.section, row)
    staged = Staged(
        file,
        found.version,
        message,
        target,
        discord_id(found.person or row.get("curatorDiscordId")),
        discord_id(found.guild),
        row,
    )
    stage.add(found.section, staged)
    _remember(staged, found.section, sources)


def _ids(section: Section, row: Json) -> tuple[int | None, int | None]:
    """(the message that a row is about, the one that it replies to)."""
    if section is Section.RESPONSES:
        return discord_id(row.get("mentionMessageId")), None
    own = discord_id(row.get("messageId"))
    if section is Section.REPORTS:
        return own, None
    target = discord_id(row.get("targetMessageId"))
    if row.get("type") in ("reaction", "task_verification"):
        return target or own, None
    return own, target


def _remember(staged: Staged, section: Section, sources: Sources) -> None:
    """What one row tells about others: when its curator was there, whose the channel is."""
    old = old_id(staged.row.get("curatorId"))
    if old is not None:
        key = (staged.file, str(staged.version), old)
        at = _moment(staged, section)
        if at is not None:
            sources.spans.setdefault(key, Span()).add(at)
        if staged.person and sources.hints.setdefault(key, staged.person) != staged.person:
            sources.hints[key] = None
    channel_id = discord_id(staged.row.get("channelId"))
    if channel_id is not None and channel_id not in sources.channels:
        sources.channels[channel_id] = staged._replace(row={"serverId": staged.row.get("serverId")})


def _moment(staged: Staged, section: Section) -> datetime | None:
    """When a curator did this, as far as the row does not contradict itself."""
    row = staged.row
    name = {Section.RESPONSES: "responseTimestamp", Section.REPORTS: "checkedAt"}.get(section)
    stamp = moment(row.get(name or "timestamp"))
    if section is not Section.ACTIVITIES or staged.message is None:
        return stamp if section is not Section.ACTIVITIES else None
    if contradicts(staged.message, stamp):
        return None
    posted_at = snowflake_time(staged.message)
    is_message = row.get("type") in ("message", "reply")
    return posted_at if is_message or stamp is None else max(stamp, posted_at)
