from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.rules.report_events import Kind, ReportFacts
from monitoring.rules.report_history import history
from monitoring.rules.report_reviews import Status, review_state

from .test_report_reviews import ANNA, BORIS, REPORT, deleted, minute, reacted, replied, web
from .test_report_reviews_in_any_order import AUTHOR, HISTORIES


def told(*events):
    """Of each change: what happened, and which reviewer and number it left."""
    return [
        (change.event.kind, change.after.reviewer_id, change.after.approved)
        for change in history(REPORT, events)
    ]


def test_each_event_says_what_it_found_and_what_it_left():
    events = [reacted(ANNA, 1), web(Kind.TAKEN, 2, BORIS), web(Kind.VERIFIED, 3, BORIS, 4)]
    first, second, third = history(REPORT, events[::-1])
    assert (first.before.reviewer_id, first.after.reviewer_id) == (None, ANNA)
    assert (second.before.reviewer_id, second.after.reviewer_id) == (ANNA, BORIS)
    assert (third.before.status, third.after.status) == (Status.REVIEWING, Status.VERIFIED)


def test_a_correction_says_from_which_number_to_which():
    events = [reacted(ANNA, 1), replied(ANNA, 2, "3"), web(Kind.CORRECTED, 9, BORIS, 4)]
    correction = history(REPORT, events)[-1]
    assert (correction.before.approved, correction.after.approved) == (3, 4)


def test_an_event_that_is_heard_late_changes_what_the_later_ones_found():
    events = [web(Kind.VERIFIED, 3, BORIS, 4), reacted(ANNA, 1), replied(ANNA, 2, "3")]
    assert told(*events) == [("reaction", ANNA, None), ("reply", ANNA, 3), ("verified", ANNA, 3)]


def test_a_reaction_that_is_taken_back_is_told_twice():
    changes = history(REPORT, [reacted(ANNA, 1, back=4), web(Kind.EDITED, 2, number=7)])
    assert [(each.moment, each.is_taken_back) for each in changes] == [
        (minute(1), False), (minute(2), False), (minute(4), True),
    ]  # fmt: skip
    assert changes[-1].after.status == Status.PENDING


@pytest.mark.parametrize("at", [5, None])
def test_a_deletion_is_told_last(at):
    assert history(REPORT, [deleted(at), reacted(ANNA, 1)])[-1].after.status == Status.WITHDRAWN


@given(events=HISTORIES, count=st.one_of(st.none(), st.integers(1, 6)))
def test_the_history_is_one_chain_from_the_opening_to_the_state(events, count):
    report = ReportFacts(AUTHOR, count)
    changes = history(report, events)
    for earlier, later in pairwise(changes):
        is_same = earlier.moment == later.moment
        assert later.before == (earlier.before if is_same else earlier.after)
    if changes:
        assert changes[-1].after == review_state(report, events)
