"""A report as letters, one a word or sign, and the clauses in which its numbers stand."""

import re
from functools import cached_property

from .count_words import TASKS, class_of
from .report_tokens import NUMBER, WORD, Token

_SIGNS = {"=": ":", "№": "#", "<": "B", ">": "B", "~": "B", "≈": "B", "≥": "B", "≤": "B", "±": "B",
          "[": "(", "]": ")", "/": "/", "…": ".", "•": "-", "|": ";", "·": "-"}  # fmt: skip
_ASIDE = re.compile(r",[pk]?h{1,2}\Z")
SPANS_OF_TIME = frozenset(["неделю", "месяц", "выходные"])
_TASK_OR_PIECE = re.compile(f"[{TASKS}]|U")
_CLAUSE_END = re.compile(r"[,.;!?\nx]")
_SENTENCE_END = re.compile(r"[.;!?\n]")


class ReportLetters:
    """A report's tokens and the letters that stand for them, index for index."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.letters = "".join(_letter(tokens, place) for place in range(len(tokens)))

    @cached_property
    def task_places(self) -> list[int]:
        return [match.start() for match in _TASK_OR_PIECE.finditer(self.letters)]

    def value(self, place: int) -> int:
        return self.tokens[place].value

    def numbers(self, start: int, end: int) -> list[int]:
        return [place for place in range(start, end) if self.letters[place] == NUMBER]

    def clause(self, place: int) -> str:
        """Letters of the clause around a token, with the heading that stands over it."""
        start = _clause_start(self.letters, place)
        ends = _CLAUSE_END.search(self.letters, place)
        return _heading(self.letters, start) + self.letters[start : ends.start() if ends else None]

    def ends_with(self, place: int) -> str:
        ends = _SENTENCE_END.search(self.letters, place)
        return ends[0] if ends else ""


def _letter(tokens: list[Token], place: int) -> str:
    token = tokens[place]
    if token.text in SPANS_OF_TIME and "на" in [t.text for t in tokens[max(0, place - 2) : place]]:
        return "f"  # «на неделю»: still to be done
    if token.kind != WORD:
        return _SIGNS.get(token.kind, token.kind)
    return class_of(token.text)


def _clause_start(letters: str, place: int) -> int:
    """Parenthetic words between commas («к сожалению») end no clause."""
    start = max(letters.rfind(sign, 0, place) for sign in ",.;!?\nx") + 1
    aside = _ASIDE.search(letters, max(0, start - 5), max(0, start - 1))
    if start and letters[start - 1] == "," and aside:
        return _clause_start(letters, aside.start())
    return start


def _heading(letters: str, start: int) -> str:
    """What stands before a colon over this place: on its line, or as a line over these lines."""
    colon = letters.rfind(":", 0, start)
    if colon < 0:
        return ""
    between = letters[colon + 1 : start]
    is_over = between.startswith("\n") and "\n\n" not in between
    if not is_over and re.search(r"[.;!?\n]", between):
        return ""
    return letters[max(letters.rfind(sign, 0, colon) for sign in ".;!?\n") + 1 : colon]
