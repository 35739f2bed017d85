"""Words of the language that lie one wrong letter from a keyword, and its misspellings."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

from monitoring.rules.calls.folding import squeeze
from monitoring.rules.calls.grammar import Grammar, is_word

if TYPE_CHECKING:
    from dawg_python.wrapper import Dictionary  # type: ignore[import-untyped]

_CYRILLIC: Final = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_BYTES: Final = {letter: letter.encode() for letter in _CYRILLIC + "ё"}
# The separator between a word and its payload in pymorphy3's DAWG: here a word ends.
_WORD_END: Final = b"\x01"
# Unstressed vowels and voiced consonants as they sound («памагити», «падскажыте»).
_SOUNDS: Final = {"о": "оа", "е": "еи", "я": "яи", "щ": "щш", "д": "дт", "ь": ("ь", "")}
_MAX_BY_EAR: Final = 128


@lru_cache(maxsize=1_000)
def misspellings(form: str, stem: str) -> tuple[str, ...]:
    """One letter wrong, missing, extra or swapped, or spelt by ear, unless another word.

    Squeezed, each once. A word that holds the whole `stem` and more than the form is
    longer is built on it and no misspelling («кураторка», «саппортер»).
    """
    if form.isascii():
        return tuple({squeeze(v) for v in _edits(form, _LATIN)} - {squeeze(form)})
    taken = _near_words(form)
    variants = {
        v
        for v in (*_edits(form, _CYRILLIC), *_by_ear(form))
        if v not in taken and not (len(v) > len(form) and v.startswith(stem))
    }
    squeezed = {squeeze(v): v for v in variants}
    squeezed.pop(squeeze(form), None)
    return tuple(key for key, v in squeezed.items() if key == v or not is_word(key))


def _edits(word: str, alphabet: str) -> Iterator[str]:
    for i in range(len(word)):
        before, after = word[:i], word[i + 1 :]
        yield before + after
        yield from (before + letter + after for letter in alphabet)
        yield from (before + letter + word[i:] for letter in alphabet)
    for i, (a, b) in enumerate(pairwise(word)):
        yield word[:i] + b + a + word[i + 2 :]


def _by_ear(form: str) -> Iterator[str]:
    """Spellings by ear that no dictionary word shares."""
    choices = [_SOUNDS.get(letter, letter) for letter in form]
    for count, letters in enumerate(product(*choices)):
        if count >= _MAX_BY_EAR:
            return
        heard = "".join(letters)
        for variant in (heard, heard.replace("жи", "жы").replace("ши", "шы")):
            if not is_word(variant):
                yield variant


def _near_words(form: str) -> frozenset[str]:
    """Dictionary words at most one edit away; е stands for ё too."""
    dct = Grammar.analyzer().dictionary.words.dct
    found: set[str] = set()
    nodes = [dct.ROOT]
    for i, letter in enumerate(form):
        before, rest = form[:i], form[i + 1 :]
        if _ends_in(dct, nodes, rest):
            found.add(before + rest)
        for other in _CYRILLIC:
            branch = _step(dct, nodes, other)
            if branch and _ends_in(dct, branch, rest):
                found.add(before + other + rest)
            if branch and _ends_in(dct, branch, form[i:]):
                found.add(before + other + form[i:])
        if rest and _ends_in(dct, nodes, rest[0] + letter + rest[1:]):
            found.add(before + rest[0] + letter + rest[1:])
        nodes = _step(dct, nodes, letter)
    return frozenset(found - {form})


def _step(dct: "Dictionary", nodes: list[int], letter: str) -> list[int]:
    letters = (letter, "ё") if letter == "е" else (letter,)
    steps = (dct.follow_bytes(_BYTES[x], node) for x in letters for node in nodes)
    return [node for node in steps if node]


def _ends_in(dct: "Dictionary", nodes: list[int], rest: str) -> bool:
    for letter in rest:
        if not nodes:
            return False
        nodes = _step(dct, nodes, letter)
    return any(dct.follow_bytes(_WORD_END, node) for node in nodes)
