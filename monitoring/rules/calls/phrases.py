"""Phrases that pass keywords over: compiled to one automaton, matched in one walk."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from itertools import permutations
from typing import Final

from monitoring.rules.calls.folding import fold
from monitoring.rules.calls.grammar import phrase_forms
from monitoring.rules.calls.message import Break, Message

# A phrase of more parts keeps the order in which it is written.
_FREE_ORDER_PARTS: Final = 3
_MAX_GAP: Final = 3
_MAX_FILLERS: Final = 2
# States of the walk kept at once: more are not needed by any phrase that people write.
_MAX_STATES: Final = 64
_ALTERNATIVES_MAX: Final = 40

_STICKY: Final = frozenset(
    "в во на за за по о об от до из с со к ко у для без под при про не ни "
    "the to for of in a my".split()
)
_FILLERS: Final = frozenset(
    "уже же вот мой моя мое мои свой свое своя этот эта это эти наш твой ваш ну да там тут "
    "пока ж то ка бы_ вроде кажется походу тоже my the your is are was a has been already".split()
)
# A phrase reaches over none of these.
_STOPS: Final = frozenset(
    "не ни но а или если кто что где когда как почему зачем какой какая какие каком сколько "
    "чтобы чтоб ли либо однако какому какого каким какую чего чему куда откуда кем кого чем "
    "которых которого кроме only but or not if who what where when how why".split()
)
_CONDITIONS: Final = frozenset(
    "если когда пока чтобы чтоб бы ли хочу хотел хотелось надо прошу как кто никто ничего "
    "почему зачем будто якобы обещал обещали if when until who how".split()
)
_IN_ADVANCE: Final = frozenset("заранее зарание заране заранне advance буду".split())
THANKS: Final = "thanks"
RESOLVED: Final = "resolved"
DENIAL: Final = "denial"
RHETORICAL: Final = "rhetorical"
ABOUT_THEM: Final = "about_them"
RADIO: Final = "radio"
OFFER: Final = "offer"
ANNOUNCEMENT: Final = "announcement"
KINDS: Final = (THANKS, RESOLVED, DENIAL, RHETORICAL, ABOUT_THEM, RADIO, OFFER, ANNOUNCEMENT)
# These stand whatever is asked around them («кому помощь нужна? пишите», «10-4, где вы?»).
_WHATEVER_IS_ASKED: Final = frozenset({OFFER, ANNOUNCEMENT, RADIO})
_CONTRASTS: Final = frozenset(
    "но однако только зато теперь снова опять however but осталось остался осталась".split()
)
_GOING_ON: Final = frozenset(
    "где кто как когда почему зачем куда сколько какой какая какие нужен нужна нужно прошу просьба "
    "гляньте глянь проверьте посмотрите подойдите зайдите ответьте верните снимите помогите "
    "подскажите where who how when why need can please pls plz пж плиз пожалуйста".split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that pass a keyword over, and why; `guild_id` None holds in all servers.

    Words stand for all their forms of the same part of speech and tense; `*` is up to
    three words, `a/b` either word; a `?` at the end needs a question.
    """

    text: str
    kind: str
    guild_id: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the words from `start` to `end`, both included."""

    start: int
    end: int
    phrase: Phrase


@dataclass(slots=True)
class _Node:
    children: dict[int, "_Node"] = field(default_factory=dict)
    after_comma: dict[int, "_Node"] = field(default_factory=dict)
    gap: "_Node | None" = None
    ends: list[Phrase] = field(default_factory=list)


# Node, first word, words left in the gap, fillers left, whether the last word led here.
_State = tuple[_Node, int, int, int, bool]


@dataclass(frozen=True, slots=True)
class _Part:
    """Words that stay together («за помощь»), or a gap; `comma`: one may stand before it."""

    words: tuple[str, ...]
    is_gap: bool = False
    comma: bool = False


class PhraseBook:
    """All phrases of all servers, compiled."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._root = _Node()
        self._symbols: dict[str, list[int]] = {}
        self._numbers: dict[str, int] = {}
        for phrase in phrases:
            for order in _orders(phrase.text):
                self._insert(order, phrase)

    def _insert(self, order: tuple[_Part, ...], phrase: Phrase) -> None:
        node = self._root
        for part in order:
            if part.is_gap:
                node.gap = node.gap or _Node()
                node = node.gap
            for i, word in enumerate(part.words):
                edges = node.after_comma if part.comma and i == 0 else node.children
                node = edges.setdefault(self._symbol(word), _Node())
        node.ends.append(phrase)

    def _symbol(self, word: str) -> int:
        """A number for a word of phrases; every form that it stands for leads to it."""
        if word not in self._numbers:
            self._numbers[word] = len(self._numbers)
            for form in _alternatives(word):
                self._symbols.setdefault(form, []).append(self._numbers[word])
        return self._numbers[word]

    def matches(self, message: Message, guild_id: int | None) -> list[Match]:
        """Every phrase that stands in the message and holds there; bounded work per word."""
        found: list[Match] = []
        states: list[_State] = []
        for i, word in enumerate(message.words):
            states = self._advance(states, word, message.breaks[i], i)
            for node, start, _, _, arrived in states:
                if arrived and node.ends:
                    found += [Match(start, i, phrase) for phrase in node.ends]
        return [m for m in found if m.phrase.guild_id in (None, guild_id) and _holds(m, message)]

    def _advance(self, states: list["_State"], word: str, gap: Break, i: int) -> list["_State"]:
        """The walk's states after one more word."""
        symbols = self._symbols.get(word, ())
        after: list[_State] = []
        if gap is not Break.SENTENCE:
            passes = gap is Break.NONE and word not in _STOPS
            for node, start, left, fillers, _ in states:
                after += _steps(node, symbols, gap, start)
                if passes and left > 0:
                    after.append((node, start, left - 1, fillers, False))
                elif passes and fillers and word in _FILLERS:
                    after.append((node, start, left, fillers - 1, False))
        for symbol in symbols:
            child = self._root.children.get(symbol)
            if child:
                after += _arrive(child, i)
        return after[:_MAX_STATES]


def _steps(node: _Node, symbols: Iterable[int], gap: Break, start: int) -> Iterator[_State]:
    for symbol in symbols:
        child = node.children.get(symbol) if gap is Break.NONE else None
        child = child or node.after_comma.get(symbol)
        if child:
            yield from _arrive(child, start)


def _arrive(node: _Node, start: int) -> Iterator[_State]:
    yield node, start, 0, _MAX_FILLERS, True
    if node.gap:
        yield node.gap, start, _MAX_GAP, 0, False


def _holds(match: Match, message: Message) -> bool:
    """Whether the words mean it here: «решён?» is no end, «заранее спасибо» no thanks."""
    sentence = message.sentences[match.start]
    kind = match.phrase.kind
    if match.phrase.text.endswith("?"):
        return "?" in message.gaps[match.end + 1]
    if kind == RADIO:
        return True
    if kind in _WHATEVER_IS_ASKED:
        return not _is_contrasted(match, message)
    if _goes_on(match, message):
        return False
    if kind in (RESOLVED, THANKS, DENIAL) and _is_conditional(match, message):
        return False
    return not (kind == THANKS and _is_in_advance(sentence, message))


def _is_contrasted(match: Match, message: Message) -> bool:
    """A «но» with more than a word after it follows, or a question of its own does."""
    if any(message.asking[message.sentences[match.end] + 1 :]):
        return True
    rest = message.words[match.end + 1 :]
    return any(word in _CONTRASTS and len(rest) > i + 2 for i, word in enumerate(rest))


def _goes_on(match: Match, message: Message) -> bool:
    """Whether the message goes on to ask, to plead or to object after the phrase."""
    if any(message.asking[message.sentences[match.end] :]) or _is_contrasted(match, message):
        return True
    return not _GOING_ON.isdisjoint(message.words[match.end + 1 :])


def _is_conditional(match: Match, message: Message) -> bool:
    """A condition, wish or negation right before, in the same clause, or a «не» right after."""
    words, breaks = message.words, message.breaks
    after = match.end + 1
    if after < len(words) and breaks[after] is Break.NONE and words[after] in ("не", "ли", "бы"):
        return True
    i = match.start
    for _ in range(5):
        if i == 0 or breaks[i] is not Break.NONE:
            return False
        i -= 1
        if words[i] in _CONDITIONS or (i == match.start - 1 and words[i] in ("не", "ни")):
            return True
    return False


def _is_in_advance(sentence: int, message: Message) -> bool:
    return not _IN_ADVANCE.isdisjoint(message.sentence_words(sentence))


def _orders(text: str) -> Iterator[tuple[_Part, ...]]:
    """The orders in which a phrase's parts may stand; gaps stay between them."""
    parts = _parts(text)
    words = [part for part in parts if not part.is_gap]
    if len(words) > _FREE_ORDER_PARTS or len(words) < 2 or text.isascii():
        yield tuple(parts)
        return
    for order in permutations(words):
        following = iter(order)
        yield tuple(part if part.is_gap else next(following) for part in parts)


def _parts(text: str) -> list[_Part]:
    parts: list[_Part] = []
    pending: list[str] = []
    comma = False
    for word in re.findall(r"\*|,|[^\s*,?!.]+", fold(text.strip())):
        if word == ",":
            comma = True
            continue
        if word == "*":
            parts.append(_Part((), is_gap=True))
            continue
        pending.append(word)
        if word not in _STICKY:
            parts.append(_Part(tuple(pending), comma=comma))
            pending, comma = [], False
    if pending and parts and not parts[-1].is_gap:
        parts[-1] = _Part(parts[-1].words + tuple(pending), comma=parts[-1].comma)
    elif pending:
        parts.append(_Part(tuple(pending)))
    while parts and parts[0].is_gap:
        parts.pop(0)
    while parts and parts[-1].is_gap:
        parts.pop()
    return parts


@lru_cache(maxsize=4_000)
def _alternatives(word: str) -> frozenset[str]:
    """Forms of `a/b`; `=a` is the word as it stands."""
    forms: set[str] = set()
    for choice in word.split("/")[:_ALTERNATIVES_MAX]:
        forms |= {choice[1:]} if choice.startswith("=") else phrase_forms(choice)
    return frozenset(forms)


@cache
def default_phrases() -> tuple[Phrase, ...]:
    """The list that comes with the product: one `kind<TAB>phrase` a line."""
    source = files("monitoring.rules.calls").joinpath("phrases.tsv").read_text("utf-8")
    lines = [line for line in source.splitlines() if line and not line.startswith("#")]
    return tuple(Phrase(text, kind) for kind, text in (line.split("\t") for line in lines))
