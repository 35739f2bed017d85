"""Parts of speech by a word's ending: near enough for the points, at no dictionary's cost."""

import json
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

UNKNOWN: Final = "unknown"
LATIN: Final = "latin"
_LONGEST_ENDING: Final = 5


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    """Words whose tag their ending doesn't tell, and endings with the tag most words have."""
    source = json.loads(files("monitoring.rules.calls").joinpath("tags.json").read_text("utf-8"))
    words = {word: tag for tag, words in source["words"].items() for word in words.split()}
    endings = {end: tag for tag, ends in source["endings"].items() for end in ends.split()}
    return words, endings


@lru_cache(maxsize=8_192)
def tag_of(word: str) -> str:
    """Tag of a canonical word: `past`, `imperative`, `noun`, …; `latin`, `unknown`."""
    if word.isascii():
        return LATIN
    words, endings = _table()
    if word in words:
        return words[word]
    return tag_by_ending(word, endings)


def tag_by_ending(word: str, endings: dict[str, str]) -> str:
    for length in range(min(_LONGEST_ENDING, len(word) - 1), 0, -1):
        tag = endings.get(word[-length:])
        if tag:
            return tag
    return UNKNOWN
