"""Answers that the first version's test endpoint invented, even where their ids look real.

It wrote eight rows at one moment, for one curator on one server, always with the same seconds.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

SECONDS = (15, 25, 8, 45, 12, 30, 18, 22)
WITHIN = timedelta(seconds=5)

K = TypeVar("K")
Seen = tuple[object, datetime, int, K]


def bursts(answers: Iterable[Seen[K]]) -> set[K]:
    """Keys of invented rows among (who and where, answered at, seconds, key).

    Real answers never come eight within five seconds with exactly these times.
    """
    found: set[K] = set()
    window: list[Seen[K]] = []
    for each in sorted(answers, key=lambda answer: (str(answer[0]), answer[1])):
        if each[2] not in SECONDS:
            continue
        window = [it for it in window if it[0] == each[0] and each[1] - it[1] <= WITHIN]
        window.append(each)
        if _is_whole(window):
            found |= {key for _, _, _, key in window}
    return found


def _is_whole(window: Sequence[Seen[K]]) -> bool:
    return {seconds for _, _, seconds, _ in window} == set(SECONDS)
