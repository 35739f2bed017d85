"""Who reviews a report, as said on the web."""

import pytest

from monitoring.recording.report_actions import release, take
from monitoring.recording.report_deeds import Outcome
from tests.monitoring.recording.report_stage import (
    FIRST,
    HEAD,
    SECOND,
    SENT,
    act,
    heard,
    reply,
    reported,
    reviewer,
    the_report,
    verifications,
)
from tests.monitoring.recording.scenario import moment, reacted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def configuration(db):
    return reported()


def test_who_takes_a_report_reviews_it_from_then_on(configuration):
    assert act(take, configuration) is Outcome.DONE
    report = the_report()
    assert (report.status, reviewer(), report.reviewing_since) == ("reviewing", FIRST, moment(60))
    heard(configuration, reacted(SENT, 90, SECOND), reply(95, SECOND))
    assert (the_report().status, reviewer()) == ("reviewing", FIRST)


def test_the_takers_reply_on_discord_ends_the_review(configuration):
    act(take, configuration)
    heard(configuration, reply(90, FIRST))
    assert (the_report().approved, verifications()) == (3, [(FIRST, SENT.message_id, moment(90))])


@pytest.mark.parametrize(
    ("seen", "outcome", "reviews"),
    [(None, Outcome.TAKEN, FIRST), (FIRST, Outcome.DONE, SECOND), (HEAD, Outcome.TAKEN, FIRST)],
)
def test_a_report_is_taken_over_only_from_whom_the_taker_saw(configuration, seen, outcome, reviews):
    act(take, configuration)
    result = act(take, configuration, by=SECOND, seconds=70, source=8, taken_from=seen)
    assert (result, reviewer()) == (outcome, reviews)


def test_a_reaction_is_taken_over_too(configuration):
    heard(configuration, reacted(SENT, 10, FIRST))
    assert act(take, configuration, by=SECOND, taken_from=FIRST) is Outcome.DONE
    heard(configuration, reply(90, FIRST))
    assert (the_report().status, reviewer()) == ("reviewing", SECOND)


def test_a_report_that_was_given_up_meanwhile_is_taken_all_the_same(configuration):
    assert act(take, configuration, taken_from=SECOND) is Outcome.DONE


def test_taking_what_one_reviews_already_changes_nothing(configuration):
    heard(configuration, reacted(SENT, 10, FIRST))
    assert act(take, configuration) is Outcome.DONE
    assert the_report().reviewing_since == moment(10)


def test_a_released_report_waits_for_somebody_again(configuration):
    heard(configuration, reacted(SENT, 10, FIRST))
    assert act(release, configuration) is Outcome.DONE
    report = the_report()
    assert (report.status, report.reviewer, report.reviewing_since) == ("pending", None, None)


@pytest.mark.parametrize("before", [[], [reacted(SENT, 10, SECOND)]])
def test_nobody_releases_what_they_do_not_review(configuration, before):
    heard(configuration, *before)
    assert act(release, configuration) is Outcome.NOT_HELD
