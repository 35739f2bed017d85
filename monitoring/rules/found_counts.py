"""The numbers of a report that belong to a word for tasks, each with how it was read.

N is a number, X a number that is no count (date, money, share…), the other letters are those of
`count_words`.
"""

import re
from dataclasses import dataclass

from .count_words import (
    DATIVE,
    ENGLISH_PLURAL,
    ENGLISH_SINGULAR,
    LOCATIVE,
    MANY,
    PLURAL,
    SINGULAR,
    TASKS,
    UNIT,
)
from .report_letters import SPANS_OF_TIME, ReportLetters
from .report_tokens import NUMBER

ITEM = "item"  # «2 задание»: one of a list, no count

# Left of a word for tasks, read up to it.
_RANGE_BEFORE = re.compile(r"(?:N-N|SN[HdS]N|N[Hdl]N|[dS]N-N)[JD]{0,3}U?\Z")
_OF_BEFORE = re.compile(r"N(?:O|/|\(O|\(/|oO)[JZ]?N\)?(?P<between>[JD]{0,3})U?\Z")
_NUMBER_BEFORE = re.compile(r"N(?:OZ)?(?P<between>[JD]{0,3})U?[JD]?\Z")
_PAIR_BEFORE = re.compile(r"N\(N\)[JD]{0,3}\Z")
_REJECTED_BEFORE = re.compile(r"(?:[N#R/lvBOdae\-]|Q\.|N[+C]|(?<![#RrX\-:])N,|NCC|(?<![#Rr])N:)\Z")

# Right of it, read from it on.
_RANGE_AFTER = re.compile(r"[DJ]{0,2}(?P<colon>[:\-]?)\(?#?(?:(?P<with>S)#?N[Hd]|#?N[Hd-])#?N")
_OF_AFTER = re.compile(r"(?P<run>[DJZ]{0,3})[:\-]?\(?[DZ]{0,2}N(?:O|/|oO)N")
_NUMBER_AFTER = re.compile(
    r"(?P<run>[DJZpwvykSHX]{0,5}?)(?P<colon>[:\-]\n?)?\(?(?P<inner>[DZ]{0,2})N"
)
_OF_RIGHT = re.compile(r"\(?(?:O|/|oO)N")
_DONE_OF_TOTAL = re.compile(r",?(?:[y]|p[wyJ]{1,2}){0,2}Z?D[:\-]?N")

# What may follow a number that stands after the word it counts.
_ENDS_HERE = re.compile(
    r"\Z|[;!?\n)✓DkpvSHUrZyOx]|\.(?:\Z|\n|[^N\n])|,(?!N(?:\Z|[,.;!?\n)DkpvSHUZyC]))|C[^NC]"
)
_OPEN_SUM = re.compile(r"(?:C{1,2}|\+)N(?:\Z|[,.;!?\n)DkpvSHUZyO])")
_TIMES = re.compile(r"[xх×]\d")
_RATE = SPANS_OF_TIME | {"день", "сутки", "час", "day", "week", "человека", "каждого", "каждому"}


@dataclass(frozen=True, slots=True)
class Found:
    """A number at a word for tasks. `value` None: `rule` is why it is none."""

    value: int | None
    rule: str
    tokens: tuple[int, ...] = ()
    at: int = 0
    total: int | None = None


def found_counts(report: ReportLetters) -> list[Found]:
    """One finding for each number at a word for tasks or pieces."""
    found: dict[tuple[int, ...], Found] = {}
    for place in report.task_places:
        read = _pieces if report.letters[place] == UNIT else _at_task
        for finding in read(report, place):
            found.setdefault(finding.tokens, _judged(report, finding))
    return list(found.values())


def _judged(report: ReportLetters, finding: Found) -> Found:
    """A number that its clause denies, plans, doubts or asks about is no count."""
    clause = report.clause(finding.at)
    for letter, reason in (("Q", "negated"), ("F", "plan"), ("f", "plan"), ("B", "none")):
        if letter in clause:
            return Found(None, reason, finding.tokens, finding.at)
    if report.ends_with(finding.at) == "?" and "k" not in clause:
        return Found(None, "none", finding.tokens, finding.at)
    return finding


def _at_task(report: ReportLetters, place: int) -> list[Found]:
    before = _before(report, place)
    after = _after(report, place)
    return [finding for finding in (before, after) if finding]


def _before(report: ReportLetters, place: int) -> Found | None:
    first = max(0, place - 10)
    left = report.letters[first:place]
    if match := _RANGE_BEFORE.search(left):
        numbers = report.numbers(first + match.start(), place)
        return Found(None, "range_before_word", tuple(numbers), place)
    if match := _PAIR_BEFORE.search(left):
        return Found(None, "two_counts", tuple(report.numbers(first + match.start(), place)), place)
    match = _OF_BEFORE.search(left) or _NUMBER_BEFORE.search(left)
    if not match:
        return None
    start = first + match.start()
    numbers = report.numbers(start, place)
    if report.letters[start - 1 : start] == "O":
        return _done_of_total(report, place, numbers[-1])
    if _is_rejected(report, start, place):
        return None
    if len(numbers) == 2:
        return _of(report, numbers, place)
    return _counted(report, numbers[0], place)


def _is_rejected(report: ReportLetters, start: int, place: int) -> bool:
    """What stands before the number makes it a rank, a time, an estimate or part of a sum."""
    before = report.letters[max(0, start - 3) : start]
    hyphen = before.endswith("-") and _is_bullet_or_dash(report, start)
    if _REJECTED_BEFORE.search(before) and not hyphen:
        return True
    task = report.letters[place]
    if before.endswith(("H", "S")) and task != DATIVE:
        return True
    if re.search(r"[NX]-\Z|N\Z", before):
        return True
    labelled = report.letters[place + 1 : place + 2] == NUMBER
    return before.endswith("w") and labelled and task == MANY


def _is_bullet_or_dash(report: ReportLetters, start: int) -> bool:
    """A dash with a space after it («отчёт - 5 задач»), or touching a word of the report."""
    dash = report.tokens[start - 1]
    if dash.end < report.tokens[start].start:
        return True
    return report.letters[max(0, start - 2) : start - 1] in tuple("DZr")


def _counted(report: ReportLetters, number: int, place: int) -> Found | None:
    letters, value = report.letters, report.value(number)
    right = letters[place + 1 : place + 6]
    if not _agrees(report, number, place):
        return Found(None, ITEM, (number,), place)
    if _OPEN_SUM.match(right):
        return Found(None, "two_counts", (number,), place)
    if right[:1] == "l" or _is_multiplied(report, place):
        return None
    if _is_rate(report, place):
        return None
    if letters[place] == LOCATIVE and letters[number - 1 : number] not in ("p", ""):
        return None
    rule = "words" if report.tokens[number].in_words else "number"
    if match := _OF_RIGHT.match(right):
        total = report.value(place + match.end())
        return _of(report, [number, place + match.end()], place) if value <= total else None
    return Found(value, rule, (number,), place)


def _agrees(report: ReportLetters, number: int, place: int) -> bool:
    """«5 задание» is the fifth, and in «неделя 5 задачи» the number is the week's."""
    value, task = report.value(number), report.letters[place]
    tail = value % 100 if value % 100 in range(11, 15) else value % 10
    if task == SINGULAR:
        return tail == 1
    if task == PLURAL and tail not in (2, 3, 4):
        return report.letters[number - 1 : number] in ("", "\n", ",", ":", "-", "D", "Z", ".", "k")
    return True


def _is_rate(report: ReportLetters, place: int) -> bool:
    """«5 задач в день», «5 задач на человека»: not how many there were."""
    following = report.tokens[place + 1 : place + 3]
    return (
        len(following) == 2
        and following[0].text in ("в", "на", "in", "per", "a", "/")
        and following[1].text in _RATE
    )


def _is_multiplied(report: ReportLetters, place: int) -> bool:
    """«5 задач х2»."""
    following = report.tokens[place + 1 : place + 2]
    return bool(following and _TIMES.match(following[0].text))


def _of(report: ReportLetters, numbers: list[int], place: int) -> Found | None:
    done, total = (report.value(number) for number in numbers)
    if done > total:
        return Found(None, "none", tuple(numbers), place)
    return Found(done, "of", tuple(numbers), place, total)


def _done_of_total(report: ReportLetters, place: int, total: int) -> Found | None:
    """«Из 6 задач выполнено 4»."""
    match = _DONE_OF_TOTAL.match(report.letters, place + 1)
    if not match or not _ENDS_HERE.match(report.letters, match.end()):
        return None
    return _of(report, [match.end() - 1, total], place)


def _after(report: ReportLetters, place: int) -> Found | None:
    """«Задачи 1-4», «задачи: 4 из 6», «задач выполнено: 14»."""
    for pattern, read in (
        (_RANGE_AFTER, _range), (_OF_AFTER, _of_after), (_NUMBER_AFTER, _number_after),
    ):  # fmt: skip
        match = pattern.match(report.letters, place + 1)
        if match:
            return read(report, place, match) if _is_closed(report, match.end()) else None
    return None


def _is_closed(report: ReportLetters, end: int) -> bool:
    """The number ends its phrase: no thing that it counts, no sum and no list goes on after it."""
    letters = report.letters
    if letters[end : end + 1] == ")" and "(" not in letters[max(0, end - 6) : end]:
        return False
    if letters[end : end + 1] == ":":
        return letters[end + 1 : end + 2] != NUMBER
    if letters[end : end + 1] == "-":
        return letters[end + 1 : end + 2] not in (NUMBER, "X")
    if letters[end : end + 1] == "." and report.value(end - 1) == 1:
        return letters[end + 1 : end + 2] in ("", "\n")
    return bool(_ENDS_HERE.match(letters, end))


def _range(report: ReportLetters, place: int, match: re.Match[str]) -> Found | None:
    first, last = report.numbers(place + 1, match.end())
    task, start, end = report.letters[place], report.value(first), report.value(last)
    about = task in (MANY, ENGLISH_PLURAL) and match["colon"] and start != 1
    if task in (SINGULAR, ENGLISH_SINGULAR, LOCATIVE) or (about and not match["with"]):
        return Found(None, "none", (first, last), place)
    if task == MANY and start != 1 and not match["with"]:
        return Found(None, "none", (first, last), place)
    if start > end:
        return Found(None, "reversed_range", (first, last), place)
    if start == 0 or (task == DATIVE and start != 1) or _goes_on(report.letters, match.end()):
        return Found(None, "none", (first, last), place)
    return Found(end - start + 1, "range", (first, last), place)


def _goes_on(letters: str, end: int) -> bool:
    """«задачи 1-4 и 6», «задачи 1-4, 6-8»: more than the range."""
    return bool(re.compile(r"[,C+]C?#?N(?:\Z|[-,.;!?\n)DkpvSHUZyC])").match(letters, end))


def _of_after(report: ReportLetters, place: int, match: re.Match[str]) -> Found | None:
    if report.letters[place] in (LOCATIVE, SINGULAR, ENGLISH_SINGULAR):
        return None
    return _of(report, report.numbers(place + 1, match.end()), place)


def _number_after(report: ReportLetters, place: int, match: re.Match[str]) -> Found | None:
    task, number = report.letters[place], match.end() - 1
    run, colon = match["run"], match["colon"] or ""
    if not _may_stand_after(task, run, bool(colon), match["inner"]):
        return None
    if "\n" in colon and report.letters[number + 1 : number + 2] not in ("", "\n"):
        return None
    if _OPEN_SUM.match(report.letters, number + 1) or report.letters[number - 1] in "vB#d":
        return None
    rule = "words" if report.tokens[number].in_words else "number"
    return Found(report.value(number), rule, (number,), place)


def _may_stand_after(task: str, run: str, has_colon: bool, inner: str) -> bool:
    """«задача 5» is an item, «задачи 5» may be one; «задач 5», «задачи: 5» count."""
    if task in (SINGULAR, ENGLISH_SINGULAR, LOCATIVE):
        return False
    if set(run) - set("DJZ"):
        return has_colon and task in (MANY, ENGLISH_PLURAL, PLURAL)
    if task == MANY:
        return True
    return has_colon or bool(inner) or (task == ENGLISH_PLURAL and "D" in run)


def _pieces(report: ReportLetters, place: int) -> list[Found]:
    """«сделано 8 шт»: pieces of nothing else, so tasks."""
    letters, number = report.letters, place - 1
    if number < 0 or letters[number] != NUMBER:
        return []
    if not re.match(r"\Z|[,;!?\n)✓Dkpv.x]", letters[place + 1 : place + 2]):
        return []
    before = letters[max(0, number - 1) : number]
    if not (before == "" or before in "\n,:!(DZrk" + TASKS or before == "-"):
        return []
    if before in (":", "-") and letters[max(0, number - 2)] == "w":
        return []
    if before == "-" and not _is_bullet_or_dash(report, number):
        return []
    rule = "words" if report.tokens[number].in_words else "number"
    return [Found(report.value(number), rule, (number,), place)]
