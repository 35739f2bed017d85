from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.rules.escalation import (
    Send,
    Step,
    Why,
    choose,
    first_due_at,
    next_due_at,
    nonce,
    sends_until,
    undecided,
)

ASKED = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CURATORS = Step(1, 600, channel_id=7, role_id=1, repeat_every_seconds=600, repeat_limit=3)
HEADS = Step(2, 1800, channel_id=7, role_id=2)
DEFAULT = (CURATORS, HEADS)
ON = frozenset({1, 2})


def at(seconds: float) -> datetime:
    return ASKED + timedelta(seconds=seconds)


def keys(sends: object) -> list[tuple[int, int]]:
    return [send.key for send in sends]


@pytest.mark.parametrize(
    ("seconds", "due"),
    [
        (599.999, []),
        (600, [(0, 0)]),
        (1199.999, [(0, 0)]),
        (1200, [(0, 0), (0, 1)]),
        (1800, [(0, 0), (0, 1), (0, 2), (1, 0)]),
        (2400, [(0, 0), (0, 1), (0, 2), (1, 0), (0, 3)]),
        (86_400, [(0, 0), (0, 1), (0, 2), (1, 0), (0, 3)]),
    ],
)
def test_each_send_is_due_at_its_second(seconds: float, due: list[tuple[int, int]]) -> None:
    assert keys(sends_until(DEFAULT, ASKED, at(seconds))) == due


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, 600), (599.999, 600), (600, 1200), (1500, 1800), (1800, 2400), (2400, None)],
)
def test_the_next_due_time_is_later_than_now(seconds: float, expected: int | None) -> None:
    found = next_due_at(DEFAULT, ASKED, at(seconds))
    assert found == (None if expected is None else at(expected))


def test_a_plan_without_steps_is_never_due_but_has_a_first_moment() -> None:
    assert sends_until((), ASKED, at(90_000)) == []
    assert next_due_at((), ASKED, ASKED) is None
    assert first_due_at((), ASKED) == at(600)
    assert first_due_at((HEADS, CURATORS), ASKED) == at(600)


def test_a_step_without_a_limit_repeats_until_it_is_closed() -> None:
    plan = (Step(1, 60, channel_id=7, repeat_every_seconds=60),)
    assert len(sends_until(plan, ASKED, at(86_400))) == 1440
    assert next_due_at(plan, ASKED, at(86_400)) == at(86_460)


def test_a_step_that_does_not_repeat_is_sent_once_whatever_its_limit() -> None:
    plan = (Step(1, 60, channel_id=7, repeat_limit=5),)
    assert keys(sends_until(plan, ASKED, at(9000))) == [(0, 0)]
    assert next_due_at(plan, ASKED, at(60)) is None


def test_what_was_decided_is_not_due_again() -> None:
    assert keys(undecided(DEFAULT, ASKED, [(0, 0), (0, 1)], at(1800))) == [(0, 2), (1, 0)]
    assert undecided(DEFAULT, ASKED, [(0, 0)], at(1199)) == []
    assert keys(undecided(DEFAULT, ASKED, [(1, 0)], at(700))) == [(0, 0)]


@given(
    st.lists(
        st.builds(
            Step,
            st.integers(1, 3),
            st.integers(0, 50),
            st.sampled_from([7, 8]),
            repeat_every_seconds=st.none() | st.integers(0, 20),
            repeat_limit=st.none() | st.integers(0, 5),
        ),
        max_size=4,
    ),
    st.integers(0, 200),
)
def test_polling_at_every_due_time_sends_each_send_once(plan: list[Step], end: int) -> None:
    seen: list[tuple[int, int]] = []
    now: datetime | None = ASKED - timedelta(seconds=1)
    while (now := next_due_at(plan, ASKED, now)) is not None and now <= at(end):
        due = undecided(plan, ASKED, seen, now)
        assert due
        assert {send.due_at for send in due} == {now}
        seen += keys(due)
    assert sorted(seen) == sorted(keys(sends_until(plan, ASKED, at(end))))


def due(*sends: tuple[int, int, int]) -> list[Send]:
    return [Send(step, repetition, at(seconds)) for step, repetition, seconds in sends]


def test_a_single_due_send_goes() -> None:
    assert keys(choose(DEFAULT, due((0, 0, 600)), ON).go) == [(0, 0)]


def test_a_repeat_due_together_with_a_later_step_in_its_channel_is_absorbed() -> None:
    decision = choose(DEFAULT, due((0, 2, 1800), (1, 0, 1800)), ON)
    assert keys(decision.go) == [(1, 0)]
    assert [(send.key, why) for send, why in decision.skipped] == [((0, 2), Why.ABSORBED)]


def test_a_repeat_goes_beside_a_later_step_in_another_channel() -> None:
    plan = (CURATORS, Step(2, 1800, channel_id=8))
    assert keys(choose(plan, due((0, 2, 1800), (1, 0, 1800)), ON).go) == [(0, 2), (1, 0)]


def test_two_first_sends_at_one_moment_both_go() -> None:
    plan = (Step(1, 600, channel_id=7), Step(2, 600, channel_id=7))
    assert keys(choose(plan, due((0, 0, 600), (1, 0, 600)), ON).go) == [(0, 0), (1, 0)]


@pytest.mark.parametrize(
    ("sends", "last"),
    [
        ([(0, 0, 600), (0, 1, 1200)], (0, 1)),
        ([(0, 0, 600), (0, 1, 1200), (0, 2, 1800), (1, 0, 1800)], (1, 0)),
        ([(1, 0, 1800), (0, 3, 2400)], (0, 3)),
    ],
)
def test_of_what_was_kept_back_only_the_latest_goes(
    sends: list[tuple[int, int, int]], last: tuple[int, int]
) -> None:
    decision = choose(DEFAULT, due(*sends), ON)
    assert keys(decision.go) == [last]
    assert {why for _, why in decision.skipped} == {Why.OVERTAKEN}
    assert len(decision.skipped) == len(sends) - 1


def test_a_step_that_is_off_is_skipped_and_overtakes_nobody() -> None:
    decision = choose(DEFAULT, due((0, 2, 1800), (1, 0, 1800)), frozenset({1}))
    assert keys(decision.go) == [(0, 2)]
    assert [(send.key, why) for send, why in decision.skipped] == [((1, 0), Why.SWITCHED_OFF)]
    assert choose(DEFAULT, due((0, 0, 600)), frozenset()).go == ()


def test_nonces_differ_and_fit_into_discords_limit() -> None:
    assert len(nonce((1 << 64) - 1, 99, 99_999)) <= 25
    made = {nonce(m, s, r) for m in (35, 36, 1 << 62) for s in (0, 1, 10) for r in (0, 1, 10)}
    assert len(made) == 27
