"""All phrases in one automaton: a message is walked once, whatever their number."""

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from typing import Final

from monitoring.rules.calls.message import Break, Message, plain_words
from monitoring.rules.calls.phrase_sense import Match, holds
from monitoring.rules.calls.phrases import Part, Phrase, alternatives, orders
from monitoring.rules.calls.word_sets import word_set

_MAX_GAP: Final = 3
_MAX_FILLERS: Final = 2
# States of the walk kept at once: more are not needed by any phrase that people write.
_MAX_STATES: Final = 32
# Matches kept of one message; a keyword needs one.
_MAX_MATCHES: Final = 30

# Small words that may stand inside a phrase without being written there.
_FILLERS: Final = word_set(
    "уже же вот мой моя мое мои свой свое своя этот эта это эти наш твой ваш ну да там тут "
    "пока ж то ка вроде кажется походу тоже my the your is are was a has been already"
)
# A phrase reaches over none of these.
_STOPS: Final = word_set(
    "не ни но а или если кто что где когда как почему зачем какой какая какие каком сколько "
    "чтобы чтоб ли либо однако какому какого каким какую чего чему куда откуда кем кого чем "
    "которых которого кроме only but or not if who what where when how why"
)


@dataclass(slots=True)
class _Node:
    children: dict[int, "_Node"] = field(default_factory=dict)
    after_comma: dict[int, "_Node"] = field(default_factory=dict)
    gap: "_Node | None" = None
    # A gap whose first word may stand after a comma.
    over_comma: bool = False
    ends: list[Phrase] = field(default_factory=list)


# Node, first word, words left in the gap, fillers left, whether the last word led here.
_NO_SYMBOLS: Final[frozenset[int]] = frozenset()
_State = tuple[_Node, int, int, int, bool]


class PhraseBook:
    """All phrases of all servers, compiled."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._root = _Node()
        self._numbers: dict[str, int] = {}
        self._symbols: dict[str, set[int]] = {}
        self._needs: dict[tuple[str, int], set[frozenset[int]]] = {}
        for phrase in phrases:
            for order in orders(phrase.text):
                self._insert(order, phrase)
        # By first word: only a word that begins a phrase costs anything.
        self._starts = {
            word: [node for n, node in self._root.children.items() if n in symbols]
            for word, symbols in self._symbols.items()
        }

    def _insert(self, order: tuple[Part, ...], phrase: Phrase) -> None:
        node = self._root
        for part in order:
            if part.is_gap:
                node.gap = node.gap or _Node()
                node = node.gap
                node.over_comma |= part.comma
            for i, word in enumerate(part.words):
                apart = part.comma and i == 0 and node is not self._root
                edges = node.after_comma if apart else node.children
                node = edges.setdefault(self._symbol(word), _Node())
        if order:
            node.ends.append(phrase)
            words = frozenset(self._symbol(word) for part in order for word in part.words)
            # Looked for by one of its words; those that came later stand in fewer phrases.
            self._needs.setdefault((phrase.kind, max(words)), set()).add(words)

    def _symbol(self, word: str) -> int:
        """A number for a word of phrases; every form that it stands for leads to it."""
        if word not in self._numbers:
            self._numbers[word] = len(self._numbers)
            for form in alternatives(word):
                self._symbols.setdefault(form, set()).add(self._numbers[word])
        return self._numbers[word]

    def may_hold(self, kind: str, folded: str) -> bool:
        """Whether all words of some phrase stand in a text without keywords, in any order."""
        found: set[int] = set()
        for word in plain_words(folded):
            found |= self._symbols.get(word, _NO_SYMBOLS)
        return any(need <= found for word in found for need in self._needs.get((kind, word), ()))

    def matches(self, message: Message, guild_id: int | None) -> list[Match]:
        """Every phrase that stands in the message and holds there; bounded work per word."""
        return [
            match
            for match in self._found(message)
            if match.phrase.guild_id in (None, guild_id) and holds(match, message)
        ]

    def _found(self, message: Message) -> list[Match]:
        found: list[Match] = []
        states: list[_State] = []
        for i, word in enumerate(message.words):
            states = self._advance(states, word, message.breaks[i], i)
            for node, start, _, _, arrived in states:
                if arrived and node.ends:
                    found += [Match(start, i, phrase) for phrase in node.ends]
            if len(found) > _MAX_MATCHES:
                break
        return found

    def _advance(self, states: list[_State], word: str, gap: Break, i: int) -> list[_State]:
        """The walk's states after one more word."""
        after: list[_State] = []
        if states and gap is not Break.SENTENCE:
            symbols = self._symbols.get(word, _NO_SYMBOLS)
            stops, fills = word in _STOPS, word in _FILLERS
            for node, start, left, fillers, _ in states:
                whole = gap is Break.NONE or (node.over_comma and left == _MAX_GAP)
                if symbols:
                    _follow(after, node, symbols, whole, start)
                if whole and not stops and left > 0:
                    after.append((node, start, left - 1, fillers, False))
                elif whole and not stops and fills and fillers:
                    after.append((node, start, left, fillers - 1, False))
        for child in self._starts.get(word, ()):
            _arrive(after, child, i)
        return after[:_MAX_STATES]


def _follow(after: list[_State], node: _Node, symbols: Set[int], whole: bool, start: int) -> None:
    """Go where a word leads; `whole`: no comma before it, or one that the phrase allows."""
    if whole:
        for child in _children(node.children, symbols):
            _arrive(after, child, start)
    if node.after_comma:
        for child in _children(node.after_comma, symbols):
            _arrive(after, child, start)


def _children(edges: dict[int, _Node], symbols: Set[int]) -> list[_Node]:
    if len(edges) < len(symbols):
        return [child for symbol, child in edges.items() if symbol in symbols]
    return [edges[symbol] for symbol in symbols if symbol in edges]


def _arrive(after: list[_State], node: _Node, start: int) -> None:
    if node.ends or node.children or node.after_comma:
        after.append((node, start, 0, _MAX_FILLERS, True))
    if node.gap:
        after.append((node.gap, start, _MAX_GAP, 0, False))
