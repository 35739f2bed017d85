"""Whom a message's own text names; who stands in its quoted lines and code is named by others."""

import re
from typing import Final

from monitoring.rules.calls.reading import without_quotes_and_code

_USER: Final = re.compile(r"<@!?(\d{1,20})>")
_ROLE: Final = re.compile(r"<@&(\d{1,20})>")
# Ids are 64-bit; people can type more digits than that.
_HIGHEST_ID: Final = 2**63 - 1


def read_mentions(text: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """(people, roles) in order, each once."""
    if "<@" not in text:
        return (), ()
    own = without_quotes_and_code(text)
    return _ids(_USER, own), _ids(_ROLE, own)


def _ids(pattern: re.Pattern[str], text: str) -> tuple[int, ...]:
    ids = dict.fromkeys(map(int, pattern.findall(text)))
    return tuple(found for found in ids if found <= _HIGHEST_ID)
