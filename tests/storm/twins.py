"""Two bots on one database: one acts, the other waits; whoever loses the lease stops acting."""

import signal
import time

from tests.pipeline.world import World

from .storm import PACE, free_the_lease

TAKEOVER_SECONDS = 60  # the lease lasts 30; starting takes some seconds on a busy machine
PART = 120


class Twins:
    def __init__(self, world: World) -> None:
        self.world = world
        self.first, self.second = world.bot, world.product.bot("second")

    def one_is_killed(self) -> None:
        """The second takes over, and what happened meanwhile is read."""
        self.first.start()
        self.world.wait_until_connected()
        self.second.start()
        self._play()
        self.world.settle()
        with self.world.unheard():
            self.first.kill()
            self.world.bot = self.second
            self._play_until_identified()
        self._play()

    def one_is_suspended(self, seconds: float, hurry: bool) -> None:
        """It wakes up with events in its socket and alerts in its mind, and does nothing more.

        `hurry` lets its lease end at once, as if half a minute had passed.
        """
        self.first.start()
        self._play()
        self.world.settle()
        with self.world.unheard():
            began = time.monotonic()
            self.second.signal(signal.SIGSTOP)
            if hurry:
                free_the_lease()
            self.world.bot = self.first
            self._play_until_identified()
        while time.monotonic() - began < seconds:
            self._play()
        self.second.signal(signal.SIGCONT)
        self._play()

    def stop(self) -> None:
        """The one that waits first, or it would take over."""
        for bot in sorted((self.first, self.second), key=lambda each: each is self.world.bot):
            bot.signal(signal.SIGCONT)
            bot.stop()

    def connected(self) -> int:
        sessions = self.world.discord.standin.core.sessions
        return sum(each.outlet is not None for each in sessions)

    def _play(self) -> None:
        self.world.play(PART, events_per_second=PACE)

    def _play_until_identified(self) -> None:
        before, until = self._identified(), time.monotonic() + TAKEOVER_SECONDS
        while self._identified() == before:
            if time.monotonic() > until:
                raise TimeoutError(f"nobody took over: {self.world.bot.said()[-2000:]}")
            self.world.play(10, events_per_second=PACE)

    def _identified(self) -> int:
        log = self.world.discord.standin.log
        return len(self.world.discord.do(log.of_kind, "identify"))
