"""Finding keywords: one look-up per word, whatever the spelling."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final

from monitoring.rules.calls.folding import LETTERS, as_cyrillic, as_latin, fold, squeeze, unstretch
from monitoring.rules.calls.grammar import Use, phrase_forms
from monitoring.rules.calls.pieces import holds_pieces, join_pieces
from monitoring.rules.calls.spellings import Nearness, Spelling, keyword_spellings
from monitoring.rules.calls.translit import to_cyrillic

DEFAULT_KEYWORDS: Final = (
    "куратор", "помощь", "вопрос", "вопросик", "поддержка", "помогите", "помоги", "подскажите",
    "подскажи", "выручайте", "подсобите", "хелп", "хэлп", "хелпаните", "саппорт", "кура", "курик",
    "квешн", "сос", "curator", "help", "question", "support",
)  # fmt: skip
# Longer words are other words, except that this calls as the keyword itself does.
_CALLS_AS: Final = {"куратор": "кураторский состав"}

_WORD: Final = re.compile(rf"[{LETTERS}0-9@$]+")
_PURE: Final = re.compile(r"[а-я]+|[a-z]+|[0-9]+")
_FOREIGN: Final = re.compile(r"[a-z0-9@$іїєґўѕјһԁԛԝ]")
_DOUBLE: Final = re.compile(r"([a-zа-я])\1")
_CYRILLIC_WORD: Final = re.compile(r"[а-я]+")
_LATIN_WORD: Final = re.compile(r"[a-z]+")
_EDGES: Final = "0123456789@$"
# No keyword in any spelling is longer; what is longer is not worth the time.
_LONGEST: Final = 40
_LONGEST_WRITTEN: Final = 400
_SHORTEST_BACK: Final = 5


class KeywordIndex:
    """All spellings of the configured keywords, for one look-up per word."""

    def __init__(self, keywords: Iterable[str], latin: bool, misspelt: bool) -> None:
        self.spellings: dict[str, Spelling] = {}
        self._blocked: set[str] = set()
        self._halves: dict[tuple[str, str], str] = {}
        self._latin = latin
        self.pairs: dict[str, tuple[frozenset[str], Spelling]] = {}
        for keyword in dict.fromkeys(k.strip() for k in keywords if k.strip()):
            self._include(keyword, misspelt)
        self._first_halves = frozenset(first for first, _ in self._halves)
        self._other = lru_cache(maxsize=8_192)(self._find_other)

    def _include(self, keyword: str, misspelt: bool) -> None:
        if " " in keyword:
            self._include_pair(keyword, keyword)
            return
        expanded = keyword_spellings(keyword, self._latin, misspelt)
        for key, spelling in expanded.spellings.items():
            known = self.spellings.get(key)
            if known is None or _nearer(spelling, known):
                self.spellings[key] = spelling
        self._blocked |= expanded.blocked
        self._halves |= expanded.halves
        if keyword in _CALLS_AS:
            self._include_pair(_CALLS_AS[keyword], keyword)

    def _include_pair(self, pair: str, keyword: str) -> None:
        """A keyword of two words: the second in any form right after the first."""
        first, second = fold(pair).split()[:2]
        spelling = Spelling(keyword, keyword, Use.ALWAYS, Nearness.FORM)
        for form in phrase_forms(first):
            self.pairs[form] = (phrase_forms(second), spelling)

    def may_hold(self, folded: str) -> bool:
        """Whether some word, piece or joined letters may be a keyword: quick, never too few."""
        words = _WORD.findall(folded)
        spellings = self.spellings.keys()
        if not spellings.isdisjoint(words) or not self.pairs.keys().isdisjoint(words):
            return True
        if _DOUBLE.search(folded) and not spellings.isdisjoint(_WORD.findall(squeeze(folded))):
            return True
        if _FOREIGN.search(folded) and any(map(self.find, words)):
            return True
        if not self._first_halves.isdisjoint(words) and any(map(self.halved, pairwise(words))):
            return True
        return holds_pieces(folded, words, self.find)

    def halved(self, words: tuple[str, str]) -> str | None:
        """The keyword's form that two words make («помо гите»), if they are no two words."""
        return self._halves.get(words)

    def joined(self, folded: str) -> str:
        """The text with keywords in pieces written in one («к у р а т о р», «ку-ра-тор»)."""
        return join_pieces(folded, self.find)

    def find(self, word: str) -> Spelling | None:
        """What a folded word stands for; None for a word that is no keyword."""
        if _CYRILLIC_WORD.fullmatch(word):
            return self._exact(word)
        if len(word) == 1 or len(word) > _LONGEST_WRITTEN or word.isdigit():
            return None
        return self._other(word)

    def _exact(self, word: str) -> Spelling | None:
        spelling = self.spellings.get(word)
        if spelling is None:
            spelling = self.spellings.get(squeeze(word))
        if spelling is None or word in self._blocked or _is_two_errors(word, spelling):
            return None
        return spelling

    def _find_other(self, word: str) -> Spelling | None:
        """A word with Latin letters, digits or signs: the readings that look or sound alike."""
        for reading in self._readings(word):
            spelling = self._exact(reading)
            if spelling is not None:
                return spelling
        return None

    def _readings(self, word: str) -> Iterator[str]:
        word = squeeze(word)
        if len(word) > _LONGEST:
            return
        core = word.strip(_EDGES)
        yield core
        for spelt in dict.fromkeys((word, core)):
            cyrillic, latin = as_cyrillic(spelt), as_latin(spelt)
            if cyrillic:
                yield cyrillic
            if latin:
                yield latin
                yield latin.replace("l", "i") if "1" in spelt else latin
            if self._latin and len(spelt) >= _SHORTEST_BACK:
                yield to_cyrillic(spelt)


def _is_two_errors(word: str, spelling: Spelling) -> bool:
    """A wrong letter and a doubled one («подожжет» is no «поможет»); stretching is no error."""
    if spelling.nearness is not Nearness.MISSPELT or unstretch(word) != word:
        return False
    doubled = len(word) - len(squeeze(word))
    return doubled > len(spelling.form) - len(squeeze(spelling.form))


def _nearer(spelling: Spelling, known: Spelling) -> bool:
    """A form beats a transliteration, that a misspelling; the keyword's own word beats all."""
    if spelling.keyword == spelling.form and known.form == spelling.form:
        return known.keyword != known.form
    return (spelling.use, spelling.nearness) < (known.use, known.nearness)
