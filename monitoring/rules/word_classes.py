"""Words by the part that they play: one letter a word, so that patterns run over letters."""

from collections.abc import Mapping

from .report_tokens import spellings

SHORTEST_STEM = 2
LONGEST_STEM = 10
LONGEST_WORD = 40  # longer ones are no words


class Vocabulary:
    """Reads words given as «whole» or «stem*», each class under its letter; whole words win."""

    def __init__(self, classes: Mapping[str, str], default: str) -> None:
        self._default = default
        self._whole: dict[str, str] = {}
        self._stems: dict[str, str] = {}
        for letter, words in classes.items():
            for word in words.split():
                known = self._stems if word.endswith("*") else self._whole
                known.setdefault(word.rstrip("*"), letter)
        self._beginnings = frozenset(stem[:SHORTEST_STEM] for stem in self._stems)

    def read(self, word: str) -> str:
        if len(word) > LONGEST_WORD:
            return self._default
        for spelling in spellings(word):
            if letter := self._whole.get(spelling) or self._stem(spelling):
                return letter
        return self._default

    def _stem(self, word: str) -> str | None:
        """The class of the longest stem that the word begins with."""
        if word[:SHORTEST_STEM] not in self._beginnings:
            return None
        for length in range(min(LONGEST_STEM, len(word)), SHORTEST_STEM - 1, -1):
            if letter := self._stems.get(word[:length]):
                return letter
        return None
