"""A few strong facts about a keyword's surroundings, which the points also weigh in pairs."""

from typing import Final

from monitoring.rules.calls.lexicon import NEGATIONS, Word
from monitoring.rules.calls.message import Break, Message
from monitoring.rules.calls.word_sets import word_set

# Words further away than this, before or after the keyword, tell little.
NEAR: Final = 12
BESIDE: Final = 3
ELSEWHERE: Final = 40
_LONG: Final = 14
_SUBJECT_REACH: Final = 5

PEOPLE: Final = ("curator", "support")
_SKIPPED_TAGS: Final = word_set("adverb particle pronoun predicate noun adjective number")

_SENTENCE_FACTS: Final = {
    "wh": "wh", "need": "need", "!need": "unneeded", "ask": "ask", "can": "ask", "please": "ask",
    "self": "self", "we": "self", "you": "you", "they": "they", "radio": "radio", "exam": "exam",
    "figure": "figure", "have": "have", "small": "small", "offer": "offer", "come": "come",
    "speech": "speech", "acts": "acts", "whether": "wh", "advise": "advise", "would": "would",
    "about": "about", "and-but": "but", "no": "no", "officer": "officer", "past-time": "then",
    "future-time": "later", "now-time": "now", "live": "live",
}  # fmt: skip
_MESSAGE_FACTS: Final = {
    "contrast": "contrast", "another": "another", "promise": "promise", "stillno": "complaint",
    "wait": "complaint", "!wait": "complaint", "nobody": "complaint", "complaint": "complaint",
    "problem": "problem", "!cannot": "problem", "duration": "duration",
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
_BESIDE_FACTS: Final = {
    "need": "needed-beside", "have": "had-beside", "small": "small-beside", "wait": "wait-beside",
    "!need": "unneeded-beside", "done": "done-beside", "figure": "figure-beside",
    "can": "ask-beside", "ask": "ask-beside", "wh": "wh-beside", "possess": "own-beside",
    "no": "no-beside", "officer": "officer-beside", "past-time": "then-beside",
    "thanks": "thanks-beside",
}  # fmt: skip


def sentence_around(message: Message, i: int) -> list[int]:
    """Words of the keyword's sentence, not too far from it."""
    first, last = max(0, i - NEAR), min(len(message.words), i + NEAR + 1)
    sentence = message.sentences[i]
    return [j for j in range(first, last) if message.sentences[j] == sentence and j != i]


def clause_around(message: Message, i: int) -> tuple[int, int]:
    """First word and the one after the last of the keyword's clause."""
    first, last, breaks = i, i + 1, message.breaks
    while first > 0 and breaks[first] is Break.NONE and i - first < NEAR:
        first -= 1
    while last < len(breaks) and breaks[last] is Break.NONE and last - i < NEAR:
        last += 1
    return first, last


def facts_around(message: Message, i: int, known: list[Word], group: str) -> set[str]:
    facts: set[str] = set()
    for j in sentence_around(message, i):
        facts.update(_SENTENCE_FACTS[c] for c in known[j].classes if c in _SENTENCE_FACTS)
        facts.update(_TAG_FACTS[t] for t in (known[j].tag,) if t in _TAG_FACTS)
    for word in known[:ELSEWHERE]:
        facts.update(_MESSAGE_FACTS[c] for c in word.classes if c in _MESSAGE_FACTS)
    if message.asking[message.sentences[i]]:
        facts.add("?")
    elif any(message.asking):
        facts.add("?elsewhere")
    if i and message.words[i - 1] in NEGATIONS:
        facts.add("denied")
    if facts.isdisjoint({"?", "?elsewhere", "wh", "need", "ask", "imperative", "come"}):
        facts.add("statement")
    facts.update(fact for fact, signs in _SIGNS.items() if not signs.isdisjoint(message.signs))
    facts |= _beside_facts(message, i, known)
    if len(message.words) <= BESIDE:
        facts.add("short")
    if len(message.words) > _LONG:
        facts.add("long")
    if group in PEOPLE:
        facts |= _people_facts(message, i, known)
    return facts


def _beside_facts(message: Message, i: int, known: list[Word]) -> set[str]:
    """What stands within three words of the keyword in its clause, and right next to it."""
    first, last = clause_around(message, i)
    beside = range(max(first, i - BESIDE), min(last, i + BESIDE + 1))
    facts = {
        _BESIDE_FACTS[name]
        for j in beside
        if j != i
        for name in known[j].classes
        if name in _BESIDE_FACTS
    }
    if i + 1 < last and "about" in known[i + 1].classes:
        facts.add("about-what")
    elif i + 1 < last and known[i + 1].tag == "noun":
        facts.add("noun-after")
    gap = message.gaps[i + 1]
    facts.update(f"then{sign}" for sign in ":,—-" if sign in gap)
    if first == i:
        facts.add("opens-clause" if i else "opens")
    return facts


def _people_facts(message: Message, i: int, known: list[Word]) -> set[str]:
    """Whether a curator is the subject, of what verb, or is addressed."""
    form = message.hits[i].form
    if form != message.hits[i].keyword and not form.endswith(("ы", "и", "s")):
        return {"oblique"}
    facts = {"subject"}
    _, last = clause_around(message, i)
    if i + 1 == last and last < len(message.words) and message.breaks[last] is Break.COMMA:
        facts.add("addressed")
    for j in range(i + 1, min(last, i + _SUBJECT_REACH)):
        if known[j].tag.lstrip("!") not in _SKIPPED_TAGS:
            facts.add(f"does-{known[j].tag}")
            break
    return facts
