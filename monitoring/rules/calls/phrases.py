"""Phrases that pass keywords over: what one is, how it is written, and the list to start with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import permutations
from typing import Final

from monitoring.rules.calls.folding import fold
from monitoring.rules.calls.grammar import phrase_forms
from monitoring.rules.calls.message import canonical
from monitoring.rules.calls.word_sets import word_set

THANKS: Final = "thanks"
RESOLVED: Final = "resolved"
DENIAL: Final = "denial"
RHETORICAL: Final = "rhetorical"
ABOUT_THEM: Final = "about_them"
RADIO: Final = "radio"
OFFER: Final = "offer"
ANNOUNCEMENT: Final = "announcement"
KINDS: Final = (THANKS, RESOLVED, DENIAL, RHETORICAL, ABOUT_THEM, RADIO, OFFER, ANNOUNCEMENT)

# A phrase of more parts keeps the order in which it is written.
_FREE_ORDER_PARTS: Final = 3
# Words that stay with the one after them.
_STICKY: Final = word_set("в во на за по о об от до из с со к ко у для без под при про не ни")
_TOKEN: Final = re.compile(r"\*|,|[^\s*,?!.]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that pass a keyword over, and why; `guild_id` None holds in all servers.

    Words stand for all their forms of the same part of speech and tense, in any order that
    Russian allows. `*` is up to three words, `a/b` either word, `=a` the word as it stands,
    a `?` at the end needs a question, and only where a comma is written may one stand.
    """

    text: str
    kind: str
    guild_id: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Words that stay together («за помощь»), or a gap; `comma`: one may stand before it."""

    words: tuple[str, ...]
    is_gap: bool = False
    comma: bool = False


def orders(text: str) -> Iterator[tuple[Part, ...]]:
    """The orders in which a phrase's parts may stand; gaps stay between them."""
    parts = _parts(text)
    words = [part for part in parts if not part.is_gap]
    if not 1 < len(words) <= _FREE_ORDER_PARTS or text.isascii():
        yield tuple(parts)
        return
    for order in permutations(words):
        following = iter(order)
        yield tuple(part if part.is_gap else next(following) for part in parts)


def _parts(text: str) -> list[Part]:
    """Parts of a phrase, without gaps at its ends."""
    parts: list[Part] = []
    together: list[str] = []
    comma = False
    for token in _TOKEN.findall(fold(text.strip())):
        if token == ",":
            comma = True
        elif token == "*":
            if together:
                parts.append(Part(tuple(together), comma=comma))
                together, comma = [], False
            parts.append(Part((), is_gap=True, comma=comma))
            comma = False
        else:
            together.append(token)
            if token not in _STICKY:
                parts.append(Part(tuple(together), comma=comma))
                together, comma = [], False
    if together:
        parts.append(Part(tuple(together), comma=comma))
    return _stripped(parts)


def _stripped(parts: list[Part]) -> list[Part]:
    while parts and parts[0].is_gap:
        parts.pop(0)
    while parts and parts[-1].is_gap:
        parts.pop()
    return parts


@lru_cache(maxsize=4_000)
def alternatives(word: str) -> frozenset[str]:
    """All forms of a phrase's word `a/b`; `=a` and Latin are the word as it stands."""
    forms: set[str] = set()
    for choice in word.split("/"):
        if choice.isascii():
            forms |= {choice.lstrip("="), canonical(choice.lstrip("="))}
        else:
            forms |= {choice[1:]} if choice.startswith("=") else phrase_forms(choice)
    return frozenset(forms)


@cache
def default_phrases() -> tuple[Phrase, ...]:
    """The list that comes with the product: one `kind<TAB>phrase` a line."""
    source = files("monitoring.rules.calls").joinpath("phrases.tsv").read_text("utf-8")
    lines = [line for line in source.splitlines() if line and not line.startswith("#")]
    return tuple(Phrase(text, kind) for kind, text in (line.split("\t") for line in lines))
