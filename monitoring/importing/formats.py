"""The shapes of the earlier versions, told apart by what is in them and read into one vocabulary.

The first version's words are the vocabulary; the later ones wrote the same in snake_case.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

Json = dict[str, Any]


class Section(StrEnum):
    SERVERS = "discordServers"
    CURATORS = "curators"
    ACTIVITIES = "activities"
    RESPONSES = "responseTracking"
    REPORTS = "taskReports"
    BOT_SETTINGS = "botSettings"
    NOTIFICATIONS = "notificationSettings"
    LABELS = "ratingSettings"
    WEIGHTS = "globalRatingConfig"
    EXCLUDED = "excludedCurators"
    BACKUPS = "backupSettings"
    USERS = "users"


class Version(StrEnum):
    """Which earlier version wrote the file; each had internal ids of its own."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"


ROWS = (Section.REPORTS, Section.RESPONSES, Section.ACTIVITIES)
# One object where others have a list.
SINGLE = {"curator": Section.CURATORS, "server": Section.SERVERS}
SECTIONS = {str(section): section for section in Section}
# By what an object of a bare list or file is known. The order matters: the first that fits.
KNOWN_BY: tuple[tuple[Section, frozenset[str]], ...] = (
    (Section.RESPONSES, frozenset({"mentionMessageId"})),
    (Section.REPORTS, frozenset({"messageId", "submittedAt"})),
    (Section.ACTIVITIES, frozenset({"curatorId", "type", "timestamp"})),
    (Section.LABELS, frozenset({"ratingText", "minScore"})),
    (Section.WEIGHTS, frozenset({"activityPointsMessage"})),
    (Section.NOTIFICATIONS, frozenset({"notificationChannelId"})),
    (Section.EXCLUDED, frozenset({"discordId", "excludedAt"})),
    (Section.CURATORS, frozenset({"discordId", "name"})),
    (Section.SERVERS, frozenset({"serverId", "name"})),
    (Section.BOT_SETTINGS, frozenset({"key", "value"})),
)
# What the third version called otherwise.
RENAMED: dict[Section, dict[str, str]] = {
    Section.SERVERS: {"curatorRoleId": "roleTagId", "tasksChannelId": "completedTasksChannelId"},
    Section.REPORTS: {
        "discordUserId": "authorId",
        "discordUsername": "authorName",
        "discordServerId": "guildId",
        "discordChannelId": "channelId",
        "discordMessageId": "messageId",
        "reviewerName": "curatorName",
        "reviewedAt": "checkedAt",
        "reportDate": "submittedAt",
    },
    Section.BOT_SETTINGS: {"settingKey": "key", "settingValue": "value"},
}


class Found(NamedTuple):
    """One object of a file. `person` and `guild` are Discord's own ids where the row tells them."""

    section: Section
    version: Version
    row: Json
    person: Any = None
    guild: Any = None


class Unknown(Exception):
    """Nothing in the file is of a shape that any earlier version wrote."""


def recognise(items: Iterable[tuple[str, Any]]) -> Iterator[Found]:
    """What a file's (section, value) pairs are. Raises Unknown where none of them is anything."""
    version, archived_at, is_known = Version.FIRST, None, False
    loose: Json = {}
    for key, value in items:
        section = _section_of(key, value)
        if key == "metadata" and isinstance(value, dict):
            version, is_known = version_of(value), True
        elif key == "archivedAt":
            archived_at = value
        elif section is None:
            loose[key] = value
        else:
            is_known = True
            row = value if isinstance(value, dict) else {}
            if key in SINGLE and archived_at is not None:
                # Deleting a curator or server wrote the archive: it ended then.
                row = {**row, "archivedAt": archived_at, "isActive": False}
            yield found(section, version, row)
    whole = _guess(vocabulary(loose))
    if whole is not None:
        yield found(whole, version, loose)
    elif not is_known and any(value is not None for value in loose.values()):
        raise Unknown(", ".join(sorted(loose))[:200])


def version_of(metadata: Json) -> Version:
    """Both later versions wrote `metadata`; the third one alone names itself in it."""
    is_third = "source" in metadata or metadata.get("version") == "1.0"
    return Version.THIRD if is_third else Version.SECOND


def _section_of(key: str, value: Any) -> Section | None:
    if key == "":
        return _guess(vocabulary(value)) if isinstance(value, dict) else None
    return SINGLE.get(key) or SECTIONS.get(_camel(key))


def _guess(row: Json) -> Section | None:
    return next((section for section, keys in KNOWN_BY if keys <= row.keys()), None)


def found(section: Section, version: Version, raw: Json) -> Found:
    """One object in the vocabulary, without the curator and server that some files nest in it."""
    row = vocabulary(raw, section)
    curator, server = row.pop("curator", None), row.pop("server", None)
    person = curator.get("discordId") if isinstance(curator, dict) else None
    guild = server.get("serverId") if isinstance(server, dict) else row.get("guildId")
    return Found(section, version, row, person, guild)


def vocabulary(raw: Json, section: Section | None = None) -> Json:
    return dict(zip(_names(tuple(raw), section), raw.values(), strict=True))


@lru_cache(maxsize=100)
def _names(keys: tuple[str, ...], section: Section | None) -> tuple[str, ...]:
    """The vocabulary's words for these keys; the rows of a file have the same ones."""
    renamed = RENAMED.get(section, {}) if section else {}
    return tuple(renamed.get(name, name) for name in map(_camel, keys))


def _camel(key: str) -> str:
    """snake_case as the first version wrote it; '_' at the ends stays."""
    head, *rest = key.split("_")
    return head + "".join(part.title() for part in rest) if head else key
