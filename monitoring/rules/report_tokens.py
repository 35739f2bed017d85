"""The words, numbers and signs of a report or a reply to it, each with its place in the text."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from .number_words import BIG_WORDS, NUMBER_WORDS, combined

# Not read: code, struck-out text, mentions, custom emoji, links, e-mail addresses, quoted lines.
# Short code that is a bare number is only bold print.
_UNREAD = re.compile(
    r"```[^`]*```|`(?!\d{1,3}(?:/\d{1,3})?`)[^`\n]{1,300}`|~~[^~]{1,300}~~"
    r"|<(?:@[!&]?|\#|a?:|t:|/|id:)[^<>\n]{0,80}>|https?://\S+|www\.\S+|discord\.gg/\S+"
)
_QUOTED = re.compile(r"^[ ]{0,3}>>>[ ](?s:.*)|^[ ]{0,3}>[ ].*", re.MULTILINE)
_ADDRESS = re.compile(r"(?<!\S)[\w.+-]{1,64}@[\w.-]{1,64}")
_NOT_NEWLINE = re.compile(r"[^\n]")
_DASHES = "−–—‒―"
_CYRILLIC = dict(zip("abcehkmoptxyu3", "авсенкмортхуиз", strict=True))
_TO_CYRILLIC = str.maketrans(_CYRILLIC)
_TO_LATIN = str.maketrans("авсенкмортхуі", "abcehkmoptxyi")
_LATIN_LETTER = re.compile(r"[a-z]")
# Letters that look like none of the other alphabet's: a word of one alphabet is what it seems.
_DISTINCT_LATIN = re.compile(r"[dfgijlnqrsvwz]")
_DISTINCT_CYRILLIC = re.compile(r"[бгджзийлпфцчшщъыьэюя]")
# English words that would read as Russian ones, letter for letter.
_ENGLISH = frozenset(["he", "me", "a", "to", "at", "am", "be", "the", "them", "too", "come"])

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_][\w']*)"
    r"|(?P<keycap>(?:\d\ufe0f?\u20e3)+|🔟)"
    r"|(?P<number>\d+(?:[.,:/-]\d+)*)(?P<tail>-?[^\W\d_]+\w*|[ ]?[%$€₽]|\+(?!\d))?"
    r"|(?P<sign>\n|[^\w\s*_`\ufe0f\u200b-\u200f\u2060])"
)
# Case endings that people write after a digit: 5-ти, 2-х, 7ми; 5-й, 5-я, 5-ю are ordinals.
_CASE_ENDINGS = frozenset(["ти", "х", "ух", "ех", "ми", "и", "мя", "рех", "рем"])
_DONE_SIGNS = frozenset("✅✔☑➕")
_REFUSED_SIGNS = frozenset("❌✖❎🚫⛔➖✗✘")
_SEPARATOR = re.compile(r"([.,:/-])")
_FREE = frozenset(["", " ", "\n", "("])  # before a number that has no sign
_MONEY_SIGNS = frozenset("$€₽£")
MAX_TOKENS = 600  # a prose of 3,500 characters; Discord: at most 2,000, with Nitro 4,000

NUMBER = "N"  # a whole number that may be a count
OTHER_NUMBER = "X"  # a date, time, decimal, share, sum of money, ordinal or id
WORD = "w"
DONE_SIGN = "✓"
REFUSED_SIGN = "✗"


class Token(NamedTuple):
    """`kind` is NUMBER, OTHER_NUMBER, WORD, DONE_SIGN, REFUSED_SIGN or the sign itself."""

    kind: str
    text: str
    start: int
    end: int
    value: int = -1
    in_words: bool = False


def folded(text: str) -> str:
    """Lower case, one dash, no «ё», compatibility letters plain; each character in place."""
    if not unicodedata.is_normalized("NFKC", text):
        text = "".join(_plain(letter) for letter in text)
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(letter.lower()[:1] for letter in text)
    for dash in _DASHES:
        lower = lower.replace(dash, "-")
    return lower.replace("ё", "е").replace("’", "'").replace("кол-во", "колво ").replace("||", "  ")


@lru_cache(maxsize=4096)
def _plain(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter


def readable(text: str) -> str:
    """The folded text with everything that is not read blanked out, each character in place."""
    clean = _UNREAD.sub(_blank, folded(text))
    if ">" in clean:
        clean = _QUOTED.sub(_blank, clean)
    return _ADDRESS.sub(_blank, clean) if "@" in clean else clean


def _blank(match: re.Match[str]) -> str:
    return _NOT_NEWLINE.sub(" ", match[0]) if "\n" in match[0] else " " * len(match[0])


def spellings(word: str) -> tuple[str, ...]:
    """The word, and its readings with look-alike letters of the other alphabet changed back."""
    if not _LATIN_LETTER.search(word):
        return (word,) if _DISTINCT_CYRILLIC.search(word) else (word, word.translate(_TO_LATIN))
    if not word.isascii():
        return word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    if word in _ENGLISH or _DISTINCT_LATIN.search(word):
        return (word,)
    return word, word.translate(_TO_CYRILLIC)


def tokens_of(
    text: str, is_unit: Callable[[str], bool], limit: int = MAX_TOKENS
) -> list[Token] | None:
    """Tokens of a `readable` text; None for more than `limit`. A unit may touch its number."""
    matches = list(islice(_TOKEN.finditer(text), limit + 1))
    if len(matches) > limit:
        return None
    tokens: list[Token] = []
    for match in matches:
        match match.lastgroup:
            case "word":
                tokens += _word(match, is_unit)
            case "sign":
                tokens.append(_sign(match))
            case "keycap":
                tokens.append(_keycap(match))
            case _:
                tokens += _number(match, text, is_unit)
    return _with_words_joined(_with_repetitions_joined(tokens))


def _sign(match: re.Match[str]) -> Token:
    sign = match[0]
    kind = DONE_SIGN if sign in _DONE_SIGNS else REFUSED_SIGN if sign in _REFUSED_SIGNS else sign
    return Token(kind, sign, match.start(), match.end())


def _keycap(match: re.Match[str]) -> Token:
    digits = "10" if match[0] == "🔟" else "".join(filter(str.isdecimal, match[0]))
    kind = NUMBER if len(digits) <= 3 else OTHER_NUMBER
    return Token(kind, digits, match.start(), match.end(), int(digits[:3]))


def _word(match: re.Match[str], is_unit: Callable[[str], bool]) -> list[Token]:
    word, start = match[0].rstrip("_"), match.start()
    if not word[-1].isdecimal():
        return [_plain_word(word, start)]
    letters = word.rstrip("0123456789")
    if len(word) - len(letters) > 3 or not is_unit(letters):
        return [_plain_word(word, start)]
    cut = start + len(letters)
    return [
        Token(WORD, letters, start, cut),
        Token(NUMBER, word[len(letters) :], cut, start + len(word), int(word[len(letters) :])),
    ]


def _plain_word(word: str, start: int) -> Token:
    kind, text, value = _number_word(word)
    return Token(kind, text, start, start + len(word), value, kind != WORD)


@lru_cache(maxsize=8192)
def _number_word(word: str) -> tuple[str, str, int]:
    """Kind, text as folded and value."""
    for spelling in spellings(word):
        if spelling in NUMBER_WORDS:
            return NUMBER, spelling, NUMBER_WORDS[spelling]
        if spelling in BIG_WORDS:
            return OTHER_NUMBER, spelling, -1
    return WORD, word, -1


def _number(match: re.Match[str], text: str, is_unit: Callable[[str], bool]) -> list[Token]:
    raw, tail, start = match["number"], match["tail"] or "", match.start("number")
    if not tail and raw.isdecimal() and text[start - 1 : start] in _FREE:
        return _parts(raw, start, match.end())
    end = match.end("number")
    letters = tail.lstrip("-")
    if raw.endswith("3") and letters[:4] in ("адач", "адан") and is_unit("з" + letters):
        return _with_letter_three(raw, letters, match)
    after: list[Token] = []
    if letters and is_unit(letters):
        after = [_plain_word(letters, match.end() - len(letters))]
    elif tail and letters not in _CASE_ENDINGS:
        return [Token(OTHER_NUMBER, match[0], start, match.end())]
    else:
        end = match.end()
    if _is_marked(text, start):
        return [Token(OTHER_NUMBER, raw, start, end), *after]
    return _parts(raw, start, end) + after


def _with_letter_three(raw: str, letters: str, match: re.Match[str]) -> list[Token]:
    start, cut = match.start("number"), match.end("number") - 1
    before = _parts(raw[:-1], start, cut) if raw[:-1].isdecimal() else []
    return [*before, Token(WORD, "з" + letters, cut, match.end())]


def _is_marked(text: str, start: int) -> bool:
    """A minus, a sum's sign, a dot or an @ right before the digits: no count."""
    before = text[start - 1 : start]
    if before == "-":
        return not (start > 1 and (text[start - 2].isalnum() or text[start - 2] in ")]"))
    return bool(before) and (before in _MONEY_SIGNS or before in ".,@^")


def _parts(raw: str, start: int, end: int) -> list[Token]:
    """One number; two with the `/` or `-` between them; or one that is no count."""
    if raw.isdecimal():
        kind = NUMBER if _is_plain(raw) else OTHER_NUMBER
        return [Token(kind, raw, start, end, int(raw) if kind == NUMBER else -1)]
    pieces = _SEPARATOR.split(raw)
    plain = all(_is_plain(piece) for piece in pieces[::2])
    if not plain or len(pieces) > 3 or (len(pieces) == 3 and pieces[1] not in "/-"):
        return [Token(OTHER_NUMBER, raw, start, end)]
    cut = start + len(pieces[0])
    return [
        Token(NUMBER, pieces[0], start, cut, int(pieces[0])),
        Token(pieces[1], pieces[1], cut, cut + 1),
        Token(NUMBER, pieces[2], cut + 1, end, int(pieces[2])),
    ]


def _is_plain(digits: str) -> bool:
    return len(digits) <= 3 and (digits == "0" or not digits.startswith("0"))


def _with_repetitions_joined(tokens: list[Token]) -> list[Token]:
    """«5 (пять)» is one number said twice."""
    joined: list[Token] = []
    for token in tokens:
        joined.append(token)
        if token.kind == ")" and len(joined) >= 4:
            first, bracket, second = joined[-4:-1]
            both = first.kind == second.kind == NUMBER and bracket.kind == "("
            if both and first.value == second.value:
                del joined[-3:]
    return joined


def _with_words_joined(tokens: list[Token]) -> list[Token]:
    """«двадцать пять», «twenty-five» become one number; «сто двадцать» is none that is read."""
    joined: list[Token] = []
    position = 0
    while position < len(tokens):
        run = _run_of_words(tokens, position)
        if not run:
            joined.append(tokens[position])
            position += 1
            continue
        joined += _joined(tokens[position : position + run])
        position += run
    return joined


def _run_of_words(tokens: list[Token], position: int) -> int:
    """How many tokens from here on are number words, hyphens between them included."""
    end = position
    while end < len(tokens) and tokens[end].in_words:
        end += 1
        hyphen = end + 1 < len(tokens) and tokens[end].kind == "-" and tokens[end + 1].in_words
        if hyphen and tokens[end].end == tokens[end + 1].start:
            end += 1
    return end - position


def _joined(run: list[Token]) -> list[Token]:
    words = [token for token in run if token.in_words]
    first, last = run[0], run[-1]
    value = combined([word.value for word in words])
    if value is not None and value >= 0:
        return [Token(NUMBER, first.text, first.start, last.end, value, True)]
    if any(word.kind == OTHER_NUMBER or word.value == 100 for word in words):
        return [Token(OTHER_NUMBER, first.text, first.start, last.end)]
    return run
