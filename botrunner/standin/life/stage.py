"""What every kind of behaviour shares: the direction, chance, texts, and things to do later."""

import heapq
import itertools
import math
import random
from collections.abc import Callable
from typing import Any

from ..direction import Direction
from ..errors import ApiError
from .cast import Scene

Act = Callable[[], object]


class Stage:
    """Time here is life time: seconds of it pass `speed` times faster than the clock's."""

    def __init__(self, direction: Direction, rng: random.Random, texts: dict[str, Any]) -> None:
        self.direction = direction
        self.rng = rng
        self.texts = texts
        self.now = 0.0
        self._later: list[tuple[float, int, Act]] = []
        self._order = itertools.count()

    def after(self, seconds: float, act: Act) -> None:
        heapq.heappush(self._later, (self.now + seconds, next(self._order), act))

    @property
    def next_at(self) -> float:
        """Life time of the next act; infinity when nothing is to come."""
        return self._later[0][0] if self._later else math.inf

    def play_next(self) -> None:
        """Do the next act. What it was about may be gone: a deleted message gets no answer."""
        self.now, _, act = heapq.heappop(self._later)
        try:
            act()
        except ApiError as error:
            if error.status != 404:
                raise

    def every(self, mean_seconds: float, act: Act) -> None:
        """Again and again, at random moments."""

        def again() -> None:
            self.every(mean_seconds, act)
            act()

        self.after(self.rng.expovariate(1 / mean_seconds), again)

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def about(self, median_seconds: float, spread: float = 0.6) -> float:
        """A delay as people have them: many short, few long."""
        return self.rng.lognormvariate(math.log(median_seconds), spread)

    def say(self, kind: str, scene: Scene | None = None, **parts: Any) -> str:
        text = str(self.rng.choice(self.texts[kind]))
        role = f"<@&{scene.help_role}>" if scene else ""
        return text.format(help=role, **parts)
