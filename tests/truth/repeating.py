"""Which events Discord could send again, hours later, without saying something new.

A reaction bears no time: put again after it was taken away, it is a new one, and by somebody who
has become a curator meanwhile it is a curator's.
"""

from collections.abc import Iterable

from .facts import Entry, emoji_key
from .people import Community
from .setting import Setting

CLEARED = ("reaction_clear", "reaction_clear_emoji")


def repeatable(log: Iterable[Entry], setting: Setting) -> list[int]:
    """The numbers of these entries, in their order."""
    community = Community(setting.configuration)
    entries = [entry for entry in log if "delivered" in entry]
    last: dict[tuple[str, ...], int] = {}
    for entry in entries:
        for key in _changed(entry):
            last[key] = entry["n"]
    now_ms = entries[-1]["at_ms"]
    return [
        entry["n"]
        for entry in entries
        if all(last[key] == entry["n"] for key in _changed(entry))
        and not became_curator(entry, community, now_ms)
    ]


def _changed(entry: Entry) -> list[tuple[str, ...]]:
    """What an entry changes of a message's reactions: a clearing may be followed by nothing."""
    if entry["kind"] in CLEARED:
        return [(entry["message_id"],)]
    if entry["kind"] in ("reaction_add", "reaction_remove"):
        key = (entry["message_id"], entry["user_id"], emoji_key(entry["emoji"]))
        return [key, (entry["message_id"],)]
    return []


def became_curator(entry: Entry, community: Community, now_ms: int) -> bool:
    """Who did it was no curator then, and is one now."""
    person = int(entry.get("user_id") or 0)
    return community.is_curator(person, now_ms) and not community.is_curator(person, entry["at_ms"])
