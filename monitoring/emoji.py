"""Emoji: the key that rows compare, the sign that people see, the form that REST wants."""

from typing import Any

from monitoring.text import clean

KEY_LIMIT = 100


def emoji_key(name: str | None, emoji_id: int | str | None) -> str:
    """A custom emoji's id, else the code points in hexadecimal joined by '-'.

    Several databases hold all emoji equal, so the signs themselves are never compared.
    """
    if emoji_id:
        return str(emoji_id)
    return "-".join(f"{ord(sign):x}" for sign in name or "")[:KEY_LIMIT]


def emoji_sign(name: str | None, emoji_id: int | str | None) -> str:
    """The sign itself, or `name:id`; a deleted custom emoji has lost its name."""
    sign = f"{name or '_'}:{emoji_id}" if emoji_id else name or ""
    return clean(sign, KEY_LIMIT)


def payload_emoji(emoji: dict[str, Any]) -> tuple[str, str]:
    """(key, sign) of an emoji object of the API."""
    name, emoji_id = emoji.get("name"), emoji.get("id")
    return emoji_key(name, emoji_id), emoji_sign(name, emoji_id)
