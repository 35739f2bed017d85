"""Chatter without a keyword, for channels where every other message opens a request."""

import re
from typing import Final

from monitoring.rules.calls.lexicon import classes_of
from monitoring.rules.calls.message import NUMBER, Message
from monitoring.rules.calls.phrase_sense import Match
from monitoring.rules.calls.phrases import RESOLVED
from monitoring.rules.calls.reading import is_command, own_text
from monitoring.rules.calls.solved import is_surely_solved
from monitoring.rules.calls.word_sets import word_set

_EMOJI: Final = re.compile(r"<a?:\w{2,32}:\d{1,20}>")
# Links and mentions say something even alone: a screenshot to look at, somebody called.
_SAYS_SOMETHING: Final = re.compile(r"://|www\.|<@|<#|@everyone|@here|`")
_CHATTER: Final = word_set(
    "ок оке окей окк окэ хорошо ладно ладн понял поняла понятно понял пон принял принято принял "
    "ясно ага угу да нет неа не ну так и а же вот ооо ого вау норм нормально круто класс топ супер "
    "лол кек жиза база gg ez ok okay nice lol lmao yes no yep nope yeah wow cool плюс минус "
    "удачи спокойной ночи пока бб до завтра встречи вечера дня утра всем все тут я мы с ты вы "
    "хех мда эх ура гц поздравляю поздравляем др днем рождения утро утречко ночи ночь вечерок"
)
_CHATTER_CLASSES: Final = frozenset({"thanks", "praise", "joke", "greet", "mate"})
_REQUEST_CLASSES: Final = frozenset(
    {"wh", "need", "ask", "can", "please", "come", "problem", "complaint", "wait", "urgent", "live"}
)


def is_small_talk(text: str, message: Message, matches: list[Match]) -> bool:
    """Whether a text without a keyword thanks, ends, answers shortly or greets, and asks nothing.

    In doubt it is none. Nothing at all (a picture alone) is none either.
    """
    if is_command(text):
        return True
    if not message.words:
        return _is_signs_alone(text)
    if any(message.asking) or _SAYS_SOMETHING.search(text):
        return False
    if all(map(_is_chatter, message.words)):
        return True
    if is_surely_solved(message, matches):
        return True
    thanks = any("thanks" in classes_of(word) for word in message.words)
    others = any(match.phrase.kind != RESOLVED for match in matches)
    return (thanks or others) and not asks(message)


def asks(message: Message) -> bool:
    """Whether anything in the message, a «?» or a word, may ask or complain."""
    if any(message.asking):
        return True
    return any(not _REQUEST_CLASSES.isdisjoint(classes_of(word)) for word in message.words)


def _is_chatter(word: str) -> bool:
    return word in _CHATTER or word == NUMBER or not _CHATTER_CLASSES.isdisjoint(classes_of(word))


def _is_signs_alone(text: str) -> bool:
    """Emoji, «+», «))»: something is there, and no word, link or mention of it."""
    if _SAYS_SOMETHING.search(_EMOJI.sub("", text)):
        return False
    return bool(own_text(text).strip() or _EMOJI.search(text))
