"""What the points look at: words, classes of words and forms around a keyword."""

from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from monitoring.rules.calls.facts import (
    BESIDE,
    ELSEWHERE,
    clause_around,
    facts_around,
    sentence_around,
)
from monitoring.rules.calls.lexicon import Word, known_words
from monitoring.rules.calls.message import Message
from monitoring.rules.calls.phrase_sense import Match
from monitoring.rules.calls.spellings import Spelling

_GROUPS: Final = {
    "вопрос": "question", "вопросик": "question", "квешн": "question", "question": "question",
    "куратор": "curator", "кура": "curator", "курик": "curator", "curator": "curator",
    "саппорт": "support", "поддержка": "support", "support": "support",
    "помощь": "help", "help": "help", "хелп": "help", "хэлп": "help", "сос": "help",
}  # fmt: skip
# A keyword that the owner adds is judged as a verb if it looks like an imperative, else as people.
_IMPERATIVE_ENDINGS: Final = ("те", "и", "й")


def group_of(spelling: Spelling) -> str:
    group = _GROUPS.get(spelling.keyword)
    if group is None:
        return "verb" if spelling.keyword.endswith(_IMPERATIVE_ENDINGS) else "curator"
    return group


def features(message: Message, i: int, matches: Iterable[Match]) -> set[str]:
    """Names of what is so around the keyword at word `i`."""
    spelling = message.hits[i]
    group = group_of(spelling)
    known = known_words(message)
    found = {"bias", f"k:{group}", f"kf:{spelling.form}"}
    found.update(_sentence_features(message, i, known, group))
    found.update(_neighbour_features(message, i, known, group))
    found.update(_message_features(message, i, known, group))
    found.update(_facts(message, i, known, group))
    found.update(f"p:{m.phrase.kind}" for m in matches if m.start <= i <= m.end)
    found.update(f"pm:{m.phrase.kind}" for m in matches if not m.start <= i <= m.end)
    return found


def _sentence_features(message: Message, i: int, known: list[Word], group: str) -> Iterator[str]:
    first, last = clause_around(message, i)
    for j in sentence_around(message, i):
        side = "<" if j < i else ">"
        stem, tag, classes = known[j]
        yield f"s:{stem}"
        yield f"t{side}:{tag}"
        yield f"t:{group}:{tag}"
        for name in classes:
            yield f"c{side}:{name}"
            yield f"c:{group}:{name}"
            if first <= j < last and abs(j - i) <= BESIDE:
                yield f"b:{name}"
                yield f"b{side}:{group}:{name}"
    if message.asking[message.sentences[i]]:
        yield "?"
        yield f"?:{group}"
    if i in message.acted:
        yield "acted"


def _neighbour_features(message: Message, i: int, known: list[Word], group: str) -> Iterator[str]:
    words, breaks = message.words, message.breaks
    for offset in (-1, 1):
        j = i + offset
        if not 0 <= j < len(words):
            yield f"{offset}:{group}:edge"
            continue
        mark = breaks[max(i, j)].name
        yield f"{offset}:w:{group}:{words[j]}"
        yield f"{offset}:t:{group}:{known[j].tag}{mark}"
        yield from (f"{offset}:c:{name}" for name in known[j].classes)
    yield f"+:{group}:{breaks[i + 1].name if i + 1 < len(words) else 'END'}"
    yield f"-:{group}:{breaks[i].name if i else 'START'}"


def _message_features(message: Message, i: int, known: list[Word], group: str) -> Iterator[str]:
    count = len(message.words)
    yield f"n:{count if count < 5 else 5 + min(count // 6, 4)}"
    yield f"hits:{min(len(message.hits), 3)}"
    yield from (f"h:{group_of(other)}" for j, other in message.hits.items() if j != i)
    sentence = message.sentences[i]
    for j in range(min(count, ELSEWHERE)):
        if message.sentences[j] != sentence:
            side = "<" if j < i else ">"
            yield f"ms:{known[j].stem}"
            yield f"mt:{known[j].tag}"
            yield from (f"mc{side}:{name}" for name in known[j].classes)


def _facts(message: Message, i: int, known: list[Word], group: str) -> Iterator[str]:
    """A few strong facts, each alone, with the keyword's group, and two by two."""
    facts = sorted(facts_around(message, i, known, group))
    yield from (f"f:{fact}" for fact in facts)
    yield from (f"f:{group}:{fact}" for fact in facts)
    yield from (f"ff:{a}&{b}" for a, b in combinations(facts, 2))
