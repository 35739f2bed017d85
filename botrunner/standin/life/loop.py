"""The loop: an hour that has already passed, and then life as the clock goes on."""

import asyncio
import random
from collections.abc import Callable

from ..build import data
from ..direction import Direction
from .alerts import Alerts
from .cast import Scene, scenes
from .chatter import Chatter
from .reports import Reports
from .requests import Requests
from .stage import Stage

HISTORY_SECONDS = 3600
# Mean seconds between two of a kind, over all guilds.
TALK, REACT, CURATOR_TALK, MACHINES, ASK, REPORT, LOOK = 4.0, 10.0, 25.0, 60.0, 28.0, 200.0, 2.0
LONGEST_NAP = 0.5  # so that a change of the clock or a stop is noticed soon


class Life:
    def __init__(self, direction: Direction, seed: int, speed: float) -> None:
        self._clock = direction.core.clock
        self._speed = speed
        self._rng = random.Random(seed)
        self._scenes = scenes(direction.world, self._rng)
        self._stage = Stage(direction, self._rng, data("texts.json"))
        self._alerts = Alerts(self._stage, self._scenes)
        self._begin()

    def prelude(self, seconds: float = HISTORY_SECONDS) -> None:
        """Play the last `seconds` at once, each thing with the time that it would have had."""
        start_ms = self._clock.now_ms() - int(seconds * 1000)
        while self._stage.next_at <= seconds:
            with self._clock.frozen_at(start_ms + int(self._stage.next_at * 1000)):
                self._stage.play_next()
        self._stage.now = seconds

    async def run(self) -> None:
        """Go on from now, for ever."""
        loop = asyncio.get_running_loop()
        began, origin = loop.time(), self._stage.now
        while True:
            due = began + (self._stage.next_at - origin) / self._speed
            wait = due - loop.time()
            if wait > 0:
                await asyncio.sleep(min(wait, LONGEST_NAP))
            else:
                self._stage.play_next()

    def _begin(self) -> None:
        chatter, reports = Chatter(self._stage), Reports(self._stage)
        requests = Requests(self._stage)
        for mean, act in (
            (TALK, chatter.talk),
            (REACT, chatter.react),
            (CURATOR_TALK, chatter.curator_talk),
            (MACHINES, chatter.machines),
            (ASK, requests.ask),
            (REPORT, reports.report),
        ):
            self._stage.every(mean, self._somewhere(act))
        self._stage.every(LOOK, self._alerts.look)

    def _somewhere(self, act: Callable[[Scene], None]) -> Callable[[], None]:
        return lambda: act(self._rng.choice(self._scenes))
