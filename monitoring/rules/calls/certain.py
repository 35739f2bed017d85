"""Calls that need no points: pleas, thanks in advance and a wait that is told."""

from typing import Final

from monitoring.rules.calls.facts import NEAR, PEOPLE, clause_around
from monitoring.rules.calls.features import group_of
from monitoring.rules.calls.grammar import Use
from monitoring.rules.calls.lexicon import NEGATIONS, classes_of
from monitoring.rules.calls.message import Message
from monitoring.rules.calls.word_sets import word_set

# Scenes of the game, jokes and figures of speech: there the points judge.
_NOT_IN_EARNEST: Final = frozenset({"radio", "acted", "joke", "outside"})
# «бот не работает», «в игре пропала роль»: outside life, and the server's matters too.
_OWN_MATTERS: Final = ("работ", "игр")
_NOT_OWN_NEED: Final = frozenset({"offer", "offer-if", "you", "wh", "some", "officer"})
_LAUGHTER: Final = frozenset("😂🤣😅😆😹💀")
# «помогайте друг другу» advises; only where the owner lists such a form does it plead.
_LASTING: Final = ("ай", "айте", "яй", "яйте")
_SHOUTS: Final = ("крич", "крик", "шепт", "шепот", "вопи", "громк")
_SCENE: Final = word_set(
    "голосом орет орут орал боги боже господи господь доктор офицер диспетчерская даше удача "
    "кофе умник"
)
_SCENE_SIGNS: Final = ("*", "911", "))")
_TELLS: Final = word_set("пишет пишут говорю написано")
_QUOTES: Final = frozenset('«"“„')
_IN_ADVANCE: Final = word_set("заранее зарание заране заранне advance")
_THANKS_REACH: Final = 2
_OTHERS: Final = word_set("ему ей им малому")
_NEEDED: Final = word_set("нужна нужен нужно требуется необходима need needed нид")
_WAS: Final = word_set("была был было были")
_NEED_REACH: Final = 2
_WAITS: Final = word_set("жду ждем")
_LONG: Final = word_set("минут час часа часов день дня дней сутки суток неделю недели месяц месяца")
_WAIT_REACH: Final = 3


def is_certain(message: Message, i: int) -> bool:
    """Whether the keyword at word `i`, in no phrase, calls whatever its points are."""
    group = group_of(message.hits[i])
    if _is_thanked_in_advance(message):
        return True
    if group in PEOPLE:
        return _is_waited_long(message, i)
    if group == "verb":
        return _pleads(message, i) and _is_in_earnest(message, i)
    return group == "help" and _is_needed(message, i) and _is_in_earnest(message, i)


def _pleads(message: Message, i: int) -> bool:
    """An imperative for once («помогите»), not denied, on no condition, for nobody else."""
    spelling = message.hits[i]
    if spelling.use is not Use.ALWAYS:
        return False
    if spelling.form.endswith(_LASTING) and spelling.form != spelling.keyword:
        return False
    if not _OTHERS.isdisjoint(message.words[i + 1 : i + 3]):
        return False
    before = message.words[max(0, i - 2) : i]
    return NEGATIONS.isdisjoint(before) and not any("offer-if" in classes_of(w) for w in before)


def _is_needed(message: Message, i: int) -> bool:
    """«нужна помощь», «помощь нужна», and nobody else's need."""
    first, last = clause_around(message, i)
    beside = message.words[max(first, i - _NEED_REACH) : min(last, i + _NEED_REACH + 1)]
    if _NEEDED.isdisjoint(beside) or not _WAS.isdisjoint(beside):
        return False
    if message.asking[message.sentences[i]] or not NEGATIONS.isdisjoint(beside):
        return False
    return not any(_NOT_OWN_NEED & set(classes_of(word)) for word in message.words[: i + NEAR])


def _is_in_earnest(message: Message, i: int) -> bool:
    """No laughter, no game, no shout or quotation."""
    if not _LAUGHTER.isdisjoint(message.signs):
        return False
    if any(sign in message.text for sign in _SCENE_SIGNS):
        return False
    if not _QUOTES.isdisjoint(message.gaps[i]) or _is_told(message, i):
        return False
    near = message.words[max(0, i - NEAR) : i + NEAR + 1]
    return not any(
        word in _SCENE or word.startswith(_SHOUTS) or _is_of_a_scene(word) for word in near
    )


def _is_of_a_scene(word: str) -> bool:
    if word.startswith(_OWN_MATTERS):
        return False
    return not _NOT_IN_EARNEST.isdisjoint(classes_of(word))


def _is_told(message: Message, i: int) -> bool:
    """«пишет: помогите»: others' words."""
    if i == 0 or ":" not in message.gaps[i]:
        return False
    before = message.words[i - 1]
    return before in _TELLS or "speech" in classes_of(before)


def _is_thanked_in_advance(message: Message) -> bool:
    words = message.words
    if _IN_ADVANCE.isdisjoint(words):
        return False
    return any(
        "thanks" in classes_of(near)
        for j, word in enumerate(words)
        if word in _IN_ADVANCE
        for near in words[max(0, j - _THANKS_REACH) : j + _THANKS_REACH + 1]
    )


def _is_waited_long(message: Message, i: int) -> bool:
    """«кураторы сказали ждать, жду уже неделю»."""
    words = message.words
    return any(
        words[j] in _WAITS
        and words[j - 1] not in NEGATIONS
        and not _LONG.isdisjoint(words[j : j + _WAIT_REACH + 1])
        for j in range(i + 1, min(len(words), i + NEAR + 1))
    )
