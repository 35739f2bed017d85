from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitoring.rules.report_events import Kind, ReportEvent, ReportFacts
from monitoring.rules.report_reviews import ReviewState, Status, review_state, week_of

START = datetime(2025, 8, 18, 12, tzinfo=UTC)
AUTHOR, ANNA, BORIS = 1, 2, 3
REPORT = ReportFacts(author_id=AUTHOR, count=5)
MESSAGE = 1000


def minute(number):
    return START + timedelta(minutes=number)


def reacted(actor, at, *, back=None, emoji="1f440", delivered=None):
    return ReportEvent(
        Kind.REACTION, MESSAGE, actor, None if at is None else minute(at), emoji,
        delivered_at=minute(delivered if at is None and delivered is not None else at or 0),
        withdrawn_at=None if back is None else minute(back),
    )  # fmt: skip


def replied(actor, at, text, *, back=None):
    taken = None if back is None else minute(back)
    return ReportEvent(Kind.REPLY, 2000 + at, actor, minute(at), text=text, withdrawn_at=taken)


def web(kind, at, actor=ANNA, number=None):
    return ReportEvent(kind, 3000 + at, actor, minute(at), number=number)


def deleted(at):
    return ReportEvent(Kind.DELETED, MESSAGE, at=None if at is None else minute(at))


def state_of(*events, report=REPORT):
    return review_state(report, events)


def verified(reviewer, since, approved, at, count=5):
    return ReviewState(
        Status.VERIFIED, reviewer, None if since is None else minute(since), approved, minute(at),
        2000 + at, count,
    )  # fmt: skip


def test_a_report_that_nothing_happened_to_is_pending():
    assert state_of() == ReviewState(Status.PENDING, count=5)


def test_the_earliest_reaction_is_the_reviewer():
    state = state_of(reacted(BORIS, 2), reacted(ANNA, 1))
    assert state == ReviewState(Status.REVIEWING, ANNA, minute(1), count=5)


def test_the_reviewers_understood_reply_ends_the_review():
    assert state_of(reacted(ANNA, 1), replied(ANNA, 2, "3/5")) == verified(ANNA, 1, 3, 2)


def test_a_reply_before_the_reaction_ends_the_review_too():
    assert state_of(replied(ANNA, 1, "принято"), reacted(ANNA, 2)) == verified(ANNA, 2, 5, 1)


def test_a_reply_without_a_reaction_ends_nothing():
    assert state_of(replied(ANNA, 1, "принято")).status == Status.PENDING


def test_the_earliest_understood_reply_decides():
    events = [
        reacted(ANNA, 1), replied(ANNA, 2, "гляну вечером"), replied(ANNA, 3, "3"),
        replied(ANNA, 4, "принято"),
    ]  # fmt: skip
    assert state_of(*events) == verified(ANNA, 1, 3, 3)


def test_a_refusal_is_a_verdict_of_nothing():
    assert state_of(reacted(ANNA, 1), replied(ANNA, 2, "отклонено")) == verified(ANNA, 1, 0, 2)


def test_another_curators_reply_and_reaction_change_nothing():
    state = state_of(reacted(ANNA, 1), reacted(BORIS, 2), replied(BORIS, 3, "принято"))
    assert state == ReviewState(Status.REVIEWING, ANNA, minute(1), count=5)


def test_the_author_does_not_review_the_own_report():
    state = state_of(reacted(AUTHOR, 1), replied(AUTHOR, 2, "принято"), web(Kind.TAKEN, 3, AUTHOR))
    assert state.status == Status.PENDING


@pytest.mark.parametrize("kind", [Kind.VERIFIED, Kind.CORRECTED, Kind.COUNTED])
def test_the_author_says_no_number_of_the_own_report_on_the_web(kind):
    checked = [reacted(ANNA, 1), replied(ANNA, 2, "3")]
    assert state_of(web(kind, 1, AUTHOR, 4)) == ReviewState(Status.PENDING, count=5)
    assert state_of(*checked, web(kind, 3, AUTHOR, 4)) == verified(ANNA, 1, 3, 2)


def test_a_reaction_taken_back_passes_the_review_on():
    state = state_of(reacted(ANNA, 1, back=5), reacted(BORIS, 2))
    assert state == ReviewState(Status.REVIEWING, BORIS, minute(2), count=5)


def test_the_next_reviewers_earlier_reply_ends_the_review_when_it_is_passed_on():
    events = [reacted(ANNA, 1, back=5), reacted(BORIS, 2), replied(BORIS, 3, "4")]
    assert state_of(*events) == verified(BORIS, 2, 4, 3)


def test_a_reaction_taken_back_with_nobody_next_leaves_the_report_pending():
    assert state_of(reacted(ANNA, 1, back=5)) == ReviewState(Status.PENDING, count=5)


def test_a_reaction_taken_back_after_the_verdict_changes_nothing():
    events = [reacted(ANNA, 1, back=5), replied(ANNA, 2, "принято"), reacted(BORIS, 3)]
    assert state_of(*events) == verified(ANNA, 1, 5, 2)


def test_a_second_emoji_keeps_the_reviewer_when_the_first_is_taken_back():
    state = state_of(reacted(ANNA, 1, back=3), reacted(ANNA, 2, emoji="2705"), reacted(BORIS, 2))
    assert state.reviewer_id == ANNA


def test_a_reply_deleted_before_the_reaction_is_no_verdict():
    state = state_of(replied(ANNA, 1, "принято", back=2), reacted(ANNA, 3))
    assert state.status == Status.REVIEWING


def test_a_reply_deleted_after_the_verdict_changes_nothing():
    assert state_of(reacted(ANNA, 1), replied(ANNA, 2, "3", back=9)) == verified(ANNA, 1, 3, 2)


@pytest.mark.parametrize("first", [ANNA, BORIS])
def test_among_unknown_times_the_first_who_replied_reviews(first):
    second = ANNA + BORIS - first
    events = [
        reacted(ANNA, None, delivered=8), reacted(BORIS, None, delivered=8),
        replied(first, 2, "гляну"), replied(second, 3, "принято"),
    ]  # fmt: skip
    assert state_of(*events) == ReviewState(Status.REVIEWING, first, count=5)


def test_one_reaction_of_unknown_time_reviews_since_nobody_knows_when():
    assert state_of(reacted(ANNA, None)) == ReviewState(Status.REVIEWING, ANNA, count=5)


def test_several_of_unknown_time_without_a_reply_leave_the_reviewer_open():
    state = state_of(reacted(ANNA, None), reacted(BORIS, None))
    assert state == ReviewState(Status.REVIEWING, None, count=5)


def test_a_known_time_beats_an_unknown_one():
    state = state_of(reacted(ANNA, None), reacted(BORIS, 4))
    assert (state.reviewer_id, state.reviewing_since) == (BORIS, minute(4))


def test_a_verdict_on_a_reaction_of_unknown_time_outlives_its_being_taken_back():
    lost = ReportEvent(
        Kind.REACTION, MESSAGE, ANNA, None, "1f440", delivered_at=minute(9), withdrawn_at=minute(9)
    )
    assert state_of(lost, replied(ANNA, 2, "принято")) == verified(ANNA, None, 5, 2)


def test_taking_over_makes_the_taker_the_reviewer_from_then_on():
    events = [reacted(ANNA, 1), web(Kind.TAKEN, 3, BORIS), replied(ANNA, 4, "принято")]
    assert state_of(*events) == ReviewState(Status.REVIEWING, BORIS, minute(3), count=5)


def test_taking_over_after_the_verdict_changes_nothing():
    events = [reacted(ANNA, 1), replied(ANNA, 2, "принято"), web(Kind.TAKEN, 3, BORIS)]
    assert state_of(*events) == verified(ANNA, 1, 5, 2)


def test_a_release_passes_the_review_on_and_a_new_reaction_begins_again():
    released = [reacted(ANNA, 1), web(Kind.RELEASED, 3)]
    assert state_of(*released) == ReviewState(Status.PENDING, count=5)
    assert state_of(*released, reacted(BORIS, 2)).reviewer_id == BORIS
    assert state_of(*released, reacted(ANNA, 5, emoji="2705")).reviewing_since == minute(5)


def test_a_release_covers_the_reactions_of_its_own_moment():
    assert state_of(reacted(ANNA, 1), reacted(ANNA, 3, emoji="2705"), web(Kind.RELEASED, 3)) == (
        ReviewState(Status.PENDING, count=5)
    )


def test_only_ones_own_review_is_released():
    state = state_of(reacted(ANNA, 1), web(Kind.RELEASED, 3, BORIS))
    assert state == ReviewState(Status.REVIEWING, ANNA, minute(1), count=5)
    taken = [web(Kind.TAKEN, 2, BORIS), web(Kind.RELEASED, 3, ANNA)]
    assert state_of(reacted(ANNA, 1), *taken).reviewer_id == BORIS


def test_a_released_reaction_is_not_the_reviewers_again_when_the_taker_releases_too():
    events = [
        reacted(ANNA, 1), web(Kind.RELEASED, 2, ANNA), web(Kind.TAKEN, 3, BORIS),
        web(Kind.RELEASED, 4, BORIS),
    ]  # fmt: skip
    assert state_of(*events) == ReviewState(Status.PENDING, count=5)


def test_a_taker_who_releases_hands_it_back_to_the_reactions():
    state = state_of(reacted(ANNA, 1), web(Kind.TAKEN, 3, BORIS), web(Kind.RELEASED, 4, BORIS))
    assert (state.reviewer_id, state.reviewing_since) == (ANNA, minute(1))


def test_a_correction_changes_the_number_and_not_the_verification():
    events = [reacted(ANNA, 1), replied(ANNA, 2, "принято"), web(Kind.CORRECTED, 9, BORIS, 4)]
    state = state_of(*events)
    assert (state.approved, state.reviewer_id, state.verified_at) == (4, ANNA, minute(2))


def test_a_correction_of_a_report_without_a_verdict_changes_nothing():
    events = [reacted(ANNA, 1), web(Kind.CORRECTED, 3, BORIS, 2)]
    assert state_of(*events) == ReviewState(Status.REVIEWING, ANNA, minute(1), count=5)
    assert state_of(*events, replied(ANNA, 4, "принято")) == verified(ANNA, 1, 5, 4)


def test_the_latest_correction_stands():
    events = [
        reacted(ANNA, 1), replied(ANNA, 2, "принято"), web(Kind.CORRECTED, 8, BORIS, 1),
        web(Kind.CORRECTED, 9, BORIS, 4),
    ]  # fmt: skip
    assert state_of(*events).approved == state_of(*reversed(events)).approved == 4


def test_a_verdict_on_the_web_ends_the_review_without_a_message():
    state = state_of(web(Kind.VERIFIED, 3, BORIS, 2))
    assert state == ReviewState(Status.VERIFIED, BORIS, minute(3), 2, minute(3), None, 5)


@pytest.mark.parametrize(("reviewer", "since"), [(ANNA, 1), (BORIS, 3)])
def test_who_gives_the_verdict_on_the_web_is_the_reviewer(reviewer, since):
    state = state_of(reacted(ANNA, 1), web(Kind.VERIFIED, 3, reviewer, 2))
    assert (state.reviewer_id, state.reviewing_since) == (reviewer, minute(since))


def test_the_earlier_of_two_verdicts_decides_whichever_was_heard_first():
    web_first = [web(Kind.VERIFIED, 2, BORIS, 1), reacted(ANNA, 1), replied(ANNA, 3, "принято")]
    assert state_of(*web_first).approved == 1
    reply_first = [web(Kind.VERIFIED, 4, BORIS, 1), reacted(ANNA, 1), replied(ANNA, 3, "принято")]
    assert state_of(*reply_first) == verified(ANNA, 1, 5, 3)


def test_a_verdict_on_the_web_outlasts_the_reviewers_reaction_and_the_report():
    events = [reacted(ANNA, 1, back=5), web(Kind.VERIFIED, 3, ANNA, 2), deleted(6)]
    state = state_of(*events)
    assert (state.status, state.reviewer_id, state.approved) == (Status.VERIFIED, ANNA, 2)


@pytest.mark.parametrize(("count", "approved"), [(6, 5), (5, 5), (4, 4), (1, 1)])
def test_never_more_is_approved_than_the_corrected_count(count, approved):
    checked = [reacted(ANNA, 1), replied(ANNA, 2, "принято")]
    state = state_of(*checked, web(Kind.COUNTED, 3, BORIS, count))
    assert (state.approved, state.count) == (approved, count)


def test_a_count_that_rises_again_approves_nothing_by_itself():
    checked = [reacted(ANNA, 1), replied(ANNA, 2, "принято")]
    counts = [web(Kind.COUNTED, 3, BORIS, 2), web(Kind.COUNTED, 4, BORIS, 9)]
    assert state_of(*checked, *counts).approved == 2


def test_an_edit_while_pending_reads_the_count_again():
    assert state_of(web(Kind.EDITED, 1, AUTHOR, 7)).count == 7
    assert state_of(web(Kind.EDITED, 1, AUTHOR, None)).count is None


def test_an_edit_while_under_review_changes_nothing():
    assert state_of(reacted(ANNA, 1), web(Kind.EDITED, 2, AUTHOR, 7)).count == 5


def test_a_count_set_on_the_web_outlasts_edits_and_makes_an_approval_understood():
    unread = ReportFacts(AUTHOR, None)
    events = [reacted(ANNA, 1), replied(ANNA, 2, "принято"), web(Kind.COUNTED, 4, BORIS, 6)]
    assert state_of(*events[:2], report=unread).status == Status.REVIEWING
    assert state_of(*events, report=unread) == verified(ANNA, 1, 6, 2, count=6)
    edits = [web(Kind.COUNTED, 1, ANNA, 6), web(Kind.EDITED, 2, AUTHOR, 7)]
    assert state_of(*edits).count == 6


def test_a_report_is_withdrawn_on_the_web_unless_it_is_verified():
    withdrawn = web(Kind.WITHDRAWN, 3, BORIS)
    assert state_of(reacted(ANNA, 1), withdrawn) == ReviewState(Status.WITHDRAWN, count=5)
    checked = [reacted(ANNA, 1), replied(ANNA, 2, "принято"), withdrawn]
    assert state_of(*checked) == verified(ANNA, 1, 5, 2)


@pytest.mark.parametrize("at", [4, None])
def test_a_deleted_report_is_withdrawn_unless_it_is_verified(at):
    assert state_of(reacted(ANNA, 1), deleted(at)) == ReviewState(Status.WITHDRAWN, count=5)
    checked = [reacted(ANNA, 1), replied(ANNA, 2, "принято"), deleted(at)]
    assert state_of(*checked) == verified(ANNA, 1, 5, 2)


@pytest.mark.parametrize("end", [deleted(1), web(Kind.WITHDRAWN, 1)])
def test_what_comes_after_its_end_changes_nothing(end):
    events = [
        end, reacted(ANNA, 2), replied(ANNA, 3, "принято"), web(Kind.TAKEN, 4),
        web(Kind.VERIFIED, 5, ANNA, 3), web(Kind.CORRECTED, 6, ANNA, 2),
    ]  # fmt: skip
    assert state_of(*events) == ReviewState(Status.WITHDRAWN, count=5)


@pytest.mark.parametrize(
    ("at", "monday"),
    [
        (datetime(2025, 8, 17, 20, 59, tzinfo=UTC), date(2025, 8, 11)),
        (datetime(2025, 8, 17, 21, 0, tzinfo=UTC), date(2025, 8, 18)),
        (datetime(2025, 8, 18, 12, 0, tzinfo=UTC), date(2025, 8, 18)),
        (datetime(2025, 8, 24, 20, 59, tzinfo=UTC), date(2025, 8, 18)),
    ],
)
def test_a_week_begins_on_the_monday_of_the_local_date(at, monday):
    assert week_of(at, ZoneInfo("Europe/Moscow")) == monday
