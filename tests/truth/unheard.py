"""What nobody can know who was away: which rows may differ, and under which name a gap says so.

A message that stands is read from the history, so it is never in here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .comparing import Difference
from .facts import Entry, emoji_key
from .model import Truth
from .people import Community
from .repeating import became_curator
from .setting import Setting

TIMES, REMOVED, TEXTS, EDITS, DELETIONS = (
    "reaction_times",
    "removed_reactions",
    "earlier_texts",
    "edits",
    "deletions",
)
MARGIN_MS = 5_000
Excuse = tuple[int, int, frozenset[str]]  # guild, when, codes


@dataclass
class Unheard:
    """Rows that may differ: for each the codes of which a gap must name one, and when it was."""

    rows: dict[tuple[str, str], list[Excuse]] = field(default_factory=lambda: defaultdict(list))

    def add(self, table: str, key: object, entry: Entry, *codes: str) -> None:
        self.rows[table, str(key)].append(
            (int(entry["guild_id"]), entry["at_ms"], frozenset(codes))
        )

    def excuses(self, table: str, key: object) -> list[Excuse]:
        return self.rows.get((table, str(key)), [])


@dataclass(frozen=True)
class Gap:
    guild_id: int
    start_ms: int
    end_ms: int
    lost: frozenset[str]

    def names(self, guild_id: int, at_ms: int, codes: frozenset[str]) -> bool:
        is_then = self.start_ms - MARGIN_MS <= at_ms <= self.end_ms + MARGIN_MS
        return self.guild_id == guild_id and is_then and bool(codes & self.lost)


def unheard(
    log: Iterable[Entry], windows: Iterable[tuple[int, int]], truth: Truth, setting: Setting
) -> Unheard:
    """`windows`: first and last number of log entries that a bot may not have heard."""
    entries, spans = list(log), list(windows)
    authors = {
        entry["message_id"]: entry["author_id"] for entry in entries if entry["kind"] == "message"
    }
    unseen = {
        entry[name]
        for entry in entries
        if entry["kind"] == "message" and _is_within(entry, spans)
        for name in ("message_id", "channel_id")
    }
    found = Unheard()
    for entry in entries:
        if _is_within(entry, spans) or _is_changed_unseen(entry, unseen):
            _miss(found, entry, authors, truth)
    _excuse_newcomers(found, entries, spans, authors, Community(setting.configuration))
    _excuse_replies(found, entries)
    return found


def _is_within(entry: Entry, spans: list[tuple[int, int]]) -> bool:
    return any(first <= entry["n"] <= last for first, last in spans)


def _is_changed_unseen(entry: Entry, unseen: set[str]) -> bool:
    """A message of that time, changed or gone before it was read: the gap lasts until then."""
    if entry["kind"] == "thread_delete":
        return entry["channel_id"] in unseen
    if entry["kind"] not in ("edit", "delete", "bulk_delete"):
        return False
    return bool(unseen & {entry.get("message_id"), *entry.get("message_ids", ())})


def _excuse_newcomers(
    found: Unheard,
    entries: list[Entry],
    spans: list[tuple[int, int]],
    authors: dict[str, str],
    community: Community,
) -> None:
    """A reaction read later has no time: who knows whether they were a curator already?"""
    by_number = {entry["n"]: entry for entry in entries}
    for entry in entries:
        if entry["kind"] != "reaction_add":
            continue
        for _, last in spans:
            then = by_number.get(last)
            if then and entry["n"] < last and became_curator(entry, community, then["at_ms"]):
                _miss(found, entry | {"at_ms": then["at_ms"]}, authors, None)


def _excuse_replies(found: Unheard, entries: list[Entry]) -> None:
    """A reply to what was a report is no activity; who never saw the report can't know."""
    for entry in entries:
        if entry["kind"] == "message" and entry["reply_to"]:
            key = ("message", entry["message_id"])
            found.rows[key] = found.rows[key] + found.excuses("message", entry["reply_to"])


def _miss(found: Unheard, entry: Entry, authors: dict[str, str], truth: Truth | None) -> None:
    match entry["kind"]:
        case "reaction_add" | "reaction_remove":
            key = (entry["message_id"], entry["user_id"], emoji_key(entry["emoji"]))
            found.add("reaction", key, entry, TIMES, REMOVED)
            _touch(found, entry, entry["message_id"], authors, TIMES, REMOVED)
        case "reaction_clear" | "reaction_clear_emoji":
            found.add("reactions", entry["message_id"], entry, REMOVED)
            _touch(found, entry, entry["message_id"], authors, REMOVED)
        case "edit":
            _lose(found, entry, entry["message_id"], authors, truth, TEXTS, EDITS)
        case "delete" | "bulk_delete":
            for each in entry.get("message_ids") or [entry["message_id"]]:
                _lose(found, entry, each, authors, truth, DELETIONS)
        case "thread_delete":
            found.add("channel", entry["channel_id"], entry, DELETIONS)


def _touch(
    found: Unheard, entry: Entry, message_id: str, authors: dict[str, str], *codes: str
) -> None:
    """All that the author of this message asked in this channel, and the report that it may be."""
    author = authors.get(message_id, "")
    found.add("stream", (entry["channel_id"], author), entry, *codes)
    found.add("message", message_id, entry, *codes)


def _lose(
    found: Unheard,
    entry: Entry,
    message_id: str,
    authors: dict[str, str],
    truth: Truth | None,
    *codes: str,
) -> None:
    """A message gone or, when it is read, an edited one: a call, an answer, or a verdict."""
    _touch(found, entry, message_id, authors, *codes)
    for request in truth.requests.values() if truth else ():
        if any(str(each.source_id) == message_id for each in request.events.values()):
            stream = (str(request.post.channel_id), str(request.post.author_id))
            found.add("stream", stream, entry, *codes)


def unexcused(
    differences: Iterable[Difference],
    found: Unheard,
    truth: Truth,
    streams: Mapping[tuple[str, str], tuple[str, str]],
    gaps: Iterable[Gap],
) -> list[Difference]:
    """Differences that no gap names.

    `streams`: channel and author of the product's own requests, by server and message, for those
    that the truth does not have.
    """
    every = list(gaps)
    return [
        each
        for each in differences
        if not any(
            gap.names(*excuse) for excuse in _excuses(each, found, truth, streams) for gap in every
        )
    ]


def _excuses(
    difference: Difference,
    found: Unheard,
    truth: Truth,
    streams: Mapping[tuple[str, str], tuple[str, str]],
) -> list[Excuse]:
    guild, message = str(difference.key[0]), str(difference.key[1])
    excuses = found.excuses("message", message)
    if difference.table == "activity":
        return excuses + _of_activity(difference, found, truth)
    if difference.table in ("request", "event"):
        request = truth.requests.get((int(guild), int(message)))
        stream = streams.get((guild, message), ("", ""))
        if request is not None:
            stream = (str(request.post.channel_id), str(request.post.author_id))
        return excuses + found.excuses("stream", stream) + found.excuses("channel", stream[0])
    return excuses


def _of_activity(difference: Difference, found: Unheard, truth: Truth) -> list[Excuse]:
    guild, message, person, emoji = difference.key
    wanted = truth.activities.get((int(guild), int(message), int(person), emoji))
    channel = str(wanted.channel_id) if wanted else ""
    return (
        found.excuses("reaction", (message, person, emoji))
        + found.excuses("reactions", message)
        + found.excuses("channel", channel)
    )
