"""A message as the rules see it: plain words, what stands between them, and the keywords."""

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from monitoring.rules.calls.english import ENGLISH
from monitoring.rules.calls.folding import LETTERS, as_cyrillic, unstretch
from monitoring.rules.calls.grammar import Use
from monitoring.rules.calls.keywords import KeywordIndex
from monitoring.rules.calls.spellings import Spelling
from monitoring.rules.calls.translit import to_cyrillic
from monitoring.rules.calls.word_sets import word_set

# Words past this are not read: 4,000 characters of chat hold about 700.
MAX_WORDS: Final = 400
MAX_HITS: Final = 12

RADIO_CODE: Final = "10-4"
NUMBER: Final = "№"

_TOKEN: Final = re.compile(
    rf"(?<![\w-])(?:10|11)-\d{{1,3}}(?![\w-])|[{LETTERS}0-9@$]+(?:'[{LETTERS}0-9@$]+)*"
)
_RADIO_CODE: Final = re.compile(r"1[01]-\d+")
_ACTED: Final = re.compile(r"(?<![*\w])\*(?=[^*\n]*\s)[^*\n]{3,400}\*(?![*\w])")
_RADIO_LINE: Final = re.compile(
    r"^[\s*_~|]*(?:[\[(](?:r|d|f|р|д|r:|dep\w*|dept|rad\w*|рац\w*|деп\w*|ооc)[\])]"
    r"|/(?:me|do|try|todo|r|d|f|s|ame|m)\b).*$",
    re.MULTILINE,
)
_ASKS: Final = word_set(
    "кто кому может можешь можете можно сможет сможешь сможете смогут могут "
    "могли мог могла прошу просьба попрошу просим ли некому хотелось хотел хотела нужно надо "
    "неужели сумеет сумеете получится"
)
_NOT_ASKING: Final = word_set("могу сможем можем готов готова готовы рад рада рады всегда")
_NOT: Final = "не"
_WISH: Final = frozenset({"бы", "б"})


class Break(IntEnum):
    """What stands between two words."""

    NONE = 0
    COMMA = 1
    SENTENCE = 2


@dataclass(slots=True)
class Message:
    """Parallel lists, one entry per word; `breaks[i]` stands before word i.

    `words` are canonical: a keyword's form however it is spelt, transliteration read back.
    """

    text: str
    words: list[str]
    written: list[str]
    breaks: list[Break]
    gaps: list[str]
    sentences: list[int]
    asking: list[bool]
    hits: dict[int, Spelling]
    acted: dict[int, str]

    def sentence_words(self, sentence: int) -> list[str]:
        return [w for w, s in zip(self.words, self.sentences, strict=True) if s == sentence]


def read_message(folded: str, index: KeywordIndex) -> Message:
    """Words of a folded text; keywords that call in a question alone count where one is asked."""
    text = index.joined(folded)
    message = Message(text, [], [], [], [], [], [], {}, {})
    spans = _acted_spans(text)
    end = 0
    for match in _TOKEN.finditer(text):
        if len(message.words) >= MAX_WORDS:
            break
        _add_word(message, match.group(), text[end : match.start()], index)
        if spans and any(a <= match.start() < b for a, b in spans):
            message.acted[len(message.words) - 1] = "radio"
        end = match.end()
    message.gaps.append(text[end : end + 60])
    _mark_questions(message)
    _drop_statements(message)
    return message


def _acted_spans(text: str) -> list[tuple[int, int]]:
    if not ("*" in text or "[" in text or "(" in text or "/" in text):
        return []
    return [m.span() for rx in (_ACTED, _RADIO_LINE) for m in rx.finditer(text)]


def _add_word(message: Message, written: str, gap: str, index: KeywordIndex) -> None:
    spelling = index.find(written)
    i = len(message.words)
    message.written.append(written)
    message.gaps.append(gap)
    message.breaks.append(_break(gap))
    after_sentence = i > 0 and message.breaks[-1] is Break.SENTENCE
    message.sentences.append((message.sentences[-1] if i else 0) + after_sentence)
    if spelling and len(message.hits) < MAX_HITS:
        message.hits[i] = spelling
    message.words.append(spelling.form if spelling else canonical(written))
    _pair_up(message, i, index)


def _pair_up(message: Message, i: int, index: KeywordIndex) -> None:
    """A keyword of two words («кураторский состав») is one hit, on its first word."""
    pair = index.pairs.get(message.words[i - 1]) if i else None
    if pair and message.words[i] in pair[0]:
        message.hits.setdefault(i - 1, pair[1])


def _break(gap: str) -> Break:
    for sign in gap:
        if sign in ".!?\n…;":
            return Break.SENTENCE
    for sign in gap:
        if sign in ",:()[]|/":
            return Break.COMMA
    return Break.NONE


@lru_cache(maxsize=8_192)
def canonical(written: str) -> str:
    """A word that is no keyword, as the phrases and the points know it."""
    if written.isdigit():
        return NUMBER
    if _RADIO_CODE.fullmatch(written):
        return RADIO_CODE
    word = unstretch(written.replace("'", ""))[:30]
    if word.isascii():
        return word if word in ENGLISH or not word.isalpha() else to_cyrillic(word)
    if all("а" <= c <= "я" for c in word):
        return word
    return as_cyrillic(word) or word


def _mark_questions(message: Message) -> None:
    """Whether each sentence asks: a «?» stands in it or right after it."""
    last = message.sentences[-1] if message.sentences else -1
    message.asking = [False] * (last + 1)
    for i, gap in enumerate(message.gaps):
        if "?" in gap and i:
            message.asking[message.sentences[i - 1]] = True


def _drop_statements(message: Message) -> None:
    """Forget the forms that call in a question or wish alone where there is none."""
    for i, spelling in list(message.hits.items()):
        if (spelling.use is Use.ASKED and not _is_asked(message, i)) or (
            spelling.use is Use.WISHED and not _is_wished(message, i)
        ):
            del message.hits[i]


def _is_asked(message: Message, i: int) -> bool:
    """A «?», a word that asks, or a «не» right before («не подскажете»); no «могу», «рад»."""
    words = message.sentence_words(message.sentences[i])
    if not _NOT_ASKING.isdisjoint(words):
        return False
    negated = i > 0 and message.words[i - 1] == _NOT
    return message.asking[message.sentences[i]] or negated or not _ASKS.isdisjoint(words)


def _is_wished(message: Message, i: int) -> bool:
    return not _WISH.isdisjoint(message.words[max(0, i - 2) : i + 3])
