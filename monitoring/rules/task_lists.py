"""Lists of tasks in a report: lines that look like `1. … +` (or ✅)."""

import re
from dataclasses import dataclass

MAX_LINES = 200

_NUMBERED = re.compile(
    r"(?:[-•*·]\s?)?[#№]?\s?(?P<number>\d{1,3})\s{0,2}(?:[.)\]:/]|-(?=\s)|\.\))(?!\d)\s{0,4}(?P<body>.*)"
    r"|(?P<keycap>(?:\d\ufe0f?\u20e3)+|🔟)[.):]?\s{0,4}(?P<keybody>.*)"
)
_NAMED = re.compile(
    r"(?:задач[аи]|задани[ея]|таск|task)\s{0,2}[#№]?\s?(?P<number>\d{1,3})\b(?P<body>.*)"
)
_BULLET = re.compile(r"(?:[-•·*>]\s{0,3})(?P<body>.*)")
_MANY = re.compile(r"\d{1,3}\s?(?:[,-]\s?\d{1,3}\s?)+[.)]")
_INLINE = re.compile(r"[\s+✅✔☑➕;,]\d{1,3}[.)](?!\d)|✅.*[^✅\s\ufe0f].*✅")
_DONE_END = re.compile(r"(?:(?<![\d+/-])\++|(?<=:\d\d)\+|[✅✔☑➕]\ufe0f?)$")
_DONE_START = re.compile(r"(?:\+\s|[✅✔☑➕])")
_REFUSED = re.compile(r"[❌✖❎🚫⛔➖✗✘]|[+][/-][+-]?|\+\s?-|-\s?\+")
_AFTER_MARK = re.compile(r"\s*(?:\([^()]{0,80}\)|\[[^\[\]]{0,80}\])$")
_ASKED = re.compile(r"\s+(?:куратор\w{0,4}|curator\w{0,2})$")
_TRIM = " \t\r*_|`.,;)]"


@dataclass(frozen=True, slots=True)
class TaskList:
    """`done`: lines marked done; `lines`: all numbered lines; None in `done`: not to be trusted."""

    done: int | None
    lines: int
    spans: tuple[tuple[int, int], ...]


def task_list(text: str) -> TaskList:
    """Reads a `readable` text line by line. Bullets and «задача 1: … +» need two marked lines."""
    numbers: list[int] = []
    spans: dict[str, list[tuple[int, int]]] = {"numbered": [], "named": [], "bullet": []}
    is_regular, start = True, 0
    for line in text.split("\n", MAX_LINES)[:MAX_LINES]:
        span = (start, start + len(line))
        start += len(line) + 1
        kind, number, body = _item(line.strip(" \t\r*_|`"))
        if number is not None:
            numbers.append(number)
        if kind and is_done(body):
            spans[kind].append(span)
            is_regular &= not _INLINE.search(body)
        is_regular &= not _MANY.match(line.strip())
    loose = [kind for kind in ("named", "bullet") if len(spans[kind]) > 1]
    kinds = loose + (["numbered"] if spans["numbered"] else [])
    if len(kinds) > 1 or _restarts(numbers) or not is_regular:
        return TaskList(None, len(numbers), ())
    chosen = tuple(spans[kinds[0]]) if kinds else ()
    return TaskList(len(chosen), len(numbers), chosen)


def is_done(body: str) -> bool:
    """The line's text ends, or begins, with + or ✅ and bears no sign of the contrary."""
    body = _ASKED.sub("", body.strip())
    if body.endswith((")", "]")) and not body.endswith(("+)", "✅)", "+]")):
        body = _AFTER_MARK.sub("", body)
    body = body.strip(_TRIM)
    if _REFUSED.search(body):
        return False
    return bool(_DONE_END.search(body.rstrip()) or _DONE_START.match(body))


def _item(line: str) -> tuple[str, int | None, str]:
    """What kind of list line, its number, and the text after that; kind "" for other lines."""
    if match := _NUMBERED.match(line):
        digits = match["number"] or "".join(filter(str.isdecimal, match["keycap"])) or "10"
        return "numbered", int(digits), match["body"] or match["keybody"] or ""
    if match := _NAMED.match(line):
        return "named", None, match["body"]
    if line[:1] and line[:1] in "✅✔☑➕":
        numbered = _NUMBERED.match(line[1:].lstrip("\ufe0f "))
        if numbered and numbered["number"]:
            return "numbered", int(numbered["number"]), line
        return "bullet", None, line
    if match := _BULLET.match(line):
        return "bullet", None, match["body"]
    return "", None, ""


def _restarts(numbers: list[int]) -> bool:
    """A second list begins at 1; a list numbered 1, 1, 1 is how some people number."""
    return len(set(numbers)) > 1 and numbers.count(1) > 1
