"""One spelling for what looks the same: case, ё, Unicode variants, look-alikes, long letters."""

import re
import unicodedata
from typing import Final

_PLAIN: Final = re.compile(r"[a-zа-я0-9\s.,!?:;()\[\]{}\-\"'*/@#&<>+=%_`~|$—–«»…№^\\]*")
_RUN: Final = re.compile(r"([a-zа-я])\1+")
_LONG_RUN: Final = re.compile(r"([a-zа-я])\1{2,}")
# Signs that unfold to whole phrases: 4,000 of them are 70,000 letters, and no keyword.
_LONG_LIGATURES: Final = re.compile("[\u3300-\u33ff\ufb50-\ufdff\ufe70-\ufefc]")

# Marks that only decorate: combining, zero-width, direction, variation selectors, tags.
_INVISIBLE: Final = (
    (0x00AD, 0x00AD), (0x0300, 0x036F), (0x0483, 0x0489), (0x061C, 0x061C), (0x180B, 0x180E),
    (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064),
    (0x2066, 0x206F), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F), (0xFEFF, 0xFEFF),
    (0xE0001, 0xE007F), (0xE0100, 0xE01EF),
)  # fmt: skip
# Runs of 26 letters that NFKC leaves as they are: regional indicators, negative circled, squared.
_LETTER_RUNS: Final = (0x1F1E6, 0x1F150, 0x1F170)
_SMALL_CAPITALS: Final = dict(
    zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)
)
_GREEK: Final = dict(zip("αβεηικμνορτυχωγ", "abehikmvoptyxwy", strict=True))
_OTHERS: Final = {"ё": "е", "’": "'", "ʼ": "'", "‘": "'", "´": "'", "ℓ": "l", "ı": "i", "ø": "o"}


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {
        code: None for first, last in _INVISIBLE for code in range(first, last + 1)
    }
    for start in _LETTER_RUNS:
        table.update({start + i: chr(ord("a") + i) for i in range(26)})
    table.update({ord(k): v for k, v in (_SMALL_CAPITALS | _GREEK | _OTHERS).items()})
    return table


_TABLE: Final = _table()

_TO_CYRILLIC: Final = {
    **dict(zip("abcehkmnoprtuxywi", "авсенкмпоргтихуши", strict=True)),
    **dict(zip("034678@$9", "озчбтвася", strict=True)),
    "і": "и", "ї": "и", "є": "е", "ґ": "г", "ў": "у", "ѕ": "с", "ј": "й", "һ": "н",
}  # fmt: skip
_TO_LATIN: Final = {
    **dict(zip("авекмнорстухипгшь", "abekmhopctyxunrwb", strict=True)),
    **dict(zip("013457@$", "oleast@s", strict=True)),
    "@": "a", "і": "i", "ѕ": "s", "ј": "j", "һ": "h", "ԁ": "d", "ԛ": "q", "ԝ": "w",
}  # fmt: skip
LETTERS: Final = "a-zа-яіїєґўѕјһԁԛԝ"


def fold(text: str) -> str:
    """Lower case and plain letters; look-alikes of the other alphabet stay as they are."""
    text = text.lower().replace("ё", "е")
    if _PLAIN.fullmatch(text):
        return text
    text = unicodedata.normalize("NFKC", _LONG_LIGATURES.sub("", text)).lower().translate(_TABLE)
    return unicodedata.normalize("NFKC", text).lower().translate(_TABLE)


def squeeze(word: str) -> str:
    """Each letter once where it stands doubled or stretched: «саппоррт» and «сапорт» are one."""
    return _RUN.sub(r"\1", word)


def unstretch(word: str) -> str:
    """Stretched letters (three and more) once; a double letter stays."""
    return _LONG_RUN.sub(r"\1", word)


def as_cyrillic(word: str) -> str | None:
    """The word with Latin look-alikes and digits read as Cyrillic; None if some letter can't be."""
    return _mapped(word, _TO_CYRILLIC, "а", "я")


def as_latin(word: str) -> str | None:
    """The word with Cyrillic look-alikes and digits read as Latin; None if some letter can't be."""
    return _mapped(word, _TO_LATIN, "a", "z")


def _mapped(word: str, table: dict[str, str], first: str, last: str) -> str | None:
    letters = [c if first <= c <= last else table.get(c) for c in word]
    return None if None in letters else "".join(letters)  # type: ignore[arg-type]
