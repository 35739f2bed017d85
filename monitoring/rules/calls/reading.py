"""What of a message is read: its own words, without links, code, quotes, emoji and mentions."""

import re
from typing import Final

# Discord: a message holds at most 4,000 characters (2,000 without Nitro).
MAX_CHARACTERS: Final = 4_000

# Latin endings only: «спасибо.помогите» without a space is no address.
_DOMAINS: Final = "ru|su|com|org|net|gg|io|me|info|online|site|xyz|dev|app|tv|ua|by|kz"
_CODE: Final = re.compile(r"```.*?```|``[^`]+``|`[^`\n]+`", re.DOTALL)
_QUOTED_REST: Final = re.compile(r"^ {0,3}>>> .*", re.DOTALL | re.MULTILINE)
_QUOTED_LINE: Final = re.compile(r"^ {0,3}> .*$", re.MULTILINE)
_ANGLE: Final = re.compile(r"<[^<>\s][^<>\n]{0,120}>")
_EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_LINK: Final = re.compile(r"(?:[a-z][a-z0-9+.-]{1,15}://|www\.)\S+", re.IGNORECASE)
_BARE_LINK: Final = re.compile(
    rf"(?<![\w.-])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_DOMAINS}|рф)(?![\w-])(?:[/?:#]\S*)?",
    re.IGNORECASE,
)
_EMOJI_NAME: Final = re.compile(r":[a-z0-9_~]{2,32}:", re.IGNORECASE)
_EVERYONE: Final = re.compile(r"@(?:everyone|here)\b")
_COMMAND: Final = re.compile(r"\s*(?:[/!?.]|[^\W\d_]!)[^\W_]")


def own_text(text: str) -> str:
    """The part of a message that is searched; empty for a command.

    What is cut leaves a space (a line, where a quote was), so no two words grow together.
    """
    text = text[:MAX_CHARACTERS]
    text = _without_quotes(text)
    if _COMMAND.match(text):
        return ""
    return _without_addresses(_without_marks(_without_code(text)))


def without_quotes_and_code(text: str) -> str:
    """The words that are the author's own, with every mention in them."""
    return _without_code(_without_quotes(text[:MAX_CHARACTERS]))


def is_command(text: str) -> bool:
    """Whether the first own word is a bot's command: «!help», «/me», «r!rank»."""
    return _COMMAND.match(_without_quotes(text[:MAX_CHARACTERS])) is not None


def _without_quotes(text: str) -> str:
    return _QUOTED_LINE.sub("", _QUOTED_REST.sub("", text)) if ">" in text else text


def _without_code(text: str) -> str:
    return _CODE.sub(" ", text) if "`" in text else text


def _without_marks(text: str) -> str:
    """Cut mentions, custom emoji, timestamps and `<links>`."""
    if "<" in text:
        text = _ANGLE.sub(" ", text)
    if ":" in text:
        text = _EMOJI_NAME.sub(" ", text)
    return _EVERYONE.sub(" ", text) if "@" in text else text


def _without_addresses(text: str) -> str:
    if "." not in text and "://" not in text:
        return text
    text = _LINK.sub(" ", text)
    if "@" in text:
        text = _EMAIL.sub(" ", text)
    return _BARE_LINK.sub(" ", text)
