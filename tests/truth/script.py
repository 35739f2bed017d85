"""Plays scenes on a stand-in until enough has happened; all from one seed.

Discord's time runs ahead of ours: nothing waits, the stand-in's clock is put forward instead. It
never goes back, and each step forward begins with a message, so that a client can tell.
"""

import heapq
import random
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from itertools import count

from botrunner.standin import StandIn

from . import activity_scenes, answer_scenes, asking_scenes, report_scenes, thread_scenes
from .setting import Setting
from .stage import Stage
from .texts import CHATTER

Scene = Generator[float, None, None]
SceneMaker = Callable[[Stage], Scene]
TICK_SECONDS = 4.0
CLOCK_SERVER = "Detectives"
CAST: tuple[tuple[SceneMaker, int], ...] = (
    *activity_scenes.SCENES,
    *asking_scenes.SCENES,
    *answer_scenes.SCENES,
    *thread_scenes.SCENES,
    *report_scenes.SCENES,
)


@dataclass
class Script:
    """`ticks()` yields after each step of Discord's clock, with all that it brought done."""

    standin: StandIn
    setting: Setting
    seed: int = 1
    crowd: int = 150  # scenes at once
    stage: Stage = field(init=False)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.stage = Stage(self.standin, self.setting, self.rng)
        self._waiting: list[tuple[float, int, Scene]] = []
        self._numbers = count()

    def ticks(self, events: int) -> Iterator[int]:
        """Until the log holds `events` more entries; scenes that are not over go on next time."""
        until = len(self.standin.log) + events
        while len(self.standin.log) < until:
            self._enter()
            self._tick()
            yield len(self.standin.log)

    def _enter(self) -> None:
        while len(self._waiting) < self.crowd:
            makers, weights = zip(*CAST, strict=True)
            scene = self.rng.choices(makers, weights)[0](self.stage)
            self._await(scene, self.now() + self.rng.uniform(0, 40))

    def _await(self, scene: Scene, due: float) -> None:
        heapq.heappush(self._waiting, (due, next(self._numbers), scene))

    def now(self) -> float:
        return self.standin.core.clock.now_ms() / 1000

    def _tick(self) -> None:
        """Everything that is due by the next step of the clock, in a random order."""
        ahead = max(TICK_SECONDS, self._waiting[0][0] - self.now())
        self.standin.core.clock.offset_seconds += ahead
        self._mark()
        due = []
        while self._waiting and self._waiting[0][0] <= self.now():
            due.append(heapq.heappop(self._waiting)[2])
        self.rng.shuffle(due)
        for scene in due:
            self._step(scene)

    def _mark(self) -> None:
        """The message that tells a client what time it is, in a server that has no outages."""
        talker = self.stage.talker(CLOCK_SERVER)
        self.stage.say(CLOCK_SERVER, "общий-чат", talker, self.rng.choice(CHATTER))

    def _step(self, scene: Scene) -> None:
        wait = next(scene, None)
        if wait is not None:
            self._await(scene, self.now() + wait)
