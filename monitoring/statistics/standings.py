"""Curators in order: by score, by speed, by activity."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Sum

from curators.models import Curator
from curators.rules.rating import Scoring
from monitoring.models import DiscordServer, RequestSums
from monitoring.rules.periods import Period
from monitoring.statistics import people
from monitoring.statistics.ratings import Rating, ratings
from monitoring.statistics.spans import Servers, on, within

ORDERS = ("score", "speed", "activity")
# Fewer say nothing about how fast somebody is.
FEWEST_TIMED = 5


@dataclass(frozen=True, slots=True)
class Standing:
    """`rank` from 1; who is equal shares it. None: too few answers to be ranked by speed."""

    curator: Curator
    rating: Rating
    rank: int | None
    servers_unanswered: int


def standings(
    period: Period,
    servers: Servers = None,
    order: str = "score",
    scoring: Scoring | None = None,
) -> list[Standing]:
    """Everybody who was on duty in the period or did anything in it, best first."""
    found = ratings(period, servers, scoring=scoring)
    shown = Curator.objects.in_bulk(people.on_duty(period) | found.keys())
    unanswered = unanswered_of(period, servers)
    ranked = _ranked([(each, found[each.pk]) for each in shown.values()], order)
    return [
        Standing(curator, rating, rank, unanswered[curator.pk]) for curator, rating, rank in ranked
    ]


def _ranked(
    rated: Iterable[tuple[Curator, Rating]], order: str
) -> list[tuple[Curator, Rating, int | None]]:
    keys = [(_key(rating, order), curator, rating) for curator, rating in rated]
    ranked: list[tuple[Curator, Rating, int | None]] = []
    last_key, rank = None, 0
    for key, curator, rating in sorted(
        ((k, c, r) for k, c, r in keys if k is not None), key=lambda it: (it[0], it[1].name)
    ):
        if key != last_key:
            last_key, rank = key, len(ranked) + 1
        ranked.append((curator, rating, rank))
    unranked = sorted((c.name, c.pk, c, r) for k, c, r in keys if k is None)
    return ranked + [(curator, rating, None) for *_, curator, rating in unranked]


def _key(rating: Rating, order: str) -> tuple[float, ...] | None:
    """Smallest first."""
    if order == "score":
        return (-rating.score.score,)
    if order == "activity":
        counts = rating.counts
        return (-(counts.messages + counts.replies + counts.reactions + counts.verifications),)
    answers = rating.answers
    if answers.timed < FEWEST_TIMED or rating.median.seconds is None:
        return None
    return rating.median.seconds, answers.seconds / answers.timed


def unanswered_of(period: Period, servers: Servers = None) -> Mapping[int, int]:
    """Requests that nobody answered on each curator's servers; on all where they have none.

    Those of quiet hours stay out.
    """
    rows = RequestSums.objects.filter(within(period), on(servers), is_quiet=False).order_by()
    by_server = dict(rows.values_list("server_id").annotate(Sum("expired_count")))
    total = sum(by_server.values())
    found: dict[int, int] = defaultdict(lambda: total)
    members = DiscordServer.curators.through.objects
    for curator_id, server_id in members.values_list("curator_id", "discordserver_id"):
        found[curator_id] = found.get(curator_id, 0) + by_server.get(server_id, 0)
    return found
