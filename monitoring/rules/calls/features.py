"""What the points look at: words, classes of words and forms around a keyword."""

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations
from typing import Final, NamedTuple

from monitoring.rules.calls.message import Break, Message
from monitoring.rules.calls.phrases import Match
from monitoring.rules.calls.spellings import Spelling
from monitoring.rules.calls.tags import tag_of

# Words further away than this, before or after the keyword, tell little.
_NEAR: Final = 12
_BESIDE: Final = 3
_ELSEWHERE: Final = 40
_STEM: Final = 5
_LONGEST_STEM: Final = 10

_GROUPS: Final = {
    "вопрос": "question", "вопросик": "question", "квешн": "question", "question": "question",
    "куратор": "curator", "кура": "curator", "курик": "curator", "curator": "curator",
    "саппорт": "support", "поддержка": "support", "support": "support",
    "помощь": "help", "help": "help", "хелп": "help", "хэлп": "help", "сос": "help",
}  # fmt: skip
_OTHER_GROUP: Final = "verb"
_PEOPLE: Final = ("curator", "support")
_NEGATIONS: Final = frozenset("не ни без нет not no dont doesnt didnt isnt arent".split())
_SKIPPED_TAGS: Final = frozenset("adverb particle pronoun predicate noun adjective number".split())


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


def group_of(spelling: Spelling) -> str:
    return _GROUPS.get(spelling.keyword, _OTHER_GROUP)


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


def features(message: Message, i: int, matches: Iterable[Match]) -> set[str]:
    """Names of what is so around the keyword at word `i`."""
    spelling = message.hits[i]
    group = group_of(spelling)
    known = _known_words(message)
    found = {"bias", f"k:{group}", f"kf:{spelling.form}"}
    found.update(_sentence_features(message, i, known, group))
    found.update(_neighbour_features(message, i, known, group))
    found.update(_message_features(message, i, known, group))
    found.update(_facts(message, i, known, group))
    found.update(f"p:{m.phrase.kind}" for m in matches if m.start <= i <= m.end)
    found.update(f"pm:{m.phrase.kind}" for m in matches if not m.start <= i <= m.end)
    return found


def _known_words(message: Message) -> list[Word]:
    negated = [False] + [word in _NEGATIONS for word in message.words]
    return [_word(word, n) for word, n in zip(message.words, negated, strict=False)]


def _sentence(message: Message, i: int) -> list[int]:
    """Words of the keyword's sentence, not too far from it."""
    first, last = max(0, i - _NEAR), min(len(message.words), i + _NEAR + 1)
    sentence = message.sentences[i]
    return [j for j in range(first, last) if message.sentences[j] == sentence and j != i]


def _clause(message: Message, i: int) -> tuple[int, int]:
    """First word and the one after the last of the keyword's clause."""
    first, last, breaks = i, i + 1, message.breaks
    while first > 0 and breaks[first] is Break.NONE and i - first < _NEAR:
        first -= 1
    while last < len(breaks) and breaks[last] is Break.NONE and last - i < _NEAR:
        last += 1
    return first, last


def _sentence_features(
    message: Message, i: int, known: list[Word], group: str
) -> Iterator[str]:
    first, last = _clause(message, i)
    for j in _sentence(message, i):
        side = "<" if j < i else ">"
        stem, tag, classes = known[j]
        yield f"s:{stem}"
        yield f"t{side}:{tag}"
        yield f"t:{group}:{tag}"
        for name in classes:
            yield f"c{side}:{name}"
            yield f"c:{group}:{name}"
            if first <= j < last and abs(j - i) <= _BESIDE:
                yield f"b:{name}"
                yield f"b{side}:{group}:{name}"
    if message.asking[message.sentences[i]]:
        yield "?"
        yield f"?:{group}"
    if i in message.acted:
        yield "acted"


def _neighbour_features(
    message: Message, i: int, known: list[Word], group: str
) -> Iterator[str]:
    words, breaks = message.words, message.breaks
    for offset in (-2, -1, 1, 2):
        j = i + offset
        if not 0 <= j < len(words):
            yield f"{offset}:{group}:edge"
            continue
        mark = breaks[max(i, j)].name if abs(offset) == 1 else ""
        yield f"{offset}:w:{group}:{words[j]}"
        yield f"{offset}:t:{group}:{known[j].tag}{mark}"
        yield from (f"{offset}:c:{name}" for name in known[j].classes)
    yield f"+:{group}:{breaks[i + 1].name if i + 1 < len(words) else 'END'}"
    yield f"-:{group}:{breaks[i].name if i else 'START'}"


def _message_features(
    message: Message, i: int, known: list[Word], group: str
) -> Iterator[str]:
    count = len(message.words)
    yield f"n:{count if count < 5 else 5 + min(count // 6, 4)}"
    yield f"hits:{min(len(message.hits), 3)}"
    yield from (f"h:{group_of(other)}" for j, other in message.hits.items() if j != i)
    sentence = message.sentences[i]
    for j in range(min(count, _ELSEWHERE)):
        if message.sentences[j] != sentence:
            side = "<" if j < i else ">"
            yield f"ms:{known[j].stem}"
            yield f"mt:{known[j].tag}"
            yield from (f"mc{side}:{name}" for name in known[j].classes)


_SENTENCE_FACTS: Final = {
    "wh": "wh", "need": "need", "!need": "unneeded", "ask": "ask", "can": "ask", "please": "ask",
    "self": "self", "we": "self", "you": "you", "they": "they", "radio": "radio", "exam": "exam",
    "figure": "figure", "have": "have", "small": "small", "offer": "offer", "come": "come",
    "speech": "speech", "acts": "acts", "whether": "wh", "advise": "advise", "would": "would",
    "about": "about", "and-but": "but", "no": "no", "officer": "officer", "past-time": "then",
    "future-time": "later", "now-time": "now", "live": "live",
}  # fmt: skip
_MESSAGE_FACTS: Final = {
    "contrast": "contrast", "another": "another", "promise": "promise", "stillno": "complaint", "wait": "complaint", "!wait": "complaint",
    "nobody": "complaint", "complaint": "complaint", "problem": "problem", "!cannot": "problem", "duration": "duration",
    "thanks": "thanks", "praise": "praise", "done": "done", "help-past": "done", "joke": "joke",
    "announce": "announce", "greet": "greet", "outside": "outside", "urgent": "ask",
}  # fmt: skip
_TAG_FACTS: Final = {
    "past": "past", "!past": "not-past", "imperative": "imperative", "present-third": "present",
    "!present-third": "not-present", "future-first": "will", "future-third": "future",
}  # fmt: skip


_SIGNS: Final = {
    "laugh": frozenset("😂🤣😅😆😹💀😁"), "heart": frozenset("❤💖💕🥰😍🎉👏🤝💪🫡🏆"),
    "plead": frozenset("🙏😭😢🥺🆘"), "smile": frozenset(")"), "aloud": frozenset("!"),
    "quoted": frozenset("«\""), "listed": frozenset("•:"),
}  # fmt: skip


def _facts(message: Message, i: int, known: list[Word], group: str) -> Iterator[str]:
    """A few strong facts, each alone, with the keyword's group, and two by two."""
    facts = sorted(_plain_facts(message, i, known, group))
    yield from (f"f:{fact}" for fact in facts)
    yield from (f"f:{group}:{fact}" for fact in facts)
    yield from (f"ff:{a}&{b}" for a, b in combinations(facts, 2))


def _plain_facts(message: Message, i: int, known: list[Word], group: str) -> set[str]:
    facts: set[str] = set()
    for j in _sentence(message, i):
        facts.update(_SENTENCE_FACTS[c] for c in known[j].classes if c in _SENTENCE_FACTS)
        facts.update(_TAG_FACTS[t] for t in (known[j].tag,) if t in _TAG_FACTS)
    for word in known[:_ELSEWHERE]:
        facts.update(_MESSAGE_FACTS[c] for c in word.classes if c in _MESSAGE_FACTS)
    if message.asking[message.sentences[i]]:
        facts.add("?")
    elif any(message.asking):
        facts.add("?elsewhere")
    if i and message.words[i - 1] in _NEGATIONS:
        facts.add("denied")
    if facts.isdisjoint({"?", "?elsewhere", "wh", "need", "ask", "imperative", "come"}):
        facts.add("statement")
    facts.update(fact for fact, signs in _SIGNS.items() if not signs.isdisjoint(message.text))
    if len(message.words) <= _BESIDE:
        facts.add("short")
    if group in _PEOPLE:
        facts |= _people_facts(message, i, known)
    return facts


def _people_facts(message: Message, i: int, known: list[Word]) -> set[str]:
    """Whether a curator is the subject, of what verb, or is addressed."""
    form = message.hits[i].form
    if form != message.hits[i].keyword and not form.endswith(("ы", "и", "s")):
        return {"oblique"}
    facts = {"subject"}
    first, last = _clause(message, i)
    if i + 1 == last and last < len(message.words) and message.breaks[last] is Break.COMMA:
        facts.add("addressed")
    for j in range(i + 1, min(last, i + 5)):
        if known[j].tag.lstrip("!") not in _SKIPPED_TAGS:
            facts.add(f"does-{known[j].tag}")
            break
    return facts
