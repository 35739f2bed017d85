"""Single values of the old files: ids, times and numbers as they were written, or None."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from monitoring.emoji import emoji_key, emoji_sign
from monitoring.text import clean

MAX_SNOWFLAKE = 2**63 - 1
MAX_NUMBER = 2**31 - 1
_CUSTOM_EMOJI = re.compile(r"<?a?:?([^:<>]*):(\d{1,20})>?")
REACTED_WITH = "Reacted with "

Json = Mapping[str, Any]


def discord_id(value: Any) -> int | None:
    """An id that Discord may have given, written as digits; None for «-», test_mention_… and 0."""
    text = value if isinstance(value, str) else str(value) if type(value) is int else ""
    if not (text.isascii() and text.isdigit()) or len(text) > 19:
        return None
    number = int(text)
    return number if 0 < number <= MAX_SNOWFLAKE else None


def old_id(value: Any) -> int | None:
    """An internal id of the old database."""
    return value if type(value) is int and abs(value) <= MAX_SNOWFLAKE else None


def moment(value: Any) -> datetime | None:
    """A time in UTC; without a zone it is taken for UTC, which the old hosts ran in."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def number(value: Any) -> int | None:
    """A whole number that a column holds; None for others."""
    return value if type(value) is int and abs(value) <= MAX_NUMBER else None


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def text(value: Any, limit: int = 4_000) -> str:
    return clean(value, limit) if isinstance(value, str) else ""


def emoji(row: Json) -> tuple[str, str]:
    """(key, sign). The first version kept a custom emoji's name alone: its id is lost."""
    sign = text(row.get("reactionEmoji")) or text(row.get("content")).removeprefix(REACTED_WITH)
    custom = _CUSTOM_EMOJI.fullmatch(sign)
    if custom:
        return emoji_key(custom[1], custom[2]), emoji_sign(custom[1], custom[2])
    return emoji_key(sign, None), emoji_sign(sign, None)
