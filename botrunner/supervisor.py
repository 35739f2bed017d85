"""Child processes that run together: what dies is started again, and all end in order."""

import ctypes
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

TICK_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 60.0
# A process that ran this long is well; its next death is its first.
WELL_AFTER_SECONDS = 60.0
# Who asks for an end waits ten seconds at most, and the last to end needs a moment.
STOP_SECONDS = 8.0
KILL_SECONDS = 1.0
# sysexits.h, EX_CONFIG: a wrong setting, which another start does not mend.
WRONG_SETTING = 78
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process to keep running. `last`: it ends after all others, because they need it."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    is_last: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    deaths: int = 0
    is_given_up: bool = False

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            # Ctrl-C goes to the supervisor alone, which ends its children in order.
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )

    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def look(self, now: float) -> None:
        """Start what is due; note a death and when to try again."""
        if self.is_running() or self.is_given_up:
            return
        if self.process is not None:
            self._bury(self.process.returncode, now)
        elif now >= self.due_at:
            self.start()

    def _bury(self, status: int, now: float) -> None:
        self.process = None
        if status == WRONG_SETTING:
            self.is_given_up = True
            log.error("%s will not start with these settings; the rest goes on.", self.name)
            return
        self.deaths = 1 if now - self.started_at >= WELL_AFTER_SECONDS else self.deaths + 1
        pause = pause_seconds(self.deaths)
        self.due_at = now + pause
        log.error("%s ended with status %s; again in %.0f s.", self.name, status, pause)

    def terminate(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def pause_seconds(deaths: int) -> float:
    """How long to wait after so many deaths in a row: 1, 2, 4… up to a minute."""
    return min(LONGEST_PAUSE_SECONDS, 2.0 ** (deaths - 1))


def _die_with_parent() -> None:
    """A supervisor that is killed outright must not leave its children behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Supervisor:
    """Keeps `children` running from `run` until SIGTERM, SIGINT or `stop`."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = children
        self._is_stopping = False

    def run(self, on_tick: Callable[[], None] = lambda: None) -> None:
        before = {
            number: signal.signal(number, lambda *_: self.stop())
            for number in (signal.SIGTERM, signal.SIGINT)
        }
        try:
            while not self._is_stopping:
                for child in self.children:
                    child.look(time.monotonic())
                on_tick()
                time.sleep(TICK_SECONDS)
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def stop(self) -> None:
        self._is_stopping = True

    def _end(self) -> None:
        """All at once, but for those that the others need to end in order."""
        deadline = time.monotonic() + STOP_SECONDS
        for is_last in (False, True):
            group = [child for child in self.children if child.is_last == is_last]
            for child in group:
                child.terminate()
            self._wait(group, deadline + KILL_SECONDS * is_last)
        for child in self.children:
            child.kill()

    @staticmethod
    def _wait(group: Sequence[Child], deadline: float) -> None:
        while any(child.is_running() for child in group) and time.monotonic() < deadline:
            time.sleep(TICK_SECONDS / 4)
