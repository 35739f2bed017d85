"""A message as the rules see it: plain words, what stands between them, and the keywords."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final, NamedTuple

from monitoring.rules.calls.english import ENGLISH
from monitoring.rules.calls.folding import LETTERS, as_cyrillic, unstretch
from monitoring.rules.calls.grammar import Use
from monitoring.rules.calls.keywords import KeywordIndex
from monitoring.rules.calls.spellings import Spelling
from monitoring.rules.calls.translit import to_cyrillic
from monitoring.rules.calls.word_sets import word_set

# Words past this are not read: 4,000 characters of chat hold about 600.
MAX_WORDS: Final = 700
MAX_HITS: Final = 6
_USUAL_WORDS: Final = 100
_AROUND: Final = 14
_MAX_GAP: Final = 60
_MAX_SCENES: Final = 30

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
_ONE_WORD: Final = {("на", "счет"): "насчет", ("на", "щет"): "насчет"}
# «спят что ли» asks, with or without a «?».
_ASKING_PAIRS: Final = frozenset({("что", "ли"), ("чо", "ли"), ("че", "ли"), ("или", "что")})
_WISH: Final = frozenset({"бы", "б"})


class Token(NamedTuple):
    """A word as written, and where it stands in the text."""

    word: str
    start: int
    end: int


class Break(IntEnum):
    """What stands between two words."""

    NONE = 0
    COMMA = 1
    SENTENCE = 2


@dataclass(slots=True)
class Message:
    """Parallel lists, one entry per word; `gaps[i]` and `breaks[i]` stand before word i.

    `words` are canonical: a keyword's form however it is spelt, transliteration read back.
    `signs` are all characters; `acted` are the keywords in scenes of the game. Of a long
    message only the words around its first keywords are here.
    """

    text: str
    signs: frozenset[str]
    words: list[str]
    written: list[str]
    breaks: list[Break]
    gaps: list[str]
    sentences: list[int]
    asking: list[bool]
    hits: dict[int, Spelling]
    starts: list[int]
    acted: set[int]

    def sentence_words(self, sentence: int) -> list[str]:
        return [w for w, s in zip(self.words, self.sentences, strict=True) if s == sentence]


def read_message(folded: str, index: KeywordIndex) -> Message:
    """Words of a folded text; keywords that call in a question alone count where one is asked."""
    text = index.joined(folded)
    tokens = _tokens(text, index)
    found = {n: spelling for n, token in enumerate(tokens) if (spelling := index.find(token.word))}
    found |= _pairs(tokens, index)
    message = Message(text, frozenset(text), [], [], [], [], [], [], {}, [], set())
    end = 0
    for n in _kept(len(tokens), sorted(found)[:MAX_HITS]):
        _add_word(message, tokens[n], text[end : tokens[n].start][-_MAX_GAP:], found.get(n))
        end = tokens[n].end
    message.gaps.append(text[end : end + _MAX_GAP])
    _mark_questions(message)
    _drop_statements(message)
    _mark_acted(message)
    return message


def plain_words(folded: str) -> list[str]:
    """The words of a folded text that holds no keyword, as `read_message` knows them."""
    return [canonical(word) for word in _TOKEN.findall(folded)]


def _tokens(text: str, index: KeywordIndex) -> list[Token]:
    """Words of the text, at most `MAX_WORDS`, with the halves of a keyword put together."""
    tokens: list[Token] = []
    for match in islice(_TOKEN.finditer(text), MAX_WORDS):
        token = Token(match.group(), match.start(), match.end())
        pair = (tokens[-1].word, token.word) if tokens else ("", "")
        whole = _ONE_WORD.get(pair) or index.halved(pair)
        if whole and text[tokens[-1].end : token.start].isspace():
            tokens[-1] = Token(whole, tokens[-1].start, token.end)
        else:
            tokens.append(token)
    return tokens


def _pairs(tokens: list[Token], index: KeywordIndex) -> dict[int, Spelling]:
    """Keywords of two words («кураторский состав»), on their first word."""
    found = {}
    for n, (first, second) in enumerate(pairwise(tokens)):
        pair = index.pairs.get(first.word)
        if pair and second.word in pair[0]:
            found[n] = pair[1]
    return found


def _kept(count: int, found: list[int]) -> Iterable[int]:
    """All words of a message of usual length; of a longer one those around the keywords."""
    if count <= _USUAL_WORDS:
        return range(count)
    if not found:
        return range(_USUAL_WORDS)
    near = {n for hit in found for n in range(max(0, hit - _AROUND), hit + _AROUND + 1)}
    return sorted(n for n in near if n < count)


def _add_word(message: Message, token: Token, gap: str, spelling: Spelling | None) -> None:
    i = len(message.words)
    stop = _break(gap)
    message.written.append(token.word)
    message.starts.append(token.start)
    message.gaps.append(gap)
    message.breaks.append(stop)
    message.sentences.append(message.sentences[-1] + (stop is Break.SENTENCE) if i else 0)
    if spelling and len(message.hits) < MAX_HITS:
        message.hits[i] = spelling
    message.words.append(spelling.form if spelling else canonical(token.word))


def _mark_acted(message: Message) -> None:
    """Keywords inside `*…*`, «[R]» and «/me» lines."""
    text = message.text
    if not message.hits or not ("*" in text or "[" in text or "(" in text or "/" in text):
        return
    for rx in (_ACTED, _RADIO_LINE):
        for match in islice(rx.finditer(text), _MAX_SCENES):
            for i in message.hits:
                if match.start() <= message.starts[i] < match.end():
                    message.acted.add(i)


def _break(gap: str) -> Break:
    for sign in gap:
        if sign in ".!?\n…;":
            return Break.SENTENCE
    for sign in gap:
        if sign in ",:()[]|/":
            return Break.COMMA
    return Break.NONE


@lru_cache(maxsize=8_192)
# Most words of a chat are a few thousand.
@lru_cache(maxsize=8192)
def canonical(written: str) -> str:
    """A word that is no keyword, as the phrases and the points know it."""
    if written.isdigit():
        return written if written == "0" else NUMBER  # «вопросов 0» denies
    if _RADIO_CODE.fullmatch(written):
        return RADIO_CODE
    word = unstretch(written.replace("'", ""))[:30]
    if word.isascii():
        return word if word in ENGLISH or not word.isalpha() else to_cyrillic(word)
    if all("а" <= c <= "я" for c in word):
        return word
    return as_cyrillic(word) or word


def _mark_questions(message: Message) -> None:
    """Whether each sentence asks: a «?» stands in it or right after it, or «что ли» in it."""
    last = message.sentences[-1] if message.sentences else -1
    message.asking = [False] * (last + 1)
    for i, gap in enumerate(message.gaps):
        if "?" in gap and i:
            message.asking[message.sentences[i - 1]] = True
    for i, pair in enumerate(pairwise(message.words)):
        if pair in _ASKING_PAIRS:
            message.asking[message.sentences[i]] = True


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
