"""Readers of JSON values: each gives the value that a column takes, or says what is wrong where."""

import math
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any

Reader = Callable[[Any, str], Any]

# The database's own limits.
MAX_INTEGER = 2**31 - 1
MAX_SNOWFLAKE = 2**63 - 1


class Invalid(Exception):
    """What is wrong in a configuration, and where: `servers[0].help_role_id: must be …`."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path}: {reason}" if path else reason)


def boolean(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise Invalid(path, f"must be true or false, not {shown(value)}")
    return value


def integer(minimum: int, maximum: int = MAX_INTEGER) -> Reader:
    """A whole number, both ends included."""

    def read(value: Any, path: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise Invalid(path, f"must be a whole number, not {shown(value)}")
        if not minimum <= value <= maximum:
            raise Invalid(path, f"must be from {minimum} to {maximum}, not {value}")
        return value

    return read


def number(value: Any, path: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Invalid(path, f"must be a number, not {shown(value)}")
    return float(value)


def text(maximum: int, *, blank: bool = False) -> Reader:
    """A text of at most `maximum` characters, stripped."""

    def read(value: Any, path: str) -> str:
        if not isinstance(value, str):
            raise Invalid(path, f"must be a text, not {shown(value)}")
        stripped = value.strip()
        if not stripped and not blank:
            raise Invalid(path, "must not be empty")
        if len(stripped) > maximum:
            raise Invalid(path, f"must have at most {maximum} characters, not {len(stripped)}")
        if any(unicodedata.category(letter) in ("Cs", "Cc") for letter in stripped):
            raise Invalid(path, "holds control characters or half of a surrogate pair")
        return stripped

    return read


def choice(*allowed: str) -> Reader:
    def read(value: Any, path: str) -> str:
        if value not in allowed or not isinstance(value, str):
            raise Invalid(path, f"must be one of {', '.join(allowed)}, not {shown(value)}")
        return value

    return read


def snowflake(value: Any, path: str) -> int:
    """A Discord id: a text of digits (a whole number will do)."""
    digits = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    is_id = isinstance(digits, str) and digits.isascii() and digits.isdigit()
    if not is_id or not 0 < int(digits[:20]) <= MAX_SNOWFLAKE or len(digits) > 20:
        raise Invalid(
            path,
            f'must be a Discord ID in quotes, such as "728355725121945731", not {shown(value)}',
        )
    return int(digits)


def moment(value: Any, path: str) -> datetime:
    """A time with its zone, as UTC."""
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        at = None
    if at is None or at.tzinfo is None:
        raise Invalid(path, f"must be a time such as 2025-01-01T00:00:00Z, not {shown(value)}")
    return at.astimezone(UTC)


def clock(value: Any, path: str) -> time:
    """A local time of day."""
    try:
        at = time.fromisoformat(value)
    except (TypeError, ValueError):
        at = None
    if at is None or at.tzinfo is not None:
        raise Invalid(path, f"must be a time of day such as 23:30, not {shown(value)}")
    return at


def optional(read: Reader) -> Reader:
    return lambda value, path: None if value is None else read(value, path)


def listed(read: Reader, key: Callable[[Any], Hashable] = lambda item: item) -> Reader:
    """A list whose items are told apart by `key`; two of one key are an error."""

    def read_list(value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise Invalid(path, f"must be a list, not {shown(value)}")
        items = [read(item, f"{path}[{index}]") for index, item in enumerate(value)]
        refuse_duplicates(map(key, items), path)
        return items

    return read_list


def refuse_duplicates(keys: Iterable[Hashable], path: str) -> None:
    seen: dict[Hashable, int] = {}
    for index, key in enumerate(keys):
        if key in seen:
            raise Invalid(f"{path}[{index}]", f"is a duplicate of {path}[{seen[key]}]")
        seen[key] = index


def keyed(readers: Mapping[str, Reader], required: Iterable[str] = ()) -> Reader:
    """An object of these keys and no others; those left out are left out of the result."""

    def read(value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise Invalid(path, f"must be an object, not {shown(value)}")
        for key in value:
            if key not in readers:
                raise Invalid(_below(path, key), f"unknown key; known: {', '.join(readers)}")
        for key in required:
            if key not in value:
                raise Invalid(_below(path, key), "is missing")
        return {key: readers[key](item, _below(path, key)) for key, item in value.items()}

    return read


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def shown(value: Any) -> str:
    """A value as an error prints it: short, and in one line."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value) if len(repr(value)) <= 60 else repr(value)[:57] + "…"
