"""A reply as letters, one for each word or sign, with set phrases drawn together."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from .report_tokens import DONE_SIGN, NUMBER, OTHER_NUMBER, REFUSED_SIGN, WORD, Token
from .verdict_words import class_of

_SIGNS = {
    "👍": "a", "👌": "a", "💯": "a", "🆗": "a", "🤝": "a", "👎": REFUSED_SIGN, "🙅": REFUSED_SIGN,
    "❓": "?", "❔": "?", "🤔": "P", "⏳": "P", "⌛": "P", "👀": "P", "№": "#", "…": ".", "=": "-",
    "[": "(", "]": ")", "•": "-", "&": "g",
}  # fmt: skip
_PUNCTUATION = frozenset(",.;!?\n:-()/+#")
_MOMENT = re.compile(r"\d{1,2}[.:/]\d{2}(?:[.:/]\d{2,4})?(?:-\d.*)?$")


@dataclass(frozen=True, slots=True)
class Reply:
    """`values` go with `letters`, index for index: the number under an N, else -1."""

    letters: str
    values: tuple[int, ...]

    def replaced(self, pattern: re.Pattern[str], letter: str) -> Self:
        """Each match of the pattern becomes one letter, which bears its last number."""
        if not pattern.search(self.letters):
            return self
        letters: list[str] = []
        values: list[int] = []
        end = 0
        for match in pattern.finditer(self.letters):
            letters += self.letters[end : match.start()], letter
            values += self.values[end : match.start()]
            values.append(max(self.values[match.start() : match.end()]))
            end = match.end()
        return type(self)("".join([*letters, self.letters[end:]]), (*values, *self.values[end:]))

    def where(self, pattern: re.Pattern[str], letter: str, holds: Callable[[int], bool]) -> Self:
        """The same for those matches alone whose number passes."""
        kept = [
            match.span()
            for match in pattern.finditer(self.letters)
            if holds(max(self.values[match.start() : match.end()]))
        ]
        reply = self
        for start, end in reversed(kept):
            reply = type(self)(
                reply.letters[:start] + letter + reply.letters[end:],
                (*reply.values[:start], max(reply.values[start:end]), *reply.values[end:]),
            )
        return reply

    def part(self, start: int, end: int) -> Self:
        return type(self)(self.letters[start:end], self.values[start:end])


def letters_of(tokens: list[Token]) -> Reply:
    letters = [_letter(tokens, place) for place in range(len(tokens))]
    kept = [(letter, token.value) for letter, token in zip(letters, tokens, strict=True) if letter]
    return Reply("".join(letter for letter, _ in kept), tuple(value for _, value in kept))


def _letter(tokens: list[Token], place: int) -> str:
    """ "" for signs that say nothing here."""
    token = tokens[place]
    if token.kind == OTHER_NUMBER:
        return "X" if _MOMENT.match(token.text) else "K"
    if token.kind in (NUMBER, DONE_SIGN, REFUSED_SIGN):
        return _number(token) if token.kind == NUMBER else token.kind
    if token.kind == "+" and place and _touches(tokens[place - 1], token):
        return ""  # «+++» is one plus
    if token.kind != WORD:
        return _SIGNS.get(token.kind, token.kind if token.kind in _PUNCTUATION else "")
    if token.text == "работу" and place and tokens[place - 1].text in ("в", "на"):
        return "P"  # «принято в работу»: not yet looked at
    return class_of(token.text)


def _touches(former: Token, latter: Token) -> bool:
    return former.kind == latter.kind and former.end == latter.start


def _number(token: Token) -> str:
    """«одна», in words, goes with the singular: «одна засчитана»; "1" in digits may be an item."""
    return "S" if token.in_words and token.value % 10 == 1 and token.value != 11 else NUMBER
