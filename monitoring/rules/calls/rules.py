"""Whether a message calls for help: the compiled rules and what they decide."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from monitoring.rules.calls.certain import is_certain
from monitoring.rules.calls.folding import fold
from monitoring.rules.calls.grammar import Grammar
from monitoring.rules.calls.keywords import DEFAULT_KEYWORDS, KeywordIndex
from monitoring.rules.calls.message import Message, read_message
from monitoring.rules.calls.phrase_book import PhraseBook
from monitoring.rules.calls.phrase_sense import Match
from monitoring.rules.calls.phrases import RADIO, RESOLVED, Phrase, default_phrases
from monitoring.rules.calls.points import DEFAULT_THRESHOLD, Points, default_points
from monitoring.rules.calls.reading import MAX_CHARACTERS, own_text
from monitoring.rules.calls.small_talk import asks, is_small_talk
from monitoring.rules.calls.solved import is_surely_solved
from monitoring.rules.calls.spellings import Spelling

BY_POINTS: Final = "points"
DEFAULT_PHRASES: Final = default_phrases()


@dataclass(frozen=True, slots=True)
class CallSettings:
    """What the owner can change; `points_threshold` is in log-odds, higher opens less."""

    keywords: tuple[str, ...] = DEFAULT_KEYWORDS
    phrases: tuple[Phrase, ...] = DEFAULT_PHRASES
    transliteration: bool = True
    misspellings: bool = True
    points: bool = True
    points_threshold: float = DEFAULT_THRESHOLD


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A keyword that calls nobody: the word as written, and the kind of phrase or `points`."""

    word: str
    why: str


@dataclass(frozen=True, slots=True)
class CallDecision:
    """Whether a message opens a request, by which word of which keyword, and what did not."""

    opens: bool
    keyword: str | None = None
    word: str | None = None
    passed_over: tuple[PassedOver, ...] = ()
    points: float | None = None


@dataclass(frozen=True, slots=True)
class KeywordHit:
    """A keyword in the text: as configured, and the word as written."""

    keyword: str
    word: str


NOTHING = CallDecision(opens=False)


class CallRules:
    """The rules of one configuration, ready to decide."""

    def __init__(self, index: KeywordIndex, book: PhraseBook, points: Points | None,
                 threshold: float) -> None:  # fmt: skip
        self._index = index
        self._book = book
        self._points = points
        self._threshold = threshold
        self._glanced = ("", "", False)

    def decide(self, text: str, guild_id: int | None = None) -> CallDecision:
        """Whether the text calls for help; phrases of other guilds than `guild_id` don't count."""
        if not self._glance(text)[1]:
            return NOTHING
        return self._decided(*self.read(text, guild_id))

    def read(self, text: str, guild_id: int | None = None) -> tuple[Message, list[Match]]:
        """The message as the rules see it, and the phrases that stand in it."""
        message = read_message(fold(own_text(text)), self._index)
        return message, self._book.matches(message, guild_id)

    def mentions_keyword(self, text: str) -> KeywordHit | None:
        """The first keyword in any accepted spelling, whatever phrases and points say."""
        if not self._glance(text)[1]:
            return None
        message = read_message(fold(own_text(text)), self._index)
        if not message.hits:
            return None
        i = min(message.hits)
        return KeywordHit(message.hits[i].keyword, message.written[i])

    def is_solved(self, text: str, guild_id: int | None = None) -> bool:
        """Whether an author surely calls the own request solved; a call never is."""
        folded, may_hold_keyword = self._glance(text)
        if not may_hold_keyword and not self._book.may_hold(RESOLVED, folded):
            return False
        message, matches = self.read(text, guild_id)
        if not is_surely_solved(message, matches):
            return False
        return not self._decided(message, matches).opens

    def is_idle(self, text: str, guild_id: int | None = None) -> bool:
        """Whether the text only thanks or chats; nothing to read (a picture alone) is no chat."""
        message, matches = self.read(text, guild_id)
        if message.hits:
            decision = self._decided(message, matches)
            surely = all(passed.why != BY_POINTS for passed in decision.passed_over)
            return not decision.opens and (surely or not asks(message))
        return is_small_talk(text, message, matches)

    def _glance(self, text: str) -> tuple[str, bool]:
        """The raw text folded, and whether it may hold a keyword: cutting only takes some away.

        The last text's is kept, because each message is asked about more than once.
        """
        seen, folded, may_hold_keyword = self._glanced
        if seen is not text:
            folded = fold(text[:MAX_CHARACTERS])
            may_hold_keyword = self._index.may_hold(folded)
            self._glanced = text, folded, may_hold_keyword
        return folded, may_hold_keyword

    def _decided(self, message: Message, matches: list[Match]) -> CallDecision:
        passed: list[PassedOver] = []
        best: float | None = None
        for i, spelling in sorted(message.hits.items()):
            why = _covered(i, message, matches)
            if why is None and self._points is not None and not is_certain(message, i):
                points = self._points.score(message, i, matches)
                best = points if best is None else max(best, points)
                why = BY_POINTS if points < self._threshold else None
            if why is None:
                return _opened(spelling, message.written[i], passed, best)
            passed.append(PassedOver(message.written[i], why))
        return CallDecision(False, None, None, tuple(passed), _rounded(best))


def _covered(i: int, message: Message, matches: list[Match]) -> str | None:
    """The kind of the phrase that passes over word `i`; the scene it is acted in comes first."""
    if i in message.acted:
        return RADIO
    return next((m.phrase.kind for m in matches if m.start <= i <= m.end), None)


def _opened(
    spelling: Spelling, word: str, passed: list[PassedOver], points: float | None
) -> CallDecision:
    return CallDecision(True, spelling.keyword, word, tuple(passed), _rounded(points))


def _rounded(points: float | None) -> float | None:
    return None if points is None else round(points, 2)


@lru_cache(maxsize=4)
def compile_rules(settings: CallSettings) -> CallRules:
    """Expand keywords and phrases: about a second at first, well under that for a change."""
    index = KeywordIndex(settings.keywords, settings.transliteration, settings.misspellings)
    book = PhraseBook(settings.phrases)
    Grammar.drop()
    points = default_points() if settings.points else None
    return CallRules(index, book, points, settings.points_threshold)
