"""Every accepted spelling of a keyword, expanded once per keyword."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from monitoring.rules.calls.folding import fold, squeeze
from monitoring.rules.calls.grammar import Use, is_word, keyword_forms
from monitoring.rules.calls.neighbours import misspellings
from monitoring.rules.calls.translit import latin_spellings

# Shorter words have too many neighbours that are other words.
MISSPELT_FROM: Final = 6


class Nearness(IntEnum):
    """How a spelling came about; where two keywords share one, the nearer wins."""

    FORM = 0
    LATIN = 1
    MISSPELT = 2


@dataclass(frozen=True, slots=True)
class Spelling:
    """What one spelling stands for, and when it calls."""

    keyword: str
    form: str
    use: Use
    nearness: Nearness


@dataclass(frozen=True, slots=True)
class KeywordSpellings:
    """Spellings of one keyword, squeezed; `blocked` are other words that squeeze to one.

    `halves` are forms with a space inside that are no two words («помо гите»).
    """

    spellings: dict[str, Spelling]
    blocked: frozenset[str]
    halves: dict[tuple[str, str], str]


def keyword_spellings(keyword: str, latin: bool, misspelt: bool) -> KeywordSpellings:
    # Forms that always call come first: what they share with others calls always.
    forms = sorted(keyword_forms(keyword), key=lambda form: form[1])
    stem = _noun_stem(keyword)
    found: dict[str, Spelling] = {}
    for form, use in forms:
        _add(found, [form], Spelling(keyword, form, use, Nearness.FORM))
    for form, use in forms:
        if latin:
            _add(found, latin_spellings(form), Spelling(keyword, form, use, Nearness.LATIN))
    for form, use in forms:
        if misspelt and use is not Use.WISHED and len(form) >= MISSPELT_FROM:
            spelling = Spelling(keyword, form, use, Nearness.MISSPELT)
            found |= {word: spelling for word in misspellings(form, stem) if word not in found}
    certain = [form for form, use in forms if use is Use.ALWAYS]
    halves = {pair: form for form in certain for pair in _halves(form)}
    return KeywordSpellings(found, frozenset(_blocked(certain)), halves)


def _noun_stem(keyword: str) -> str:
    """The part that every longer word built on the keyword holds."""
    return fold(keyword).rstrip("аеиоуьыэюя")


def _add(found: dict[str, Spelling], words: Iterable[str], what: Spelling) -> None:
    for word in words:
        found.setdefault(squeeze(word), what)


def _halves(form: str) -> Iterator[tuple[str, str]]:
    if len(form) < MISSPELT_FROM:
        return
    for i in range(2, len(form) - 1):
        first, second = form[:i], form[i:]
        if not (is_word(first) and is_word(second)):
            yield first, second


def _blocked(forms: list[str]) -> Iterator[str]:
    """Words of the language that differ from a form by a double letter."""
    for form in forms:
        doubled = (form[:i] + form[i] + form[i:] for i in range(len(form)))
        for word in (*doubled, squeeze(form)):
            if word not in forms and is_word(word):
                yield word
