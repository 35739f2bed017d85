"""An honest month: ninety people ask, Отто works, Ева helps now and then. The same at every run.

Ева's twelve answers are seven quick ones and five to hard requests, which she answers slowly; eight
people are answered by nobody.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.farming.world import (
    EVA,
    HELP,
    LEADERS,
    MEMBERS,
    OTTO,
    REPORTS,
    Scene,
    after,
    local,
)
from monitoring.events import Message

SEED = 20261101
DAYS = 30
CALLS = ("нужна помощь куратора", "помогите, пожалуйста", "есть вопрос по отпуску")
QUICK_WAITS = (22, 31, 38, 40, 44, 49, 56)
HARD_WAITS = (170, 260, 340, 480, 590)
NOBODY = 8

# What Ева does with a hard request that she would honestly answer after so many seconds.
Hard = Callable[[Scene, Message, int], None]


@dataclass(slots=True)
class Life:
    """`hard`: Ева's hard requests; `left`: those that nobody answers."""

    scene: Scene = field(default_factory=Scene)
    calls: list[Message] = field(default_factory=list)
    hard: list[Message] = field(default_factory=list)
    left: list[Message] = field(default_factory=list)


def answers_slowly(scene: Scene, call: Message, wait: int) -> None:
    scene.post(after(call, wait), EVA, "посмотрела, делается так", to=call)


def honest_month(hard: Hard = answers_slowly, seed: int = SEED) -> Life:
    life, rng = Life(), random.Random(seed)
    roles = ["quick"] * len(QUICK_WAITS) + ["hard"] * len(HARD_WAITS) + ["left"] * NOBODY
    roles += ["otto"] * (3 * DAYS - len(roles))
    rng.shuffle(roles)
    waits = {"quick": iter(QUICK_WAITS), "hard": iter(HARD_WAITS)}
    for number, role in enumerate(roles):
        day, part = divmod(number, 3)
        call = _call(life, rng, day, 10 + 4 * part + 3 * rng.random())
        if role == "quick":
            _answers_quickly(life.scene, call, next(waits[role]))
        elif role == "hard":
            life.hard.append(call)
            hard(life.scene, call, next(waits[role]))
        elif role == "left":
            life.left.append(call)
        else:
            _helped_by_otto(life.scene, rng, call)
    _chat(life.scene, rng)
    _reports(life.scene, rng)
    return life


def _call(life: Life, rng: random.Random, day: int, hour: float) -> Message:
    asker = MEMBERS[len(life.calls) % len(MEMBERS)]
    call = life.scene.post(local(day, hour), asker, rng.choice(CALLS), HELP)
    life.calls.append(call)
    return call


def _answers_quickly(scene: Scene, call: Message, wait: int) -> None:
    if wait in QUICK_WAITS[-2:]:
        scene.react(after(call, wait), EVA, call)
    else:
        scene.post(after(call, wait), EVA, "сейчас объясню", to=call)


def _helped_by_otto(scene: Scene, rng: random.Random, call: Message) -> None:
    """Mostly within a minute or five; one in fourteen after the alert. Often they talk on."""
    wait = rng.choices(
        (rng.randint(15, 60), rng.randint(61, 300), rng.randint(700, 2_000)), (9, 4, 1)
    )[0]
    kind = rng.random()
    if kind < 0.2:
        scene.react(after(call, wait), OTTO, call)
    elif kind < 0.4:
        scene.post(after(call, wait), OTTO, "смотри закреп", HELP, names=[call.author_id])
    else:
        scene.post(after(call, wait), OTTO, "это делается в мэрии", to=call)
    if rng.random() < 0.5:
        _talk(scene, rng, call, wait)


def _talk(scene: Scene, rng: random.Random, call: Message, wait: int) -> None:
    seconds: float = wait
    for _ in range(rng.randint(1, 3)):
        seconds += rng.uniform(15, 60)
        said = scene.post(after(call, seconds), call.author_id, "а документы?", HELP)
        seconds += rng.uniform(10, 60)
        to = said if rng.random() < 0.5 else None
        scene.post(after(call, seconds), OTTO, "паспорт и заявление", HELP, to=to)


def _chat(scene: Scene, rng: random.Random) -> None:
    """Отто talks in the evenings, one to five messages in ten minutes; Ева hardly ever."""
    for day in range(DAYS):
        said = scene.post(local(day, 20), rng.choice(MEMBERS), "всем привет")
        if rng.random() < 0.6:
            for number in range(rng.choice((1, 1, 2, 2, 3, 5))):
                scene.post(after(said, 60 + 70 * number), OTTO, "привет, как дела")
        if rng.random() < 0.4:
            scene.react(after(said, 300), OTTO, said, "👋")
        if day in (5, 17):
            scene.react(after(said, 400), EVA, said, "👋")
        if day == 11:
            scene.post(after(said, 100), EVA, "привет")


def _reports(scene: Scene, rng: random.Random) -> None:
    """Three leaders a week; Ева verifies one of the twelve, Отто the others."""
    for week in range(4):
        for number, leader in enumerate(LEADERS):
            text = f"отчёт куратору, {rng.randint(2, 9)} задач"
            report = scene.post(local(7 * week + 6, 18 + number), leader, text, REPORTS)
            reviewer = EVA if (week, number) == (2, 1) else OTTO
            scene.react(after(report, 600), reviewer, report)
            scene.post(after(report, 900), reviewer, "все засчитаны", to=report)
