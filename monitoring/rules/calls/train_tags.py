"""Makes tags.json from pymorphy3's dictionary and the corpus's words.

python -m monitoring.rules.calls.train_tags
"""

import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, Final
from zlib import crc32

from pymorphy3 import MorphAnalyzer

from monitoring.rules.calls.corpus import read_corpus
from monitoring.rules.calls.folding import fold
from monitoring.rules.calls.reading import own_text
from monitoring.rules.calls.tags import tag_by_ending

OUTPUT: Final = Path(__file__).with_name("tags.json")
_SAMPLE: Final = 12  # every 12th word of five million tells the endings as well as all
_FEWEST_WORDS: Final = 40
_LONGEST: Final = 5
_PERSONS: Final = {"1per": "first", "2per": "second", "3per": "third"}
_PARTS: Final = {
    "NOUN": "noun", "ADJF": "adjective", "ADJS": "short", "PRTS": "short", "PRTF": "adjective",
    "INFN": "infinitive", "GRND": "gerund", "ADVB": "adverb", "COMP": "adverb", "PRED": "predicate",
    "NUMR": "number", "NPRO": "pronoun", "PREP": "preposition", "CONJ": "conjunction",
    "PRCL": "particle", "INTJ": "interjection",
}  # fmt: skip


def coarse(tag: Any) -> str:
    """pymorphy3's tag as one word: verbs by mood, tense and person, else the part of speech."""
    if "impr" in tag:
        return "imperative"
    if tag.POS == "VERB":
        if tag.tense == "past":
            return "past"
        return (
            f"{'future' if tag.tense == 'futr' else 'present'}-{_PERSONS.get(tag.person, 'third')}"
        )
    return _PARTS.get(tag.POS, "unknown")


def endings_of(analyzer: MorphAnalyzer) -> dict[str, str]:
    """Endings with their words' commonest tag, each only where it differs from a shorter one."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, tag, *_ in analyzer.dictionary.iter_known_words():
        if crc32(word.encode()) % _SAMPLE == 0 and len(word) > 3:
            word = fold(word)
            for length in range(1, _LONGEST + 1):
                counts[word[-length:]][coarse(tag)] += 1
    endings: dict[str, str] = {}
    for ending in sorted(counts, key=lambda e: (len(e), e)):
        tag, _ = counts[ending].most_common(1)[0]
        if counts[ending].total() >= _FEWEST_WORDS and tag_by_ending("_" + ending, endings) != tag:
            endings[ending] = tag
    return endings


def exceptions(analyzer: MorphAnalyzer, endings: dict[str, str]) -> dict[str, str]:
    """Words of the corpus whose likeliest tag is not the one of their ending."""
    words = {
        word.strip('.,!?:;()"«»*[]-—')
        for text in read_corpus()
        for word in fold(own_text(text.text)).split()
    }
    found: dict[str, str] = {}
    for word in sorted(w for w in words if w.isalpha() and not w.isascii()):
        tag = coarse(analyzer.parse(word)[0].tag)
        if analyzer.word_is_known(word) and tag_by_ending(word, endings) != tag:
            found[word] = tag
    return found


def _by_tag(words: dict[str, str]) -> dict[str, str]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for word, tag in words.items():
        grouped[tag].append(word)
    return {tag: " ".join(grouped[tag]) for tag in sorted(grouped)}


def main() -> None:
    analyzer = MorphAnalyzer()
    endings = endings_of(analyzer)
    table = {"endings": _by_tag(endings), "words": _by_tag(exceptions(analyzer, endings))}
    OUTPUT.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
