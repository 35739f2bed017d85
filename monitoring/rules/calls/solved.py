"""Whether an author's own request is surely over: a wrong «yes» drops who still waits."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from monitoring.rules.calls.lexicon import classes_of
from monitoring.rules.calls.message import Break, Message
from monitoring.rules.calls.phrase_sense import Match
from monitoring.rules.calls.phrases import DENIAL, RESOLVED, THANKS
from monitoring.rules.calls.tags import tag_of
from monitoring.rules.calls.word_sets import word_set

_CLOSING: Final = frozenset({RESOLVED, DENIAL, THANKS})
# Anywhere outside the phrases: the rest of the matter, somebody else, hearsay.
_UNSURE: Final = word_set(
    "кроме или либо почти частично наполовину половину часть первый первого первую первое первом "
    "первым второй второго вторую второе втором вторым третий третьего другой другого другую "
    "другое другим другому следующий остальные остальное остальных ему ей им он она они сюда "
    "якобы будто думал думала обещал обещали обещала говорят сказал сказали сказала except "
    "almost partly"
)
# After the phrase: the sentence goes on.
_GOES_ON: Final = word_set(
    "а но однако зато хотя только лишь еще теперь снова опять пока нет нету нельзя никак "
    "осталось остался осталась остались что чтобы если когда бы ли жду ждем ждать буду будем "
    "ушел пропал пропала but however only yet still though until никто"
)
_GOES_ON_CLASSES: Final = frozenset({
    "wh", "whether", "ask", "can", "urgent", "wait", "problem", "promise",
    "complaint", "need",
})  # fmt: skip
# «решил» with an infinitive means to do it.
_DECIDED: Final = word_set("решил решила решили")
_CLOSING_VERBS: Final = word_set(
    "разобраться решить найти понять закрыть закрывать удалить удалять снять снимать "
    "беспокоиться отвечать тегать звать закройте закрывайте удалите удаляйте снимите отмените "
    "извините простите извиняйте забейте забей прости извини закрой удали будьте будь считать "
    "извените трогать пинговать искать писать"
)
# «не» before these denies no end: «не надо», «не туда смотрел», «не заметил».
_HARMLESS_AFTER_NOT: Final = word_set(
    "надо нужно нужна нужен нужны требуется актуально актуален беспокойтесь тегайте стоит "
    "отвечайте ждите зовите туда там сразу заметил заметила увидел увидела видел видела дочитал "
    "дочитала прочитал прочитала дергайте дергай пингуйте пингуем трогайте ищите пишите зови ту "
    "тот то те"
)
_NOT: Final = word_set("не ни not")
# Wherever they stand: refused or left unread is not solved.
_REFUSED: Final = ("игнор", "проигнор", "отклон", "отказ")
# Helped and done, «никого не зовите»: nothing remains.
_HARMLESS_CLASSES: Final = frozenset({"help-past", "thanks"})
_HARMLESS: Final = word_set("никого ничего")
_MAY: Final = word_set("можно можете можешь")
# «ещё раз спасибо», «только что»: no contrast.
_NO_CONTRASTS: Final = frozenset({
    ("еще", "раз"), ("только", "что"), ("только", "сейчас"), ("но", "спасибо"), ("а", "спасибо"),
    ("как", "надо"), ("как", "говорится"), ("что", "то"), ("потому", "что"), ("так", "что"),
    ("что", "помогли"), ("что", "помог"), ("что", "ответили"), ("за", "что"),
})  # fmt: skip
_YOU: Final = word_set("ты вы")
_TO_WHOM: Final = word_set("вам тебе ним нему ней куратору кураторам лидеру заму администрации")
# Own mistakes explain the end, and nothing remains.
_OWN_FAULT: Final = word_set("ошибся ошиблась ошибка проблема баг")
_WAS: Final = word_set("был была было мой моя сам сама у")


def is_surely_solved(message: Message, matches: Iterable[Match]) -> bool:
    """Whether some phrase ends the matter and nothing around it goes on, contrasts or asks."""
    closing = [match for match in matches if match.phrase.kind in _CLOSING]
    inside = {j for match in closing for j in range(match.start, match.end + 1)}
    return any(match.phrase.kind == RESOLVED and _ends(match, message, inside) for match in closing)


def _ends(match: Match, message: Message, inside: set[int]) -> bool:
    if any(message.asking[message.sentences[match.start] :]) or _is_intended(match, message):
        return False
    if any(word.startswith(_REFUSED) for word in message.words):
        return False
    return not any(
        _spoils(message, j, j > match.end) for j in range(len(message.words)) if j not in inside
    )


def _is_intended(match: Match, message: Message) -> bool:
    """«сам решил сделать отпуск»: an infinitive in the clause of «решил»."""
    words, j = message.words, match.end + 1
    if _DECIDED.isdisjoint(words[match.start : j]):
        return False
    while j < len(words) and message.breaks[j] is Break.NONE:
        if tag_of(words[j]) == "infinitive":
            return True
        j += 1
    return False


def _spoils(message: Message, j: int, follows: bool) -> bool:
    """Whether word `j`, in no closing phrase, leaves something open; `follows`: after the end."""
    words = message.words
    word, following = words[j], words[j + 1] if j + 1 < len(words) else ""
    if word in _UNSURE or (word in ("к", "ко") and following in _TO_WHOM):
        return True
    if word in _YOU and "praise" not in classes_of(following):
        return True
    if word in _NOT:
        return following not in _HARMLESS_AFTER_NOT
    if j and words[j - 1] in _NOT and word in _HARMLESS_AFTER_NOT:
        return False
    if not follows:
        return word == "что" and not _is_no_contrast(words, j)
    return _continues(words, j)


def _continues(words: list[str], j: int) -> bool:
    word = words[j]
    if _is_no_contrast(words, j) or word in _CLOSING_VERBS or word in _HARMLESS:
        return False
    if word in _MAY and not (_NOT | _CLOSING_VERBS).isdisjoint(words[j + 1 : j + 4]):
        return False
    if word in _GOES_ON or tag_of(word) in ("infinitive", "imperative"):
        return True
    if word in _OWN_FAULT and not _WAS.isdisjoint(words[max(0, j - 2) : j + 3]):
        return False
    classes = classes_of(word)
    return _HARMLESS_CLASSES.isdisjoint(classes) and not _GOES_ON_CLASSES.isdisjoint(classes)


def _is_no_contrast(words: list[str], j: int) -> bool:
    around = words[max(0, j - 1) : j + 2]
    return any(words[j] in pair and pair in _NO_CONTRASTS for pair in pairwise(around))
