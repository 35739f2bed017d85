"""Whether a phrase that stands in a message means there what it says."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from monitoring.rules.calls.message import Break, Message
from monitoring.rules.calls.phrases import (
    ABOUT_THEM,
    ANNOUNCEMENT,
    DENIAL,
    OFFER,
    RADIO,
    RESOLVED,
    THANKS,
    Phrase,
)
from monitoring.rules.calls.word_sets import word_set

# These stand whatever is asked around them («кому помощь нужна? пишите»).
_WHATEVER_IS_ASKED: Final = frozenset({OFFER, ANNOUNCEMENT})
_SPOILT_BY_CONDITIONS: Final = frozenset({RESOLVED, THANKS, DENIAL})
_CONDITIONS: Final = word_set(
    "если когда пока чтобы чтоб бы ли хочу хотел хотелось надо прошу как кто никто ничего "
    "почему зачем будто якобы обещал обещали if when until who how"
)
_NEGATIONS: Final = word_set("не ни not isnt arent")
_CONDITION_REACH: Final = 5
_IN_ADVANCE: Final = word_set("заранее зарание заране заранне advance буду")
_CONTRASTS: Final = word_set(
    "но однако только зато теперь снова опять however but осталось остался осталась"
)
_NO_QUESTIONS: Final = frozenset(
    {("как", said) for said in ("говорится", "говорил", "говорит", "всегда", "обычно")}
)
_MISSING: Final = word_set("нет нету не")
_WAITS: Final = word_set("жду ждем")
_PLEASE: Final = word_set("пожалуйста пожалуста пж пжл плиз плз please pls plz")
_OWN: Final = word_set("я мне меня мой мою мое мы нам нас")
_PEOPLE: Final = ("кура", "кури", "саппорт", "поддержк", "curator", "support")
_GOING_ON: Final = word_set(
    "где кто как когда почему зачем куда сколько какой какая какие нужен нужна нужно прошу просьба "
    "гляньте глянь проверьте посмотрите подойдите зайдите ответьте верните снимите помогите "
    "подскажите where who how when why need can please pls plz пж плиз пожалуйста"
)


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase found: the words from `start` to `end`, both included."""

    start: int
    end: int
    phrase: Phrase


def holds(match: Match, message: Message) -> bool:
    """Whether the words mean it here: «решён?» is no end, «заранее спасибо» no thanks."""
    kind = match.phrase.kind
    if match.phrase.text.endswith("?"):
        return "?" in message.gaps[match.end + 1]
    if kind == RADIO:
        return True
    if kind in _WHATEVER_IS_ASKED:
        return not (_is_contrasted(match, message) or _is_message_to_them(match, message))
    if _goes_on(match, message):
        return False
    if kind == ABOUT_THEM and _is_unkept(match, message):
        return False
    if kind in _SPOILT_BY_CONDITIONS and _is_conditional(match, message):
        return False
    return not (kind == THANKS and _is_in_advance(match, message))


def _is_contrasted(match: Match, message: Message) -> bool:
    """A «но» with more than a word after it follows, or a later sentence asks."""
    if any(message.asking[message.sentences[match.end] + 1 :]):
        return True
    rest = message.words[match.end + 1 :]
    return any(word in _CONTRASTS for word in rest[:-2])


def _is_message_to_them(match: Match, message: Message) -> bool:
    """«тегните куратора пожалуйста», «напишите куратору, что я жду»: somebody is to call them."""
    inside = range(match.start, match.end + 1)
    if not any(i in message.hits and message.hits[i].form.startswith(_PEOPLE) for i in inside):
        return False
    last = match.end + 1
    if not _PLEASE.isdisjoint(message.sentence_words(message.sentences[match.end])):
        return True
    return message.words[last : last + 1] == ["что"] and not _OWN.isdisjoint(
        message.words[last + 1 : last + 4]
    )


def _is_unkept(match: Match, message: Message) -> bool:
    """«куратор сказал, что выдаст роль, а роли нет»: a complaint, no news."""
    rest = message.words[match.end + 1 :]
    if not _WAITS.isdisjoint(rest):
        return True
    return "а" in rest and not _MISSING.isdisjoint(rest[rest.index("а") :])


def _goes_on(match: Match, message: Message) -> bool:
    """Whether the message goes on to ask, to plead or to object after the phrase.

    Where a keyword of its own follows, that one is judged, and the phrase stands.
    """
    if message.asking[message.sentences[match.end]]:
        return True
    if any(i > match.end for i in message.hits):
        return False
    rest = message.words[match.end + 1 :]
    if any(pair in _NO_QUESTIONS for pair in pairwise(rest)):
        return False
    return not _GOING_ON.isdisjoint(rest) or _is_contrasted(match, message)


def _is_conditional(match: Match, message: Message) -> bool:
    """A condition, wish or negation right before, in the same clause, or a «не» right after."""
    words, breaks = message.words, message.breaks
    after = match.end + 1
    if after < len(words) and breaks[after] is Break.NONE and words[after] in ("не", "ли", "бы"):
        return True
    i = match.start
    while i > max(0, match.start - _CONDITION_REACH) and breaks[i] is Break.NONE:
        i -= 1
        if words[i] in _CONDITIONS or (i == match.start - 1 and words[i] in _NEGATIONS):
            return True
    return False


def _is_in_advance(match: Match, message: Message) -> bool:
    return not _IN_ADVANCE.isdisjoint(message.sentence_words(message.sentences[match.start]))
