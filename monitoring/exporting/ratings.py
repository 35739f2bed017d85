"""Scores as rows: the leaderboard of a period, with all that each score is made of."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from monitoring.exporting.tables import Selection
from monitoring.local_time import today
from monitoring.local_time import zone as local_zone
from monitoring.rules.periods import DAY, Period
from monitoring.statistics.spans import counting_servers
from monitoring.statistics.standings import Standing, standings

DEFAULT_DAYS = 30


class RatingTable:
    """One row a curator. Where the selection has no days, the last 30."""

    columns = (
        "from",
        "to",
        "rank",
        "curator_id",
        "name",
        "score",
        "label",
        "base",
        "speed_percent",
        "messages",
        "replies",
        "reactions",
        "verifications",
        "capped",
        "answers",
        "timed_answers",
        "rescues",
        "quiet_answers",
        "paced_answers",
        "paced_seconds",
        "mean_seconds",
        "median_seconds",
        "p90_seconds",
        "held",
        "dismissed",
        "servers_unanswered",
        "version_at",
    )

    def rows(self, selection: Selection) -> Iterator[list[Any]]:
        period, servers = period_of(selection), counting_servers()
        if selection.servers is not None:
            servers = [server.pk for server in selection.servers]
        for standing in standings(period, servers):
            if selection.curator in (None, standing.curator):
                yield [period.first, period.last, *_row(standing)]


def period_of(selection: Selection) -> Period:
    """The local days that the selection's moments bound."""
    zone = local_zone()
    last = today()
    if selection.end is not None:
        last = (selection.end - timedelta.resolution).astimezone(zone).date()
    if selection.start is None:
        return Period(last - (DEFAULT_DAYS - 1) * DAY, last)
    first = selection.start.astimezone(zone).date()
    return Period(first, max(first, last))


def _row(standing: Standing) -> list[Any]:
    rating, score = standing.rating, standing.rating.score
    counts, answers = rating.counts, rating.answers
    return [
        standing.rank,
        str(standing.curator.discord_id),
        standing.curator.name,
        score.score,
        score.label.name,
        score.base,
        score.speed_percent,
        counts.messages,
        counts.replies,
        counts.reactions,
        counts.verifications,
        counts.capped,
        answers.count,
        answers.timed,
        answers.rescues,
        answers.quiet,
        score.paced,
        score.paced_seconds,
        rating.mean_seconds,
        rating.median.seconds,
        rating.p90.seconds,
        rating.held,
        rating.dismissed,
        standing.servers_unanswered,
        rating.scoring.started_at,
    ]
