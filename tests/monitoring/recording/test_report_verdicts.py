"""Verdicts given on the web, beside those given on Discord."""

import pytest

from monitoring.alerts.marks import marks_due
from monitoring.recording.report_actions import verify
from monitoring.recording.report_deeds import Outcome
from tests.monitoring.recording.report_stage import (
    FIRST,
    SECOND,
    SENT,
    UNREAD,
    act,
    counted,
    heard,
    reply,
    reported,
    reviewer,
    the_report,
    verifications,
)
from tests.monitoring.recording.scenario import CURATORS, deleted, moment, reacted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def configuration(db):
    return reported()


@pytest.fixture
def uncounted(db):
    return reported(UNREAD)


@pytest.mark.parametrize(("approved", "mark"), [(0, "❌"), (1, "✅"), (5, "✅")])
def test_a_verdict_is_one_verification_at_its_own_time(configuration, approved, mark):
    assert act(verify, configuration, approved=approved) is Outcome.DONE
    report = the_report()
    assert (report.status, report.approved, report.verified_at) == (
        "verified", approved, moment(60),
    )  # fmt: skip
    assert (reviewer(), report.verdict_message_id) == (FIRST, None)
    assert (verifications(), counted()) == ([(FIRST, SENT.message_id, moment(60))], {FIRST: 1})
    assert [due.wanted for due in marks_due(configuration, moment(61))] == [mark]


@pytest.mark.parametrize(
    ("reactor", "outcome"), [(None, Outcome.DONE), (FIRST, Outcome.DONE), (SECOND, Outcome.TAKEN)]
)
def test_the_verdict_is_the_reviewers_or_whose_where_nobody_reviews(
    configuration, reactor, outcome
):
    heard(configuration, *([reacted(SENT, 10, reactor)] if reactor else []))
    assert act(verify, configuration, approved=2) is outcome
    assert the_report().approved == (2 if outcome is Outcome.DONE else None)


def test_of_reactors_without_a_time_whoever_is_first_gives_the_verdict(configuration):
    for curator in CURATORS:
        heard(configuration, reacted(SENT, 10, curator, is_timed=False))
    assert (the_report().status, reviewer()) == ("reviewing", None)
    assert act(verify, configuration, by=SECOND, approved=5) is Outcome.DONE
    assert reviewer() == SECOND


def test_a_reply_heard_late_but_written_earlier_is_the_verdict(configuration):
    act(verify, configuration, approved=1)
    heard(configuration, reacted(SENT, 10, SECOND), reply(20, SECOND))
    assert (reviewer(), the_report().approved) == (SECOND, 3)
    assert (verifications(), counted()) == ([(SECOND, SENT.message_id, moment(20))], {SECOND: 1})


def test_a_reply_after_the_verdict_changes_nothing(configuration):
    act(verify, configuration, approved=1)
    heard(configuration, reacted(SENT, 70, SECOND), reply(80, SECOND), reply(80, FIRST))
    assert (reviewer(), the_report().approved, len(verifications())) == (FIRST, 1, 1)


def test_a_deletion_leaves_a_verdict(configuration):
    act(verify, configuration, approved=1)
    heard(configuration, deleted(SENT, 70))
    assert (the_report().status, counted()) == ("verified", {FIRST: 1})


@pytest.mark.parametrize(
    ("approved", "outcome"), [(4, Outcome.DONE), (5, Outcome.DONE), (6, Outcome.OVER_COUNT)]
)
def test_never_more_is_approved_than_the_count(configuration, approved, outcome):
    assert act(verify, configuration, approved=approved) is outcome


@pytest.mark.parametrize(
    ("numbers", "outcome", "count"),
    [
        ({"approved": 3}, Outcome.COUNT_NEEDED, None),
        ({"approved": 0}, Outcome.DONE, None),
        ({"approved": 3, "count": 2}, Outcome.OVER_COUNT, None),
        ({"approved": 3, "count": 3}, Outcome.DONE, 3),
        ({"approved": 0, "count": 4}, Outcome.DONE, 4),
    ],
)
def test_an_empty_count_is_said_with_the_verdict(uncounted, numbers, outcome, count):
    assert act(verify, uncounted, **numbers) is outcome
    assert the_report().count == count
    assert the_report().count_rule == ("by_hand" if count else "none")


@pytest.mark.parametrize(("said", "outcome"), [(5, Outcome.DONE), (6, Outcome.COUNTED)])
def test_a_count_that_is_known_by_now_is_not_said_anew(configuration, said, outcome):
    assert act(verify, configuration, approved=1, count=said) is outcome
    assert the_report().count == 5
