"""Kills a bot again and again while things happen, and starts it again."""

import random
import time
from collections import deque
from dataclasses import dataclass, field

from django.db import DatabaseError

from monitoring.models import BotLease
from tests.pipeline.databases import ALIAS
from tests.pipeline.world import World

from .steps import ALERT_STEPS, COUNT, STEP, STEPS

PORTION = 10  # events between two looks at the bot
PACE = 40  # events a second
PATIENCE_SECONDS = 60.0  # for a step that does not come: calls wait until the history is read
UNSURE_SECONDS = 4.0  # before a death; what was heard then may not have been written


@dataclass
class Storm:
    world: World
    rng: random.Random
    deaths: dict[str, int] = field(default_factory=dict)
    unheard_from: int = 0
    heard: deque[tuple[float, int]] = field(default_factory=lambda: deque(maxlen=4000))

    def rage(self, kills: int) -> None:
        """`kills` deaths, every step of the alert's path among them where there are enough."""
        steps = [*ALERT_STEPS, *STEPS]
        for number in range(kills):
            is_step = number % 2 == 0
            step = steps[(number // 2) % len(steps)] if is_step else ""
            self.live_and_die(step)

    def live_and_die(self, step: str) -> None:
        """One life: until the step kills it, or after a random moment somebody else does."""
        bot = self.world.bot
        self.start({STEP: step, COUNT: str(self.rng.randint(1, 3))} if step else {})
        until = time.monotonic() + (PATIENCE_SECONDS if step else self.rng.uniform(0.2, 4.0))
        while bot.is_running and time.monotonic() < until:
            self._play()
        self._count(step if step and not bot.is_running else "a random moment")
        bot.kill()
        if not self.world.has_open_gaps():  # else what waited behind the reading died too
            self.unheard_from = self._number_at(time.monotonic() - UNSURE_SECONDS)
        self._play()
        free_the_lease()

    def start(self, variables: dict[str, str]) -> None:
        """And wait until it hears, or is dead again; what came before it may have missed."""
        self.world.bot.variables = variables
        self.world.bot.start()
        until = time.monotonic() + 60
        while self.world.bot.is_running and time.monotonic() < until:
            if self.world.is_heard():
                break
            time.sleep(0.1)
        self.world.windows.append((self.unheard_from, len(self.world.discord.standin.log)))

    def _play(self) -> None:
        self.world.play(PORTION, events_per_second=PACE)
        self.heard.append((time.monotonic(), len(self.world.discord.standin.log)))

    def _number_at(self, moment: float) -> int:
        """The last log entry of that moment."""
        earlier = (n for at, n in reversed(self.heard) if at < moment)
        return min(next(earlier, 0), self.heard[-1][1] if self.heard else 0)

    def _count(self, how: str) -> None:
        self.deaths[how] = self.deaths.get(how, 0) + 1


def free_the_lease() -> None:
    """The dead hold it for 30 seconds; nothing is learnt by waiting for them."""
    for _ in range(50):
        try:
            BotLease.objects.using(ALIAS).update(expires_at=None)
            return
        except DatabaseError:
            time.sleep(0.1)
