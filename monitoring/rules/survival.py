"""Waiting times when some still wait: Kaplan and Meier's estimate, which counts those who do."""

from collections.abc import Iterable
from dataclasses import dataclass

FEWEST = 5
EXACT_SECONDS = 600
# A product of ratios that should be exactly a half may miss it by a rounding error.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Quantile:
    """`seconds`, or «longer than `over_seconds`» where the rank falls among those who wait.

    Both None: fewer than five requests.
    """

    seconds: int | None = None
    over_seconds: int | None = None


def quantiles(
    answered: Iterable[int], waiting: Iterable[int], shares: Iterable[float]
) -> list[Quantile]:
    """The waits (seconds) that these shares of the requests, between 0 and 1, do not exceed.

    `waiting` are those without an answer, by how long they have waited so far: their wait is at
    least that. At equal times answers come before them.
    """
    waits = sorted([(wait, 0) for wait in answered] + [(wait, 1) for wait in waiting])
    if len(waits) < FEWEST:
        return [Quantile() for _ in shares]
    return [_quantile(waits, share) for share in shares]


def _quantile(waits: list[tuple[int, int]], share: float) -> Quantile:
    """`waits`: (seconds, 0 for an answer or 1 for still waiting), sorted."""
    surviving = 1.0
    for at_risk, (wait, is_waiting) in zip(range(len(waits), 0, -1), waits, strict=True):
        if is_waiting:
            continue
        surviving *= (at_risk - 1) / at_risk
        if surviving <= 1 - share + TOLERANCE:
            return Quantile(seconds=_shown(wait))
    return Quantile(over_seconds=_at_least(waits[-1][0]))


def _shown(seconds: int) -> int:
    """Exact up to ten minutes, to the nearest minute above."""
    return seconds if seconds <= EXACT_SECONDS else (seconds + 30) // 60 * 60


def _at_least(seconds: int) -> int:
    """Whole minutes above ten: «longer than» must stay true."""
    return seconds if seconds <= EXACT_SECONDS else seconds // 60 * 60
