"""Numbers that are put right, and reports that are none."""

import pytest

from monitoring.models import ReportEvent
from monitoring.recording.report_actions import correct, verify, withdraw
from monitoring.recording.report_deeds import Outcome
from tests.monitoring.recording.report_stage import (
    FIRST,
    HEAD,
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
from tests.monitoring.recording.scenario import REPORT, edited, moment, reacted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def configuration(db):
    return reported()


@pytest.fixture
def uncounted(db):
    return reported(UNREAD)


def test_a_correction_changes_numbers_and_neither_reviewer_nor_time(configuration):
    heard(configuration, reacted(SENT, 10, FIRST), reply(20, FIRST))
    assert act(correct, configuration, by=HEAD, approved=6, count=7) is Outcome.DONE
    report = the_report()
    assert (report.approved, report.count, report.count_rule) == (6, 7, "by_hand")
    assert (reviewer(), report.verified_at) == (FIRST, moment(20))
    assert (verifications(), counted()) == ([(FIRST, SENT.message_id, moment(20))], {FIRST: 1})


@pytest.mark.parametrize(
    ("numbers", "outcome"),
    [
        ({"approved": 5}, Outcome.DONE),
        ({"approved": 6}, Outcome.OVER_COUNT),
        ({"count": 3}, Outcome.DONE),
        ({"count": 2}, Outcome.OVER_COUNT),
        ({"approved": 2, "count": 2}, Outcome.DONE),
    ],
)
def test_corrected_numbers_fit_each_other(configuration, numbers, outcome):
    heard(configuration, reacted(SENT, 10, FIRST), reply(20, FIRST))
    assert act(correct, configuration, by=HEAD, **numbers) is outcome


def test_before_the_verdict_only_the_count_is_corrected_and_outlasts_edits(uncounted):
    assert act(correct, uncounted, by=HEAD, approved=1) is Outcome.NOT_VERIFIED
    assert act(correct, uncounted, by=HEAD, count=4) is Outcome.DONE
    heard(uncounted, edited(SENT, 90, REPORT))
    assert (the_report().status, the_report().count) == ("pending", 4)


def test_a_corrected_count_makes_the_reviewers_earlier_approval_understood(uncounted):
    heard(uncounted, reacted(SENT, 10, FIRST), reply(20, FIRST, "всё принято"))
    act(correct, uncounted, by=HEAD, count=4)
    assert (the_report().approved, verifications()[0][2]) == (4, moment(20))


def test_correcting_to_the_same_numbers_leaves_no_row(configuration):
    act(verify, configuration, approved=2)
    assert act(correct, configuration, by=HEAD, approved=2, count=5) is Outcome.DONE
    assert list(ReportEvent.objects.values_list("kind", flat=True)) == ["verified"]


def test_a_withdrawn_report_is_over(configuration):
    assert act(withdraw, configuration, by=HEAD) is Outcome.DONE
    heard(configuration, reacted(SENT, 70, FIRST), reply(80, FIRST))
    assert (the_report().status, verifications()) == ("withdrawn", [])


def test_a_verified_report_is_not_withdrawn(configuration):
    act(verify, configuration, approved=0)
    assert act(withdraw, configuration, by=HEAD, source=8) is Outcome.CLOSED
    assert counted() == {FIRST: 1}
