"""What is known of a word by itself: its classes, part of speech and stem."""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Final, NamedTuple

from monitoring.rules.calls.message import Message
from monitoring.rules.calls.tags import tag_of
from monitoring.rules.calls.word_sets import word_set

_STEM: Final = 5
_LONGEST_STEM: Final = 10
NEGATIONS: Final = word_set("не ни без нет not no dont doesnt didnt isnt arent")


@cache
def _classes() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Classes by whole word, and by stem."""
    words: dict[str, list[str]] = {}
    stems: dict[str, list[str]] = {}
    source = files("monitoring.rules.calls").joinpath("classes.tsv").read_text("utf-8")
    for line in source.splitlines():
        if line and not line.startswith("#"):
            name, members = line.split("\t")
            for member in members.split():
                into = stems if member.endswith("*") else words
                into.setdefault(member.rstrip("*"), []).append(name)
    return {w: tuple(c) for w, c in words.items()}, {w: tuple(c) for w, c in stems.items()}


@lru_cache(maxsize=8_192)
def classes_of(word: str) -> tuple[str, ...]:
    """Classes of a canonical word; none for most."""
    words, stems = _classes()
    found = list(words.get(word, ()))
    for length in range(2, min(len(word), _LONGEST_STEM) + 1):
        found += stems.get(word[:length], ())
    return tuple(dict.fromkeys(found))


class Word(NamedTuple):
    """What is known of one word; a negation right before it marks its classes and tag."""

    stem: str
    tag: str
    classes: tuple[str, ...]


@lru_cache(maxsize=8_192)
def _word(word: str, negated: bool) -> Word:
    mark = "!" if negated else ""
    classes = tuple(mark + name for name in classes_of(word))
    return Word(mark + word[:_STEM], mark + tag_of(word), classes)


def known_words(message: Message) -> list[Word]:
    """One entry per word of the message."""
    negated = [False] + [word in NEGATIONS for word in message.words]
    return [_word(word, n) for word, n in zip(message.words, negated, strict=False)]
