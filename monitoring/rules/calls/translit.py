"""Russian in Latin letters: the usual spellings of a word, and the way back."""

import re
from collections.abc import Iterator
from itertools import islice, product
from typing import Final

# More spellings of one word than this are never usual.
_MAX_SPELLINGS: Final = 400

_SPELLINGS: Final[dict[str, tuple[str, ...]]] = {
    "а": ("a",), "б": ("b",), "в": ("v", "w"), "г": ("g",), "д": ("d",), "е": ("e", "ye"),
    "ж": ("zh", "j", "g", "z"), "з": ("z",), "и": ("i",), "й": ("y", "i", "j"), "к": ("k",),
    "л": ("l",), "м": ("m",), "н": ("n",), "о": ("o",), "п": ("p",), "р": ("r",), "с": ("s",),
    "т": ("t",), "у": ("u",), "ф": ("f",), "х": ("h", "kh", "x"), "ц": ("c", "ts"),
    "ч": ("ch", "4"), "ш": ("sh", "6", "w"), "щ": ("sch", "shch", "sh", "w", "s4"), "ъ": ("",),
    "ы": ("y", "i"), "ь": ("", "'"), "э": ("e",), "ю": ("yu", "u", "ju"), "я": ("ya", "ja", "ia"),
}  # fmt: skip

_BACK: Final[dict[str, str]] = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ch": "ч", "sh": "ш", "ts": "ц", "yu": "ю",
    "ju": "ю", "ya": "я", "ja": "я", "ia": "ия", "yo": "е", "jo": "е", "ye": "е", "ck": "к",
    "a": "а", "b": "б", "c": "к", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х", "i": "и",
    "j": "ж", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к", "r": "р",
    "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "х", "z": "з", "'": "ь", "4": "ч",
    "6": "ш",
}  # fmt: skip
_SYLLABLE: Final = re.compile("|".join(sorted(map(re.escape, _BACK), key=len, reverse=True)))
_SHORT_I: Final = re.compile(r"(?<=[aeiou])y")


def latin_spellings(word: str) -> Iterator[str]:
    """The usual Latin spellings of a Cyrillic word, the most usual first; none for others."""
    letters = [_SPELLINGS.get(letter, ()) for letter in word]
    return ("".join(parts) for parts in islice(product(*letters), _MAX_SPELLINGS))


def to_cyrillic(word: str) -> str:
    """A Latin word as Russian would write it: «nuzhen» is «нужен», «zaydi» is «зайди»."""
    word = _SHORT_I.sub("й", word)
    word = _SYLLABLE.sub(lambda match: _BACK[match.group()], word)
    return word.replace("y", "ы")
