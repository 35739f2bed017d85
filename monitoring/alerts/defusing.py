"""Other people's words inside ours: no mention is alive and no formatting leaks."""

import re
from collections.abc import Iterable, Mapping

TEXT_LIMIT = 300
# Breaks «@everyone» and «<@1>» apart without a visible trace.
BREAK = "\u200b"

MENTION = re.compile(r"<(@!?|@&|#)(\d{1,20})>")
EMOJI = re.compile(r"<a?:(\w{1,32}):\d{1,20}>")
TIMESTAMP = re.compile(r"<(?:t:[^<>]{1,30}|/[^<>]{1,100}|id:[^<>]{1,30})>")
MARKDOWN = re.compile(r"([\\*_~`|\[])")
# Headings, quotes and small print work at the start of a line alone.
START = re.compile(r"^([#>-])")
LINK = re.compile(r"(https?://\S+)")
# Characters that turn the direction of the text after them, or cannot be seen.
HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def mentioned_ids(text: str) -> set[int]:
    """Whom and what a text mentions: people, roles and channels."""
    return {int(found[2]) for found in MENTION.finditer(text)}


def defuse(text: str, names: Mapping[int, str] | None = None, limit: int = TEXT_LIMIT) -> str:
    """The text on one line, at most about `limit` characters, with nothing in it alive."""
    line = " ".join(HIDDEN.sub("", text).split())
    named = MENTION.sub(lambda found: _name(found, names or {}), line)
    plain = TIMESTAMP.sub("…", EMOJI.sub(r":\1:", named))
    return _escape(cut(plain, limit))


def cut(text: str, limit: int) -> str:
    """At most `limit` characters; what is missing shows as «…»."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def _name(found: re.Match[str], names: Mapping[int, str]) -> str:
    sign = "#" if found[1] == "#" else "@"
    return sign + names.get(int(found[2]), "…")


def _escape(text: str) -> str:
    """Markdown is shown as typed, links stay links, `@` and `<` do nothing."""
    parts = LINK.split(text)
    parts[::2] = [MARKDOWN.sub(r"\\\1", part) for part in parts[::2]]
    escaped = START.sub(r"\\\1", "".join(parts))
    return escaped.replace("@", "@" + BREAK).replace("<", "<" + BREAK)


def unique(ids: Iterable[int | None]) -> tuple[int, ...]:
    """In order, each once, none empty."""
    return tuple(dict.fromkeys(each for each in ids if each))
