"""The score of a curator: what they did, by weights, made more or less by how fast they answered.

`docs/rules.md` tells the same in words. Whole numbers only, so that anyone can do the sum again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

FAST, SLOW, USUAL = 120, 80, 100


@dataclass(frozen=True, slots=True)
class Label:
    """A name for every score from `min_score` on."""

    name: str
    min_score: int


@dataclass(frozen=True, slots=True)
class Scoring:
    """One version of every number that a score depends on. `labels` fall; the last begins at 0.

    `block_cap`: how many plain messages on one server count within ten minutes; None: all.
    """

    started_at: datetime
    message_points: int
    reply_points: int
    reaction_points: int
    verification_points: int
    good_seconds: int
    poor_seconds: int
    is_speed_counted: bool
    are_rescues_counted: bool
    block_cap: int | None
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What was done. `capped`: plain messages over the cap, which `messages` doesn't hold."""

    messages: int = 0
    replies: int = 0
    reactions: int = 0
    verifications: int = 0
    capped: int = 0


@dataclass(frozen=True, slots=True)
class Answers:
    """Requests that were answered. `timed`: at a known time, `seconds` later altogether.

    `usual`: of those the ones that were neither rescues nor asked in quiet hours.
    """

    count: int = 0
    timed: int = 0
    seconds: int = 0
    usual: int = 0
    usual_seconds: int = 0
    rescues: int = 0
    quiet: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """The sum and its parts. `paced`: how many answers set the speed, `paced_seconds` in all.

    `next_label` is None at the top; `missing`: how many points the score is short of it.
    """

    base: int
    paced: int
    paced_seconds: int
    speed_percent: int
    score: int
    label: Label
    next_label: Label | None
    missing: int


def score(counts: Counts, answers: Answers, scoring: Scoring) -> Score:
    base = (
        scoring.message_points * counts.messages
        + scoring.reply_points * counts.replies
        + scoring.reaction_points * counts.reactions
        + scoring.verification_points * counts.verifications
    )
    paced, paced_seconds = answers.usual, answers.usual_seconds
    if scoring.are_rescues_counted:
        paced, paced_seconds = answers.timed, answers.seconds
    percent = speed_percent(paced, paced_seconds, scoring)
    points = max(0, base * percent // 100)
    label, above = _label(points, scoring.labels)
    missing = above.min_score - points if above else 0
    return Score(base, paced, paced_seconds, percent, points, label, above, missing)


def speed_percent(answers: int, seconds: int, scoring: Scoring) -> int:
    """By the mean, which is compared as a sum and never rounded; 100 without answers."""
    if not scoring.is_speed_counted or answers == 0:
        return USUAL
    if seconds <= scoring.good_seconds * answers:
        return FAST
    return SLOW if seconds >= scoring.poor_seconds * answers else USUAL


def _label(points: int, labels: Sequence[Label]) -> tuple[Label, Label | None]:
    """The highest label whose minimum is reached, and the one above it."""
    above = None
    for label in labels:
        if label.min_score <= points:
            return label, above
        above = label
    raise ValueError("the lowest label must begin at 0")


def capped(blocks: Iterable[int], cap: int | None) -> int:
    """How many messages count of those that these ten-minute blocks hold."""
    return sum(blocks) if cap is None else sum(min(block, cap) for block in blocks)
