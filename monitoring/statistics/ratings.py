"""Every curator's score over a period: the rows of the sums, joined with the rule.

List, page, leaderboard, export, admin and bot take it from here, so one curator has one score.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet, Sum

from curators.models import ScoringVersion
from curators.rules.rating import Answers, Counts, Score, Scoring, capped, score
from monitoring.models import ActivitySums, AnswerSums
from monitoring.rules.multisets import read, times
from monitoring.rules.periods import DAY, Period, day_start
from monitoring.rules.survival import Quantile, quantiles
from monitoring.statistics.activities import ACTIVITY
from monitoring.statistics.joined import Joined
from monitoring.statistics.spans import Servers, days, on, within

ANSWERS = (
    "answer_count",
    "timed_count",
    "response_seconds",
    "usual_count",
    "usual_seconds",
    "rescue_count",
    "quiet_count",
)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the sums of answers say of one curator."""

    answers: Answers = field(default_factory=Answers)
    held: int = 0
    dismissed: int = 0
    waits: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """A curator's score with its parts. `held`, `dismissed`: requests taken in vain, dismissed."""

    counts: Counts
    answers: Answers
    score: Score
    scoring: Scoring
    median: Quantile = field(default_factory=Quantile)
    p90: Quantile = field(default_factory=Quantile)
    held: int = 0
    dismissed: int = 0

    @property
    def mean_seconds(self) -> int | None:
        """Over all answers of known time, rescues too; rounded half up. For show alone."""
        timed = self.answers.timed
        return (2 * self.answers.seconds + timed) // (2 * timed) if timed else None


class Ratings(dict[int, Rating]):
    """By the curator's row; who has no rows has a rating of nothing."""

    def __init__(self, scoring: Scoring) -> None:
        super().__init__()
        self.scoring = scoring

    def __missing__(self, curator_id: int) -> Rating:
        counts, answers = Counts(), Answers()
        return Rating(counts, answers, score(counts, answers, self.scoring), self.scoring)


def scoring_of(period: Period) -> Scoring:
    """The version in force at the period's last moment."""
    end = day_start(period.last + DAY, ZoneInfo(settings.TIME_ZONE))
    return ScoringVersion.in_force(end - timedelta.resolution).scoring


def ratings(
    period: Period,
    servers: Servers = None,
    curators: Collection[int] | None = None,
    scoring: Scoring | None = None,
) -> Ratings:
    """Who did anything in the period on these servers (None: all that count), and their scores.

    `scoring`: another version than the period's own, for a preview.
    """
    scoring = scoring or scoring_of(period)
    which = on(servers) & (Q() if curators is None else Q(curator_id__in=curators))
    counts = _counts(period, which, scoring.block_cap)
    sums = _answers(period, which)
    found = Ratings(scoring)
    for curator_id in counts.keys() | sums.keys():
        found[curator_id] = _rating(
            counts.get(curator_id, Counts()), sums.get(curator_id, Sums()), scoring
        )
    return found


def _rating(counts: Counts, sums: Sums, scoring: Scoring) -> Rating:
    median, p90 = _own_quantiles(sums.waits)
    return Rating(
        counts,
        sums.answers,
        score(counts, sums.answers, scoring),
        scoring,
        median,
        p90,
        sums.held,
        sums.dismissed,
    )


@lru_cache(maxsize=256)
def _own_quantiles(waits: str) -> tuple[Quantile, Quantile]:
    """Of all own answers. Most curators' texts are those of the request before."""
    median, p90 = quantiles(read(waits), {}, (0.5, 0.9), fewest=1)
    return median, p90


def _counts(period: Period, which: Q, cap: int | None) -> dict[int, Counts]:
    rows = ActivitySums.objects.filter(within(period), which).order_by().values_list("curator_id")
    found = {
        curator_id: Counts(*counts)
        for curator_id, *counts in rows.annotate(*(Sum(name) for name in ACTIVITY))
    }
    if cap is None:
        return found
    return _cap(found, ActivitySums.objects.filter(days(period), which), cap)


def _cap(found: dict[int, Counts], rows: QuerySet[ActivitySums], cap: int) -> dict[int, Counts]:
    """The messages that count, by how many each ten minutes on each server hold."""
    counted: dict[int, int] = defaultdict(int)
    groups = rows.order_by().values_list("curator_id", "server_id").annotate(Joined("blocks"))
    for curator_id, _, blocks in groups:
        counted[curator_id] += capped(times(blocks), cap)
    return {
        curator_id: replace(
            each, messages=counted[curator_id], capped=each.messages - counted[curator_id]
        )
        for curator_id, each in found.items()
    }


def _answers(period: Period, which: Q) -> dict[int, Sums]:
    rows = AnswerSums.objects.filter(within(period), which).order_by().values_list("curator_id")
    sums = (Sum(name) for name in (*ANSWERS, "held_count", "dismissed_count"))
    found = {}
    for curator_id, *numbers, held, dismissed, waits in rows.annotate(*sums, Joined("waits")):
        found[curator_id] = Sums(Answers(*numbers), held, dismissed, waits)
    return found
