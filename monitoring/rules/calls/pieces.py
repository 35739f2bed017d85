"""Keywords in pieces: spaced letters («к у р а т о р») and syllables («ку-ра-тор»)."""

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from monitoring.rules.calls.folding import LETTERS
from monitoring.rules.calls.spellings import Nearness, Spelling

Find = Callable[[str], Spelling | None]

# Possessive (`++`): a text of one long word must not be tried from each of its letters.
_SINGLES: Final = re.compile(
    rf"(?<![{LETTERS}0-9])[{LETTERS}0-9@](?:[\s.\-_*~|,/·•]{{1,3}}[{LETTERS}0-9@](?![{LETTERS}0-9]))"
    rf"{{2,}}+"
)
_SYLLABLES: Final = re.compile(
    rf"(?<![{LETTERS}0-9])[{LETTERS}0-9@]++(?:[-._*~|][{LETTERS}0-9@]++)++"
)
_LETTER: Final = re.compile(rf"[{LETTERS}0-9@]")
_FEWEST_SINGLES: Final = 3
# Longer runs are no word, and more of them no message that calls.
_MAX_LETTERS: Final = 40
_MAX_RUNS: Final = 3
_MAX_HYPHENED: Final = 60
_SHORTEST: Final = 5
_LONGEST: Final = 16


def holds_pieces(folded: str, words: Sequence[str], find: Find) -> bool:
    """Whether letters or syllables of the text may make a keyword; `words` are all its words."""
    if len([word for word in words if len(word) == 1]) >= _FEWEST_SINGLES and _SINGLES.search(
        folded
    ):
        return True
    if not ("-" in folded or "." in folded or "_" in folded or "*" in folded or "~" in folded):
        return False
    hyphened = islice(_SYLLABLES.finditer(folded), _MAX_HYPHENED)
    return any(_one_word(match.group(), find) for match in hyphened)


def join_pieces(folded: str, find: Find) -> str:
    """The text with such keywords written in one."""
    if _SINGLES.search(folded):
        folded = _SINGLES.sub(
            lambda match: _from_letters(match.group(), find), folded, count=_MAX_RUNS
        )
    return _SYLLABLES.sub(
        lambda match: _one_word(match.group(), find) or match.group(), folded, count=_MAX_HYPHENED
    )


def _from_letters(run: str, find: Find) -> str:
    """A run of single letters with the keyword in it, if there is one, written in one."""
    letters = "".join(_LETTER.findall(run))[:_MAX_LETTERS]
    if find(letters):
        return letters
    for start in range(len(letters) - _SHORTEST + 1):
        for end in range(min(len(letters), start + _LONGEST), start + _SHORTEST - 1, -1):
            spelling = find(letters[start:end])
            if spelling and spelling.nearness is Nearness.FORM:
                rest = (" ".join(letters[:start]), letters[start:end], " ".join(letters[end:]))
                return " ".join(rest)
    return run


def _one_word(pieces: str, find: Find) -> str | None:
    """Pieces with hyphens or dots between as one word, if that is a form of a keyword."""
    if len(pieces) > _MAX_LETTERS:
        return None
    word = "".join(_LETTER.findall(pieces))
    spelling = find(word)
    return word if spelling and spelling.nearness < Nearness.MISSPELT else None
