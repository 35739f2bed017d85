"""The score by hand, and every edge from both sides."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curators.rules.rating import Answers, Counts, Label, Scoring, capped, score
from curators.rules.rating_words import explain

LABELS = (
    Label("Великолепно", 50),
    Label("Хорошо", 35),
    Label("Нормально", 20),
    Label("Плохо", 10),
    Label("Ужасно", 0),
)
SCORING = Scoring(
    started_at=datetime(2025, 1, 1, tzinfo=UTC),
    message_points=3,
    reply_points=2,
    reaction_points=1,
    verification_points=5,
    good_seconds=60,
    poor_seconds=300,
    is_speed_counted=True,
    are_rescues_counted=False,
    block_cap=None,
    labels=LABELS,
)
WORKED = Counts(messages=10, replies=4, reactions=6, verifications=1)


def answers(*seconds: int) -> Answers:
    n, total = len(seconds), sum(seconds)
    return Answers(count=n, timed=n, seconds=total, usual=n, usual_seconds=total)


@pytest.mark.parametrize(
    ("given_answers", "percent", "points", "label"),
    [
        pytest.param(answers(), 100, 49, "Хорошо", id="no answers"),
        pytest.param(answers(30, 45, 50, 200, 400), 100, 49, "Хорошо", id="a mean of 145 s"),
        pytest.param(answers(45), 120, 58, "Великолепно", id="a mean of 45 s"),
        pytest.param(answers(300), 80, 39, "Хорошо", id="a mean of 300 s"),
    ],
)
def test_the_worked_examples(given_answers: Answers, percent: int, points: int, label: str) -> None:
    found = score(WORKED, given_answers, SCORING)
    assert (found.base, found.speed_percent) == (49, percent)
    assert (found.score, found.label.name) == (points, label)


@pytest.mark.parametrize(
    ("seconds", "percent"),
    [
        ((59, 60), 120),
        ((60, 60), 120),
        ((60, 61), 100),
        ((60, 60, 61), 100),
        ((299, 300), 100),
        ((299, 300, 300), 100),
        ((300, 300), 80),
        ((299, 301), 80),
        ((301, 300), 80),
    ],
)
def test_the_mean_is_compared_as_a_sum_and_never_rounded(
    seconds: tuple[int, ...], percent: int
) -> None:
    assert score(WORKED, answers(*seconds), SCORING).speed_percent == percent


@pytest.mark.parametrize(
    ("points", "label", "above", "missing"),
    [
        (0, "Ужасно", "Плохо", 10),
        (9, "Ужасно", "Плохо", 1),
        (10, "Плохо", "Нормально", 10),
        (19, "Плохо", "Нормально", 1),
        (20, "Нормально", "Хорошо", 15),
        (34, "Нормально", "Хорошо", 1),
        (35, "Хорошо", "Великолепно", 15),
        (49, "Хорошо", "Великолепно", 1),
        (50, "Великолепно", None, 0),
        (51, "Великолепно", None, 0),
    ],
)
def test_each_label_begins_at_its_minimum(
    points: int, label: str, above: str | None, missing: int
) -> None:
    found = score(Counts(reactions=points), Answers(), SCORING)
    assert (found.score, found.label.name) == (points, label)
    assert (found.next_label and found.next_label.name, found.missing) == (above, missing)


def test_a_weight_may_be_nothing() -> None:
    free = replace(SCORING, message_points=0, reply_points=0)
    assert score(WORKED, answers(), free).base == 6 + 5


def test_rescues_and_quiet_hours_stay_out_of_speed_until_a_switch_counts_them() -> None:
    slow = Answers(count=3, timed=3, seconds=2_045, usual=1, usual_seconds=45, rescues=1, quiet=1)
    assert score(WORKED, slow, SCORING).speed_percent == 120
    assert score(WORKED, slow, replace(SCORING, are_rescues_counted=True)).speed_percent == 80


def test_only_rescues_leave_the_score_as_it_is() -> None:
    rescues = Answers(count=2, timed=2, seconds=4_000, rescues=2)
    assert score(WORKED, rescues, SCORING).speed_percent == 100


def test_speed_can_be_switched_off() -> None:
    off = replace(SCORING, is_speed_counted=False)
    assert score(WORKED, answers(1), off).score == score(WORKED, answers(900), off).score == 49


@pytest.mark.parametrize(
    ("blocks", "cap", "counted"),
    [
        ((5, 1), None, 6),
        ((5, 1), 3, 4),
        ((3, 1), 3, 4),
        ((2, 1), 3, 3),
        ((5, 1), 0, 0),
        ((), 3, 0),
    ],
)
def test_a_block_counts_up_to_the_cap(
    blocks: tuple[int, ...], cap: int | None, counted: int
) -> None:
    assert capped(blocks, cap) == counted


@given(st.lists(st.integers(0, 50)), st.integers(0, 20), st.integers(0, 20))
def test_a_tighter_cap_never_counts_more(blocks: list[int], one: int, two: int) -> None:
    low, high = sorted((one, two))
    assert capped(blocks, low) <= capped(blocks, high) <= capped(blocks, None)


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "ru",
            [
                "Сообщения: 10 × 3 = 30, ответы: 4 × 2 = 8, реакции: 6 × 1 = 6, "
                "проверки отчётов: 1 × 5 = 5. Вместе 49.",
                "Скорость: ответов — 2, всего 90 с. Это не больше 2 × 60 = 120 с: 120 %.",
                "В скорость не входят спасения и ответы в тихие часы: 1.",
                "Ответов, время которых неизвестно, — 1; в скорость они не входят.",
                "Баллы: 49 × 120 : 100 = 58 (дробь отброшена).",
                "Оценка «Великолепно»: от 50.",
                "Считается по весам, действующим с 01.01.2025.",
            ],
        ),
        (
            "en",
            [
                "Messages: 10 × 3 = 30, replies: 4 × 2 = 8, reactions: 6 × 1 = 6, "
                "verified reports: 1 × 5 = 5. Together 49.",
                "Speed: answers — 2, 90 s altogether. That is at most 2 × 60 = 120 s: 120%.",
                "Rescues and answers in quiet hours stay out of speed: 1.",
                "Answers whose time is unknown: 1; they stay out of speed.",
                "Points: 49 × 120 : 100 = 58 (the fraction is dropped).",
                "Label «Великолепно»: from 50.",
                "Scored by the weights in force since 01.01.2025.",
            ],
        ),
    ],
)
def test_the_explanation_holds_the_whole_sum(language: str, sentences: list[str]) -> None:
    given_answers = Answers(count=4, timed=3, seconds=1_090, usual=2, usual_seconds=90, rescues=1)
    found = score(WORKED, given_answers, SCORING)
    assert explain(WORKED, given_answers, found, SCORING, language) == sentences


@pytest.mark.parametrize(
    ("seconds", "why"),
    [
        ((), "Ответов, по которым считается скорость, нет: 100 %."),
        (
            (200,),
            "Скорость: ответов — 1, всего 200 с. "
            "Это больше 1 × 60 = 60 с и меньше 1 × 300 = 300 с: 100 %.",
        ),
        (
            (400,),
            "Скорость: ответов — 1, всего 400 с. Это не меньше 1 × 300 = 300 с: 80 %.",
        ),
    ],
)
def test_every_speed_is_explained(seconds: tuple[int, ...], why: str) -> None:
    found = score(WORKED, answers(*seconds), SCORING)
    assert why in explain(WORKED, answers(*seconds), found, SCORING, "ru")


def test_the_cap_and_the_way_to_the_next_label_are_explained() -> None:
    capping = replace(SCORING, block_cap=3, is_speed_counted=False)
    counts = Counts(messages=6, capped=4)
    found = score(counts, Answers(), capping)
    sentences = explain(counts, Answers(), found, capping, "ru")
    assert (
        "Сообщений сверх предела (3 за 10 минут на одном сервере): 4. Они не считаются."
        in sentences
    )
    assert "Скорость не учитывается: 100 %." in sentences
    assert "До оценки «Нормально» (от 20) не хватает баллов: 2." in sentences
