"""Lists of tasks in a report: lines that look like `1. … +` (or ✅)."""

import re
from dataclasses import dataclass

MAX_LINES = 120

_NUMBERED = re.compile(
    r"(?:[-•*·]\s?)?[#№]?\s?(?P<number>\d{1,3})\s{0,2}(?:[.)\]:/]|-(?=\s)|\.\))(?!\d)\s{0,4}(?P<body>.*)"
    r"|[#№]\s?(?P<mark>\d{1,3})\s(?P<markbody>.*)"
    r"|(?P<keycap>(?:\d\ufe0f?\u20e3)+|🔟)[.):]?\s{0,4}(?P<keybody>.*)"
)
_NAMED = re.compile(
    r"(?:задача|задание|таск|task)\s{0,2}[#№]?\s?\d{1,3}\b(?P<body>.*)"
    r"|\d{1,3}\s(?:задача|задание|таск|task)\b(?P<other>.*)"
)
_BULLET = re.compile(r"(?:[-•·*>]\s{0,3})(?P<body>.*)")
_MANY = re.compile(r"\d{1,3}\s?(?:[,-]\s?\d{1,3}\s?)+[.)]")
_INLINE = re.compile(r"[\s+✅✔☑➕;,]\d{1,3}[.)](?!\d)")
_INLINE_SIGN = re.compile(r"✅[\ufe0f\s]{0,3}[^✅\ufe0f\s]")
_DONE_END = re.compile(r"(?:(?<![\d+/-])\++|(?<=:\d\d)\+|[✅✔☑➕]\ufe0f?)$")
_DONE_START = re.compile(r"(?:\+\s|[✅✔☑➕])")
_REFUSED = re.compile(r"[❌✖❎🚫⛔➖✗✘]|\+[/-]|-\+")
_LEAST = {"named": 2, "bullet": 2, "numbered": 1}
_TRIM = " \t\r*_|`.,;)]"


@dataclass(frozen=True, slots=True)
class TaskList:
    """`done`: lines marked done; `lines`: all numbered lines; None in `done`: not to be trusted."""

    done: int | None
    lines: int
    spans: tuple[tuple[int, int], ...]


def task_list(text: str) -> TaskList:
    """Reads a `readable` text line by line. Bullets and «задача 1: … +» need two marked lines."""
    lines = text.split("\n", MAX_LINES)
    numbers: list[int] = []
    spans: dict[str, list[tuple[int, int]]] = {"numbered": [], "named": [], "bullet": []}
    is_regular, start = len(lines) <= MAX_LINES, 0
    for line in lines[:MAX_LINES]:
        span = (start, start + len(line))
        start += len(line) + 1
        bare = line.strip(" \t\r*_|`")
        kind, number, body = _item(bare)
        if number is not None:
            numbers.append(number)
        if kind and is_done(body):
            spans[kind].append(span)
            is_regular &= not _is_several(body)
        is_regular &= not _MANY.match(bare)
    return _chosen(numbers, spans, is_regular)


def _chosen(
    numbers: list[int], spans: dict[str, list[tuple[int, int]]], is_regular: bool
) -> TaskList:
    kinds = [kind for kind, least in _LEAST.items() if len(spans[kind]) >= least]
    if len(kinds) > 1 or _restarts(numbers) or not is_regular:
        return TaskList(None, len(numbers), ())
    chosen = tuple(spans[kinds[0]]) if kinds else ()
    return TaskList(len(chosen), len(numbers), chosen)


def _is_several(body: str) -> bool:
    """More than one task on a line."""
    sign = _INLINE_SIGN.search(body)
    return bool(_INLINE.search(body) or (sign and "✅" in body[sign.end() :]))


def is_done(body: str) -> bool:
    """The line's text ends, or begins, with + or ✅ and bears no sign of the contrary."""
    body = _without_remark(body.strip()).strip(_TRIM)
    if _REFUSED.search(body):
        return False
    return bool(_DONE_END.search(body) or _DONE_START.match(body))


def _without_remark(body: str) -> str:
    """Without a last «(скрин)» or «куратор»."""
    words = body.rsplit(None, 1)
    if len(words) == 2 and words[1].startswith(("куратор", "curator")):
        body = words[0]
    opened = max(body.rfind("("), body.rfind("["))
    is_remark = body.endswith((")", "]")) and opened >= 0 and len(body) - opened > 4
    return body[:opened].rstrip() if is_remark else body


def _item(line: str) -> tuple[str, int | None, str]:
    """What kind of list line, its number, and the text after that; kind "" for other lines."""
    if match := _NUMBERED.match(line):
        digits = match["number"] or match["mark"] or match["keycap"]
        number = int("".join(filter(str.isdecimal, digits)) or "10")  # 🔟 holds no digit
        return "numbered", number, match["body"] or match["markbody"] or match["keybody"] or ""
    if match := _NAMED.match(line):
        return "named", None, match["body"] or match["other"] or ""
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
