"""Texts whose reading nobody disputes, and what each of them is.

The truth knows them by heart, so nothing here can share a mistake with the rules.
"""

import re
from enum import Enum

MENTION = re.compile(r"<@[!&]?\d+>")


class Sense(Enum):
    CALL = "call"
    CHATTER = "chatter"  # holds no keyword in any spelling
    PASSED_OVER = "passed over"  # a keyword stands in it, and it calls nobody
    NEED = "need"  # no keyword; a request only where every message opens one
    SOLVED = "solved"
    REPORT = "report"
    VERDICT = "verdict"
    EMPTY = "empty"  # nothing but mentions


CALLS = (
    "нужна помощь куратора",
    "помогите пожалуйста",
    "куратор, подойдите пожалуйста",
    "у меня вопрос по повышению",
    "подскажите, как сдать экзамен?",
    "кто поможет с машиной?",
    "можно куратора?",
    "выручайте, не могу зайти",
    "help please",
    "нужен саппорт",
)
CHATTER = (
    "всем привет",
    "поехали на патруль",
    "сегодня дождь",
    "кто едет на захват",
    "завтра собрание в восемь",
    "машину забрал",
    "я в городе",
    "хорошего дня",
    "буду через час",
    "видел новый мост?",
    "ахахах",
)
PASSED_OVER = ("спасибо за помощь", "вопросов нет", "хороший вопрос")
NEEDS = ("где взять форму?", "не могу зайти на сервер", "как попасть на собеседование")
SOLVED = ("вопрос решён", "спасибо, разобрался", "вопрос снят")
REPLIES = ("сейчас подойду", "иду", "минуту", "уже бегу", "сделаю")
# A report needs a keyword or the help role beside these; None: no count can be read.
REPORTS: dict[str, int | None] = {
    "отчёт за неделю: 5 задач": 5,
    "выполнено 12 задач": 12,
    "отчёт, сделали 7 заданий": 7,
    "отчёт:\n1. патруль +\n2. рейд +\n3. обучение +": 3,
    "наш отчёт": None,
}
ALL = "all"
# What a reply approves: a number, all of the count, or None where it is no verdict.
VERDICTS: dict[str, int | str | None] = {
    "все засчитаны": ALL,
    "принято": ALL,
    "одобрено 3": 3,
    "отклонено": 0,
    "не одобрено": 0,
    "жду скрины": None,
    "проверяю": None,
}
APPROVALS_OF_ALL = tuple(text for text, value in VERDICTS.items() if value == ALL)
NUMBERS_AND_REFUSALS = tuple(text for text, value in VERDICTS.items() if isinstance(value, int))
NO_VERDICTS = tuple(text for text, value in VERDICTS.items() if value is None)

SENSES: dict[str, Sense] = {
    "": Sense.EMPTY,
    **dict.fromkeys(CALLS, Sense.CALL),
    **dict.fromkeys((*CHATTER, *REPLIES), Sense.CHATTER),
    **dict.fromkeys(PASSED_OVER, Sense.PASSED_OVER),
    **dict.fromkeys(NEEDS, Sense.NEED),
    **dict.fromkeys(SOLVED, Sense.SOLVED),
    **dict.fromkeys(REPORTS, Sense.REPORT),
    **dict.fromkeys(VERDICTS, Sense.VERDICT),
}


def bare(text: str) -> str:
    """The text without its mentions."""
    return " ".join(MENTION.sub(" ", text).split(" ")).strip()


def sense(text: str) -> Sense:
    """KeyError for a text that is not of this page."""
    return SENSES[bare(text)]


def named(text: str) -> set[int]:
    """The people whose mention stands in the text; the ping of a reply is none."""
    return {int(each) for each in re.findall(r"<@!?(\d+)>", text)}


def names_role(text: str, role_id: int | None) -> bool:
    return role_id is not None and f"<@&{role_id}>" in text
