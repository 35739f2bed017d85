"""How many tasks a report says were done, or why that cannot be read. Never a guess."""

import re
from dataclasses import dataclass
from itertools import pairwise

from .count_words import REPORT, SINGULAR, TASKS, is_unit
from .found_counts import ITEM, Found, found_counts
from .report_letters import ReportLetters
from .report_tokens import readable, tokens_of
from .task_lists import TaskList, task_list

MAX_TASK_WORDS = 60
MAX_COUNT = 999

_LOOSE = re.compile(r"(?:D|ZD?|(?<!N)C|y)[:\-]?(?P<after>N)(?=\Z|[,.;!?\n)✓DkpHUy])|(?P<before>N)y")
_TOTAL = re.compile(r"Z[:\-]?(?P<total>N)(?=\Z|[,.;!?\n)✓DkpHUy])")
_TOPIC = re.compile(r"\b(?:отчет|задач|задани|таск|тасок|task|report)")


@dataclass(frozen=True, slots=True)
class Count:
    """`number` None: unreadable, and `rule` says why. Spans are places of the text read."""

    number: int | None
    rule: str
    spans: tuple[tuple[int, int], ...] = ()


def read_count(text: str) -> Count:
    """The count of a report's text; `rule` is how it was read, or why it cannot be."""
    clean = readable(text)
    tokens = tokens_of(clean, is_unit)
    if tokens is None:
        return Count(None, "none")
    report = ReportLetters(tokens)
    if len(report.task_places) > MAX_TASK_WORDS:
        return Count(None, "two_counts")
    return _decide(report, found_counts(report), task_list(clean))


def is_report_text(text: str) -> bool:
    """Holds a word for reports or tasks, a count, or lines of a list of done tasks."""
    clean = readable(text)
    tokens = tokens_of(clean, is_unit)
    if tokens is None:
        return bool(_TOPIC.search(clean))
    report = ReportLetters(tokens)
    if set(report.letters) & set(TASKS + REPORT):
        return True
    lines = task_list(clean)
    return bool(lines.done) or _decide(report, found_counts(report), lines).number is not None


def _decide(report: ReportLetters, found: list[Found], lines: TaskList) -> Count:
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


def _numbered(report: ReportLetters, good: list[Found], lines: TaskList) -> Count:
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


def _span(report: ReportLetters, finding: Found) -> tuple[int, int]:
    first, last = min(finding.tokens), max(finding.tokens)
    return report.tokens[first].start, report.tokens[last].end


def _is_sum(report: ReportLetters, good: list[Found]) -> bool:
    """Equal numbers of different days, names or kinds of task add up; said twice they don't."""
    if len(good) < 2:
        return False
    for former, latter in pairwise(good):
        between = report.letters[former.at + 1 : min(latter.tokens)]
        if re.search(r"^[^.!\n]*[C+y]|^y", between) and "Z" not in between and "D" not in between:
            return True
    clauses = [report.clause(finding.at) for finding in good]
    return all(re.search(r"y|^w{1,2}[:\-]", clause) for clause in clauses)


def _loose(report: ReportLetters, good: list[Found]) -> set[int]:
    """Numbers that stand alone as done or total and may be the count instead."""
    used = {number for finding in good for number in finding.tokens}
    loose = set()
    for match in _LOOSE.finditer(report.letters):
        place = match.start("after") if match["after"] else match.start("before")
        if place not in used and not {"Q", "F"} & set(report.clause(place)):
            loose.add(report.value(place))
    return loose


def _totals(report: ReportLetters) -> set[int]:
    return {report.value(match.start("total")) for match in _TOTAL.finditer(report.letters)}


def _contradict(lines: TaskList, best: Found) -> bool:
    if lines.done is None:
        return lines.lines not in (0, best.value, best.total)
    if lines.done:
        return lines.done != best.value
    return lines.lines > 1 and lines.lines not in (best.value, best.total)


def _is_plan_list(report: ReportLetters) -> bool:
    """A list under «план» or «на завтра» says what is to be done."""
    heading = report.letters.split("N", 1)[0]
    return "F" in heading and "D" not in heading
