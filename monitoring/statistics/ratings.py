"""Every curator's score over a period: the rows of the sums, joined with the rule.

List, page, leaderboard, export, admin and bot take it from here, so one curator has one score.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import lru_cache
from typing import Literal
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
Key = Literal["curator_id", "server_id"]


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
    by: Key = "curator_id",
) -> Ratings:
    """Who did anything in the period on these servers (None: all), and their scores.

    `scoring`: another version than the period's own, for a preview. `by` the server instead, it
    tells how what one curator did spreads.
    """
    scoring = scoring or scoring_of(period)
    which = on(servers) & (Q() if curators is None else Q(curator_id__in=curators))
    counts = _counts(period, which, by, scoring.block_cap)
    sums = _answers(period, which, by)
    found = Ratings(scoring)
    for key in counts.keys() | sums.keys():
        found[key] = _rating(counts.get(key, Counts()), sums.get(key, Sums()), scoring)
    return found


def _rating(counts: Counts, sums: Sums, scoring: Scoring) -> Rating:
    answers, total = sums.answers, score(counts, sums.answers, scoring)
    median, p90 = _own_quantiles(sums.waits)
    return Rating(counts, answers, total, scoring, median, p90, sums.held, sums.dismissed)


@lru_cache(maxsize=256)
def _own_quantiles(waits: str) -> tuple[Quantile, Quantile]:
    """Of all own answers. Most curators' texts are those of the request before."""
    median, p90 = quantiles(read(waits), {}, (0.5, 0.9), fewest=1)
    return median, p90


def _counts(period: Period, which: Q, by: Key, cap: int | None) -> dict[int, Counts]:
    rows = ActivitySums.objects.filter(within(period), which).order_by().values_list(by)
    sums = rows.annotate(*(Sum(name) for name in ACTIVITY))
    found = {key: Counts(*counts) for key, *counts in sums}
    if cap is None:
        return found
    return _cap(found, ActivitySums.objects.filter(days(period), which), by, cap)


def _cap(
    found: dict[int, Counts], rows: QuerySet[ActivitySums], by: Key, cap: int
) -> dict[int, Counts]:
    """The messages that count, by how many each ten minutes of a curator on a server hold."""
    counted: dict[int, int] = defaultdict(int)
    groups = rows.order_by().values_list("curator_id", "server_id").annotate(Joined("blocks"))
    for curator_id, server_id, blocks in groups:
        key = curator_id if by == "curator_id" else server_id
        counted[key] += capped(times(blocks), cap)
    return {
        key: replace(each, messages=counted[key], capped=each.messages - counted[key])
        for key, each in found.items()
    }


def _answers(period: Period, which: Q, by: Key) -> dict[int, Sums]:
    rows = AnswerSums.objects.filter(within(period), which).order_by().values_list(by)
    sums = (Sum(name) for name in (*ANSWERS, "held_count", "dismissed_count"))
    found = {}
    for key, *numbers, held, dismissed, waits in rows.annotate(*sums, Joined("waits")):
        found[key] = Sums(Answers(*numbers), held, dismissed, waits)
    return found
