"""How many tasks a report says were done, or why that cannot be read. Never a guess.

Words become letters (see `count_words`), so the patterns below run over one letter a token: N a
number, X a number that is no count (date, money, share…), the rest as `count_words` names them.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from .count_words import (
    DATIVE,
    ENGLISH_PLURAL,
    ENGLISH_SINGULAR,
    LOCATIVE,
    MANY,
    PLURAL,
    REPORT,
    SINGULAR,
    TASKS,
    UNIT,
    class_of,
    is_unit,
)
from .report_tokens import NUMBER, WORD, Token, readable, tokens_of
from .task_lists import TaskList, task_list

MAX_TASK_WORDS = 60
MAX_COUNT = 999
ITEM = "item"  # «2 задание»: one of a list, no count

_TASK = f"[{TASKS}]"
_SIGNS = {"=": ":", "№": "#", "<": "B", ">": "B", "~": "B", "≈": "B", "≥": "B", "≤": "B", "±": "B",
          "[": "(", "]": ")", "/": "/", "…": ".", "•": "-", "|": ";", "·": "-"}  # fmt: skip

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
_LOOSE = re.compile(r"(?:D|ZD?|(?<!N)C|y)[:\-]?(?P<after>N)(?=\Z|[,.;!?\n)✓DkpHUy])|(?P<before>N)y")
_TOTAL = re.compile(r"Z[:\-]?(?P<total>N)(?=\Z|[,.;!?\n)✓DkpHUy])")
_TOPIC = re.compile(r"\b(?:отчет|задач|задани|таск|тасок|task|report)")
_TIMES = re.compile(r"[xх×]\d")
_ASIDE = re.compile(r",[pk]?h{1,2}\Z")
_SPANS_OF_TIME = frozenset(["неделю", "месяц", "выходные"])
_RATE = _SPANS_OF_TIME | {"день", "сутки", "час", "day", "week", "человека", "каждого", "каждому"}


@dataclass(frozen=True, slots=True)
class Count:
    """`number` None: unreadable, and `rule` says why. Spans are places of the text read."""

    number: int | None
    rule: str
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    """A number at a word for tasks. `value` None: `rule` is why it is none."""

    value: int | None
    rule: str
    tokens: tuple[int, ...] = ()
    at: int = 0
    total: int | None = None


def read_count(text: str) -> Count:
    """The count of a report's text; `rule` is how it was read, or why it cannot be."""
    clean = readable(text)
    tokens = tokens_of(clean, is_unit)
    if tokens is None:
        return Count(None, "none")
    report = _Report(tokens)
    if len(report.task_places) > MAX_TASK_WORDS:
        return Count(None, "two_counts")
    return _decide(report, _found(report), task_list(clean))


def is_report_text(text: str) -> bool:
    """Holds a word for reports or tasks, a count, or lines of a list of done tasks."""
    clean = readable(text)
    tokens = tokens_of(clean, is_unit)
    if tokens is None:
        return bool(_TOPIC.search(clean))
    report = _Report(tokens)
    if set(report.letters) & set(TASKS + REPORT):
        return True
    lines = task_list(clean)
    return bool(lines.done) or _decide(report, _found(report), lines).number is not None


class _Report:
    """A report's tokens and the letters that stand for them, index for index."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.letters = "".join(_letter(tokens, place) for place in range(len(tokens)))

    @cached_property
    def task_places(self) -> list[int]:
        return [match.start() for match in re.finditer(f"{_TASK}|U", self.letters)]

    def value(self, place: int) -> int:
        return self.tokens[place].value

    def numbers(self, start: int, end: int) -> list[int]:
        return [place for place in range(start, end) if self.letters[place] == NUMBER]

    def clause(self, place: int) -> str:
        """Letters of the clause around a token, with the heading that stands over it."""
        start = _clause_start(self.letters, place)
        ends = re.compile(r"[,.;!?\nx]").search(self.letters, place)
        return _heading(self.letters, start) + self.letters[start : ends.start() if ends else None]

    def ends_with(self, place: int) -> str:
        ends = re.compile(r"[.;!?\n]").search(self.letters, place)
        return ends[0] if ends else ""


def _letter(tokens: list[Token], place: int) -> str:
    token = tokens[place]
    if token.text in _SPANS_OF_TIME and "на" in [t.text for t in tokens[max(0, place - 2) : place]]:
        return "f"  # «на неделю»: still to be done
    if token.kind != WORD:
        return _SIGNS.get(token.kind, token.kind)
    return class_of(token.text)


def _clause_start(letters: str, place: int) -> int:
    """Parenthetic words between commas («к сожалению») end no clause."""
    start = max(letters.rfind(sign, 0, place) for sign in ",.;!?\nx") + 1
    aside = _ASIDE.search(letters, max(0, start - 5), max(0, start - 1))
    if start and letters[start - 1] == "," and aside:
        return _clause_start(letters, aside.start())
    return start


def _heading(letters: str, start: int) -> str:
    """What stands before a colon over this place: on its line, or as a line over these lines."""
    colon = letters.rfind(":", 0, start)
    if colon < 0:
        return ""
    between = letters[colon + 1 : start]
    is_over = between.startswith("\n") and "\n\n" not in between
    if not is_over and re.search(r"[.;!?\n]", between):
        return ""
    return letters[max(letters.rfind(sign, 0, colon) for sign in ".;!?\n") + 1 : colon]


def _found(report: _Report) -> list[_Found]:
    """One finding for each number at a word for tasks or pieces."""
    found: dict[tuple[int, ...], _Found] = {}
    for place in report.task_places:
        read = _pieces if report.letters[place] == UNIT else _at_task
        for finding in read(report, place):
            found.setdefault(finding.tokens, _judged(report, finding))
    return list(found.values())


def _judged(report: _Report, finding: _Found) -> _Found:
    """A number that its clause denies, plans, doubts or asks about is no count."""
    clause = report.clause(finding.at)
    for letter, reason in (("Q", "negated"), ("F", "plan"), ("f", "plan"), ("B", "none")):
        if letter in clause:
            return _Found(None, reason, finding.tokens, finding.at)
    if report.ends_with(finding.at) == "?" and "k" not in clause:
        return _Found(None, "none", finding.tokens, finding.at)
    return finding


def _at_task(report: _Report, place: int) -> list[_Found]:
    before = _before(report, place)
    after = _after(report, place)
    return [finding for finding in (before, after) if finding]


def _before(report: _Report, place: int) -> _Found | None:
    first = max(0, place - 10)
    left = report.letters[first:place]
    if match := _RANGE_BEFORE.search(left):
        numbers = report.numbers(first + match.start(), place)
        return _Found(None, "range_before_word", tuple(numbers), place)
    if match := _PAIR_BEFORE.search(left):
        return _Found(
            None, "two_counts", tuple(report.numbers(first + match.start(), place)), place
        )
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


def _is_rejected(report: _Report, start: int, place: int) -> bool:
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


def _is_bullet_or_dash(report: _Report, start: int) -> bool:
    """A dash with a space after it («отчёт - 5 задач»), or touching a word of the report."""
    dash = report.tokens[start - 1]
    if dash.end < report.tokens[start].start:
        return True
    return report.letters[max(0, start - 2) : start - 1] in tuple("DZr")


def _counted(report: _Report, number: int, place: int) -> _Found | None:
    letters, value = report.letters, report.value(number)
    right = letters[place + 1 : place + 6]
    if not _agrees(report, number, place):
        return _Found(None, ITEM, (number,), place)
    if _OPEN_SUM.match(right):
        return _Found(None, "two_counts", (number,), place)
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
    return _Found(value, rule, (number,), place)


def _agrees(report: _Report, number: int, place: int) -> bool:
    """«5 задание» is the fifth, and in «неделя 5 задачи» the number is the week's."""
    value, task = report.value(number), report.letters[place]
    tail = value % 100 if value % 100 in range(11, 15) else value % 10
    if task == SINGULAR:
        return tail == 1
    if task == PLURAL and tail not in (2, 3, 4):
        return report.letters[number - 1 : number] in ("", "\n", ",", ":", "-", "D", "Z", ".", "k")
    return True


def _is_rate(report: _Report, place: int) -> bool:
    """«5 задач в день», «5 задач на человека»: not how many there were."""
    following = report.tokens[place + 1 : place + 3]
    return (
        len(following) == 2
        and following[0].text in ("в", "на", "in", "per", "a", "/")
        and following[1].text in _RATE
    )


def _is_multiplied(report: _Report, place: int) -> bool:
    """«5 задач х2»."""
    following = report.tokens[place + 1 : place + 2]
    return bool(following and _TIMES.match(following[0].text))


def _of(report: _Report, numbers: list[int], place: int) -> _Found | None:
    done, total = (report.value(number) for number in numbers)
    if done > total:
        return _Found(None, "none", tuple(numbers), place)
    return _Found(done, "of", tuple(numbers), place, total)


def _done_of_total(report: _Report, place: int, total: int) -> _Found | None:
    """«Из 6 задач выполнено 4»."""
    match = _DONE_OF_TOTAL.match(report.letters, place + 1)
    if not match or not _ENDS_HERE.match(report.letters, match.end()):
        return None
    return _of(report, [match.end() - 1, total], place)


def _after(report: _Report, place: int) -> _Found | None:
    """«Задачи 1-4», «задачи: 4 из 6», «задач выполнено: 14»."""
    for pattern, read in (
        (_RANGE_AFTER, _range), (_OF_AFTER, _of_after), (_NUMBER_AFTER, _number_after),
    ):  # fmt: skip
        match = pattern.match(report.letters, place + 1)
        if match:
            return read(report, place, match) if _is_closed(report, match.end()) else None
    return None


def _is_closed(report: _Report, end: int) -> bool:
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


def _range(report: _Report, place: int, match: re.Match[str]) -> _Found | None:
    first, last = report.numbers(place + 1, match.end())
    task, start, end = report.letters[place], report.value(first), report.value(last)
    about = task in (MANY, ENGLISH_PLURAL) and match["colon"] and start != 1
    if task in (SINGULAR, ENGLISH_SINGULAR, LOCATIVE) or (about and not match["with"]):
        return _Found(None, "none", (first, last), place)
    if task == MANY and start != 1 and not match["with"]:
        return _Found(None, "none", (first, last), place)
    if start > end:
        return _Found(None, "reversed_range", (first, last), place)
    if start == 0 or (task == DATIVE and start != 1) or _goes_on(report.letters, match.end()):
        return _Found(None, "none", (first, last), place)
    return _Found(end - start + 1, "range", (first, last), place)


def _goes_on(letters: str, end: int) -> bool:
    """«задачи 1-4 и 6», «задачи 1-4, 6-8»: more than the range."""
    return bool(re.compile(r"[,C+]C?#?N(?:\Z|[-,.;!?\n)DkpvSHUZyC])").match(letters, end))


def _of_after(report: _Report, place: int, match: re.Match[str]) -> _Found | None:
    if report.letters[place] in (LOCATIVE, SINGULAR, ENGLISH_SINGULAR):
        return None
    return _of(report, report.numbers(place + 1, match.end()), place)


def _number_after(report: _Report, place: int, match: re.Match[str]) -> _Found | None:
    task, number = report.letters[place], match.end() - 1
    run, colon = match["run"], match["colon"] or ""
    if not _may_stand_after(task, run, bool(colon), match["inner"]):
        return None
    if "\n" in colon and report.letters[number + 1 : number + 2] not in ("", "\n"):
        return None
    if _OPEN_SUM.match(report.letters, number + 1) or report.letters[number - 1] in "vB#d":
        return None
    rule = "words" if report.tokens[number].in_words else "number"
    return _Found(report.value(number), rule, (number,), place)


def _may_stand_after(task: str, run: str, has_colon: bool, inner: str) -> bool:
    """«задача 5» is an item, «задачи 5» may be one; «задач 5», «задачи: 5» count."""
    if task in (SINGULAR, ENGLISH_SINGULAR, LOCATIVE):
        return False
    if set(run) - set("DJZ"):
        return has_colon and task in (MANY, ENGLISH_PLURAL, PLURAL)
    if task == MANY:
        return True
    return has_colon or bool(inner) or (task == ENGLISH_PLURAL and "D" in run)


def _pieces(report: _Report, place: int) -> list[_Found]:
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
    return [_Found(report.value(number), rule, (number,), place)]


def _decide(report: _Report, found: list[_Found], lines: TaskList) -> Count:
    good = [finding for finding in found if finding.value is not None]
    unreadable = [finding.rule for finding in found if finding.value is None]
    hard = [rule for rule in unreadable if rule not in ("negated", "plan", ITEM)]
    if ITEM in unreadable:
        good = [finding for finding in good if report.letters[finding.at] != SINGULAR]
    if hard:
        return Count(None, hard[0])
    if good:
        return _numbered(report, good, lines)
    if lines.done and not _is_plan_list(report):
        wrong = _totals(report) - {lines.done}
        return Count(None, "lines_contradict") if wrong else Count(lines.done, "lines", lines.spans)
    reasons = [rule for rule in unreadable if rule != ITEM]
    return Count(None, reasons[0] if reasons else "none")


def _numbered(report: _Report, good: list[_Found], lines: TaskList) -> Count:
    values = {finding.value for finding in good}
    if len(values) > 1 or _is_sum(report, good) or _loose(report, good) - values:
        return Count(None, "two_counts")
    best = good[0]
    if best.value == 0 or (best.value or 0) > MAX_COUNT:
        return Count(None, "zero" if best.value == 0 else "none")
    if _contradict(lines, best):
        return Count(None, "lines_contradict")
    spans = tuple(_span(report, finding) for finding in good)
    return Count(best.value, best.rule, spans)


def _span(report: _Report, finding: _Found) -> tuple[int, int]:
    first, last = min(finding.tokens), max(finding.tokens)
    return report.tokens[first].start, report.tokens[last].end


def _is_sum(report: _Report, good: list[_Found]) -> bool:
    """Equal numbers of different days, names or kinds of task add up; said twice they don't."""
    if len(good) < 2:
        return False
    for former, latter in pairwise(good):
        between = report.letters[former.at + 1 : min(latter.tokens)]
        if re.search(r"^[^.!\n]*[C+y]|^y", between) and "Z" not in between and "D" not in between:
            return True
    clauses = [report.clause(finding.at) for finding in good]
    return all(re.search(r"y|^w{1,2}[:\-]", clause) for clause in clauses)


def _loose(report: _Report, good: list[_Found]) -> set[int]:
    """Numbers that stand alone as done or total and may be the count instead."""
    used = {number for finding in good for number in finding.tokens}
    loose = set()
    for match in _LOOSE.finditer(report.letters):
        place = match.start("after") if match["after"] else match.start("before")
        if place not in used and not {"Q", "F"} & set(report.clause(place)):
            loose.add(report.value(place))
    return loose


def _totals(report: _Report) -> set[int]:
    return {report.value(match.start("total")) for match in _TOTAL.finditer(report.letters)}


def _contradict(lines: TaskList, best: _Found) -> bool:
    if lines.done is None:
        return lines.lines not in (0, best.value, best.total)
    if lines.done:
        return lines.done != best.value
    return lines.lines > 1 and lines.lines not in (best.value, best.total)


def _is_plan_list(report: _Report) -> bool:
    """A list under «план» or «на завтра» says what is to be done."""
    heading = report.letters.split("N", 1)[0]
    return "F" in heading and "D" not in heading
