"""A month through the real recording into the database, and what it is worth by the one score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from benchmarks.farming.attacks import Attack
from benchmarks.farming.life import Life, honest_month
from benchmarks.farming.world import (
    EVA,
    MARK,
    MONTH,
    OTTO,
    Happening,
    Pressed,
    make_world,
    when,
    who,
)
from curators.rules.rating import Scoring
from monitoring.configuration import Configuration, load_configuration
from monitoring.events import Event
from monitoring.recording import actions
from monitoring.recording.recorder import record
from monitoring.rules.periods import DAY
from monitoring.snowflakes import snowflake_at
from monitoring.statistics.ratings import Rating, ratings, scoring_of
from monitoring.statistics.requests import Figures, requests

AT_ONCE = 200
BUTTONS = {"answered": actions.mark_answered, "dismissed": actions.dismiss}
# What an owner may set, by name: what differs from the version in force.
SETTINGS: dict[str, dict[str, object]] = {
    "default": {},
    "cap 5": {"block_cap": 5},
    "cap 3": {"block_cap": 3},
    "cap 1": {"block_cap": 1},
    "1 and 3": {"message_points": 1, "reply_points": 3, "block_cap": 3},
    "rescues": {"are_rescues_counted": True},
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A month's ratings by setting and person, its requests (quiet hours apart), its actions."""

    ratings: Mapping[str, Mapping[int, Rating]]
    figures: Figures
    quiet: Figures
    actions: Mapping[int, int]

    def points(self, setting: str, *people: int) -> int:
        return sum(self.ratings[setting][person].score.score for person in people)

    @property
    def all_actions(self) -> int:
        return sum(self.actions.values())


@dataclass(frozen=True, slots=True)
class Gain:
    """What an attack brought to those who did it, beside the same month without it."""

    attack: Attack
    honest: Outcome
    attacked: Outcome

    @property
    def actions(self) -> int:
        """How many more than in the honest month."""
        return self.attacked.all_actions - self.honest.all_actions

    def points(self, setting: str = "default") -> int:
        return self.attacked.points(setting, EVA, MARK) - self.honest.points(setting, EVA, MARK)


def gain(attack: Attack, honest: Outcome) -> Gain:
    return Gain(attack, honest, outcome_of(attack))


def outcome_of(attack: Attack | None = None) -> Outcome:
    """Recorded, read, and rolled back: every month begins with an empty database."""
    with transaction.atomic():
        keys = make_world()
        life = script(attack)
        play(life.scene.happened, load_configuration())
        outcome = read(life, keys)
        transaction.set_rollback(True)
    return outcome


def script(attack: Attack | None) -> Life:
    if attack is None:
        return honest_month()
    life = honest_month(attack.hard) if attack.hard else honest_month()
    if attack.adds:
        attack.adds(life)
    return life


def play(happened: Iterable[Happening], configuration: Configuration) -> None:
    """In the order of Discord's time; at the end whoever waited past the limit expires."""
    batch: list[Event] = []
    for happening in sorted(happened, key=when):
        if not isinstance(happening, Pressed):
            batch.append(happening)
        if batch and (isinstance(happening, Pressed) or len(batch) == AT_ONCE):
            record(batch, configuration, {}, None)
            batch = []
        if isinstance(happening, Pressed):
            press(happening, configuration)
    record(batch, configuration, {}, None)
    actions.expire_due(configuration, looked_at(), lambda *_: "ready")


def looked_at() -> datetime:
    """A day after the month: nobody who asked in it still waits."""
    return MONTH.bounds(ZoneInfo(settings.TIME_ZONE))[1] + DAY


def press(pressed: Pressed, configuration: Configuration) -> None:
    BUTTONS[pressed.button](
        pressed.guild_id,
        pressed.message_id,
        pressed.actor_id,
        pressed.at,
        snowflake_at(pressed.at) + pressed.actor_id,
        configuration,
    )


def read(life: Life, keys: Mapping[int, int]) -> Outcome:
    """By the version in force, and by others on the same rows, as a preview would show them."""
    version = scoring_of(MONTH)
    found = {
        name: _people(replace(version, **changes), keys)  # type: ignore[arg-type]
        for name, changes in SETTINGS.items()
    }
    numbers = requests(MONTH, looked_at())
    done: dict[int, int] = {}
    for happening in life.scene.happened:
        done[who(happening)] = done.get(who(happening), 0) + 1
    return Outcome(found, numbers.usual, numbers.quiet, done)


def _people(scoring: Scoring, keys: Mapping[int, int]) -> dict[int, Rating]:
    rated = ratings(MONTH, scoring=scoring)
    return {person: rated[keys[person]] for person in (EVA, MARK, OTTO)}
