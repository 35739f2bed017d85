"""Waiting times when some still wait: Kaplan and Meier's estimate, which counts those who do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FEWEST = 5
EXACT_SECONDS = 600
# A product of ratios that should be exactly a half may miss it by a rounding error.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Quantile:
    """`seconds`, or «longer than `over_seconds`» where the rank falls among those who wait.

    Both None: too few requests.
    """

    seconds: int | None = None
    over_seconds: int | None = None


def quantiles(
    answered: Mapping[int, int],
    waiting: Mapping[int, int],
    shares: Sequence[float],
    fewest: int = FEWEST,
) -> list[Quantile]:
    """The waits (seconds) that these rising shares of the requests, between 0 and 1, don't exceed.

    `answered` and `waiting` say how many there are of each wait. Who is still `waiting` has waited
    so far, and longer in the end. At equal times answers come before them.
    """
    at_risk = sum(answered.values()) + sum(waiting.values())
    if at_risk < max(fewest, 1):
        return [Quantile() for _ in shares]
    found: list[Quantile] = []
    surviving, wait, sought = 1.0, 0, 1 - shares[0] + TOLERANCE
    for wait in sorted({*answered, *waiting}):
        if answers := answered.get(wait, 0):
            surviving *= (at_risk - answers) / at_risk
            while surviving <= sought:
                found.append(Quantile(seconds=_shown(wait)))
                if len(found) == len(shares):
                    return found
                sought = 1 - shares[len(found)] + TOLERANCE
        at_risk -= answers + waiting.get(wait, 0)
    longest = Quantile(over_seconds=_at_least(wait))
    return found + [longest] * (len(shares) - len(found))


def named(median: Quantile, p90: Quantile) -> dict[str, int | None]:
    """Both as the figures of every page and address name them."""
    return {
        "median_seconds": median.seconds,
        "median_over_seconds": median.over_seconds,
        "p90_seconds": p90.seconds,
        "p90_over_seconds": p90.over_seconds,
    }


def _shown(seconds: int) -> int:
    """Exact up to ten minutes, to the nearest minute above."""
    return seconds if seconds <= EXACT_SECONDS else (seconds + 30) // 60 * 60


def _at_least(seconds: int) -> int:
    """Whole minutes above ten: «longer than» must stay true."""
    return seconds if seconds <= EXACT_SECONDS else seconds // 60 * 60
