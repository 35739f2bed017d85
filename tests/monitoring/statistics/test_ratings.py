"""Scores over rows: one curator, one period, one score."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curators.models import Curator, RatingSettings, ScoringVersion
from monitoring.models import DiscordServer
from monitoring.rules.periods import Period
from monitoring.rules.survival import Quantile
from monitoring.statistics.ratings import ratings
from tests.factories import make_activity, make_answered, make_curator, make_request, make_server

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
PERIOD = Period(TODAY - timedelta(days=29), TODAY)
Summed = Callable[[], None]


@pytest.fixture
def server() -> DiscordServer:
    return make_server()


def make_worked_example(server: DiscordServer, name: str = "Ева") -> Curator:
    """10 messages, 4 replies, 6 reactions, 1 verification."""
    curator = make_curator(name)
    for kind, count in (("message", 10), ("reply", 4), ("reaction", 6), ("verification", 1)):
        for n in range(count):
            make_activity(server, curator, kind=kind, at=NOON - timedelta(hours=n))
    return curator


@pytest.mark.parametrize(
    ("seconds", "score", "mean"), [((), 49, None), ((45, 45), 58, 45), ((300,), 39, 300)]
)
def test_the_worked_examples(
    server: DiscordServer, summed: Summed, seconds: tuple[int, ...], score: int, mean: int | None
) -> None:
    eva = make_worked_example(server)
    for each in seconds:
        make_answered(server, by=eva, seconds=each, asked_at=NOON)
    summed()
    rating = ratings(PERIOD)[eva.pk]
    assert (rating.score.base, rating.score.score, rating.mean_seconds) == (49, score, mean)


def test_median_and_p90_stand_on_all_own_answers(server: DiscordServer, summed: Summed) -> None:
    eva = make_curator()
    for seconds in (10, 20, 30, 3_000):
        make_answered(server, by=eva, seconds=seconds, asked_at=NOON)
    summed()
    rating = ratings(PERIOD)[eva.pk]
    assert (rating.median, rating.p90) == (Quantile(20), Quantile(3_000))
    assert (rating.answers.count, rating.answers.rescues) == (4, 1)
    assert (rating.score.paced, rating.score.paced_seconds) == (3, 60)
    assert rating.score.speed_percent == 120


def test_who_did_nothing_has_a_rating_of_nothing() -> None:
    rating = ratings(PERIOD)[0]
    assert (rating.score.score, rating.score.label.name, rating.mean_seconds) == (0, "Ужасно", None)
    assert rating.median == Quantile()


def test_a_choice_of_servers_counts_alone(server: DiscordServer, summed: Summed) -> None:
    eva, other = make_worked_example(server), make_server()
    make_activity(other, make_curator(), at=NOON)
    summed()
    assert set(ratings(PERIOD, [server.pk])) == {eva.pk}
    assert set(ratings(PERIOD, [other.pk], curators=[eva.pk])) == set()


def test_a_score_is_that_of_its_days(server: DiscordServer, summed: Summed) -> None:
    eva = make_curator()
    for days in (0, 29, 30):
        make_activity(server, eva, at=NOON - timedelta(days=days))
    summed()
    assert ratings(PERIOD)[eva.pk].counts.messages == 2


def test_a_period_is_the_sum_of_its_parts(server: DiscordServer, summed: Summed) -> None:
    eva = make_curator()
    for days in range(60):
        make_activity(server, eva, at=NOON - timedelta(days=days))
        make_answered(server, by=eva, seconds=days + 1, asked_at=NOON - timedelta(days=days))
    summed()
    whole = Period(TODAY - timedelta(days=59), TODAY)
    for days in (1, 7, 24, 30, 59):
        cut = TODAY - timedelta(days=days)
        parts = Period(whole.first, cut), Period(cut + timedelta(days=1), whole.last)
        one, two = (ratings(part)[eva.pk] for part in parts)
        both = ratings(whole)[eva.pk]
        assert one.counts.messages + two.counts.messages == both.counts.messages
        assert one.answers.seconds + two.answers.seconds == both.answers.seconds


@pytest.mark.parametrize(("cap", "messages"), [(None, 6), (4, 6), (3, 5), (1, 3), (0, 0)])
def test_a_cap_counts_so_many_messages_of_ten_minutes_and_server(
    server: DiscordServer, summed: Summed, cap: int | None, messages: int
) -> None:
    eva, other = make_curator(), make_server()
    for seconds in (0, 1, 2, 599, 600):
        make_activity(server, eva, at=NOON + timedelta(seconds=seconds))
    make_activity(other, eva, at=NOON)
    summed()
    ScoringVersion.renew(NOON, block_cap=cap)
    counts = ratings(PERIOD)[eva.pk].counts
    assert (counts.messages, counts.capped) == (messages, 6 - messages)


def test_a_period_is_scored_by_the_version_at_its_end(
    server: DiscordServer, summed: Summed
) -> None:
    eva = make_worked_example(server)
    summed()
    midnight = datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
    ScoringVersion.renew(midnight, message_points=0)
    assert ratings(PERIOD)[eva.pk].score.base == 49
    tomorrow = Period(PERIOD.first, TODAY + timedelta(days=1))
    assert ratings(tomorrow)[eva.pk].score.base == 19
    assert ratings(tomorrow)[eva.pk].scoring.started_at == midnight


def test_what_is_previewed_is_what_applying_gives_and_taking_back_restores(
    server: DiscordServer, summed: Summed
) -> None:
    make_worked_example(server)
    summed()
    before = dict(ratings(PERIOD))
    newest = ScoringVersion.in_force(NOON)
    changed = ScoringVersion(started_at=NOON, message_points=7, labels=newest.labels)
    previewed = dict(ratings(PERIOD, scoring=changed.scoring))
    assert dict(ratings(PERIOD)) == before != previewed
    version = ScoringVersion.renew(NOON, message_points=7)
    assert dict(ratings(PERIOD)) == previewed
    assert version is not None
    version.delete()
    assert dict(ratings(PERIOD)) == before


def test_labels_of_the_past_keep_their_names(server: DiscordServer, summed: Summed) -> None:
    eva = make_worked_example(server)
    summed()
    RatingSettings.objects.filter(min_score=35).update(min_score=49)
    later = NOON + timedelta(days=2)
    ScoringVersion.renew(later)
    assert ratings(PERIOD)[eva.pk].score.label.min_score == 35
    assert ratings(Period(PERIOD.first, later.date()))[eva.pk].score.label.min_score == 49


def test_a_version_that_says_nothing_new_is_none() -> None:
    assert ScoringVersion.renew(NOON, message_points=3) is None
    assert ScoringVersion.objects.count() == 1


def test_who_held_in_vain_and_dismissed_is_shown(server: DiscordServer, summed: Summed) -> None:
    eva = make_curator()
    make_request(
        server, asked_at=NOON, status="expired", closed_at=NOON + timedelta(days=1), claimed_by=eva
    )
    make_request(server, asked_at=NOON, status="dismissed", closed_at=NOON, dismissed_by=eva)
    summed()
    rating = ratings(PERIOD)[eva.pk]
    assert (rating.held, rating.dismissed) == (1, 1)


def test_all_curators_take_as_many_statements_as_one(server: DiscordServer, summed: Summed) -> None:
    make_worked_example(server)
    make_worked_example(server, "Отто")
    summed()
    # The version in force, the sums of activities, the sums of answers.
    with CaptureQueriesContext(connection) as asked:
        ratings(PERIOD)
    assert len(asked) == 3
