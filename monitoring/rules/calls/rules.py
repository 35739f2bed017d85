"""Whether a message calls for help: the compiled rules and what they decide."""

from dataclasses import dataclass, replace
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


@dataclass(slots=True)
class _Reading:
    """One text on one server, with what was found out about it so far."""

    text: str
    guild_id: int | None
    folded: str
    may_hold_keyword: bool
    message: Message | None = None
    matches: list[Match] | None = None
    decision: CallDecision | None = None


class CallRules:
    """The rules of one configuration, ready to decide.

    The last text's reading is kept, because each message is asked about more than once.
    """

    def __init__(self, index: KeywordIndex, book: PhraseBook, points: Points | None,
                 threshold: float) -> None:  # fmt: skip
        self._index = index
        self._book = book
        self._points = points
        self._threshold = threshold
        self._last = _Reading("", None, "", False)

    def decide(self, text: str, guild_id: int | None = None) -> CallDecision:
        """Whether the text calls for help; phrases of other guilds than `guild_id` don't count."""
        reading = self._reading(text, guild_id)
        return self._decision(reading) if reading.may_hold_keyword else NOTHING

    def read(self, text: str, guild_id: int | None = None) -> tuple[Message, list[Match]]:
        """The message as the rules see it, and the phrases that stand in it."""
        reading = self._reading(text, guild_id)
        return self._message(reading), self._matches(reading)

    def mentions_keyword(self, text: str) -> KeywordHit | None:
        """The first keyword in any accepted spelling, whatever phrases and points say."""
        reading = self._reading(text, None)
        if not reading.may_hold_keyword:
            return None
        message = self._message(reading)
        if not message.hits:
            return None
        i = min(message.hits)
        return KeywordHit(message.hits[i].keyword, message.written[i])

    def is_solved(self, text: str, guild_id: int | None = None) -> bool:
        """Whether an author surely calls the own request solved; a call never is."""
        reading = self._reading(text, guild_id)
        if not reading.may_hold_keyword and not self._book.may_hold(RESOLVED, reading.folded):
            return False
        if not is_surely_solved(self._message(reading), self._matches(reading)):
            return False
        return not self._decision(reading).opens

    def is_idle(self, text: str, guild_id: int | None = None) -> bool:
        """Whether the text only thanks or chats; nothing to read (a picture alone) is no chat."""
        reading = self._reading(text, guild_id)
        message = self._message(reading)
        if message.hits:
            decision = self._decision(reading)
            surely = all(passed.why != BY_POINTS for passed in decision.passed_over)
            return not decision.opens and (surely or not asks(message))
        return is_small_talk(text, message, self._matches(reading))

    def _reading(self, text: str, guild_id: int | None) -> _Reading:
        """The raw text folded, and whether it may hold a keyword: cutting only takes some away."""
        last = self._last
        if last.text is not text:
            folded = fold(text[:MAX_CHARACTERS])
            self._last = last = _Reading(text, guild_id, folded, self._index.may_hold(folded))
        elif last.guild_id != guild_id:
            self._last = last = replace(last, guild_id=guild_id, matches=None, decision=None)
        return last

    def _message(self, reading: _Reading) -> Message:
        if reading.message is None:
            reading.message = read_message(fold(own_text(reading.text)), self._index)
        return reading.message

    def _matches(self, reading: _Reading) -> list[Match]:
        if reading.matches is None:
            reading.matches = self._book.matches(self._message(reading), reading.guild_id)
        return reading.matches

    def _decision(self, reading: _Reading) -> CallDecision:
        if reading.decision is None:
            reading.decision = self._decided(self._message(reading), self._matches(reading))
        return reading.decision

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
