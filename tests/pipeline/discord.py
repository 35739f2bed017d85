"""The stand-in in a thread with a loop of its own, so that tests may wait as they like."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, ParamSpec, Self, TypeVar

from botrunner.standin import Options, StandIn

P = ParamSpec("P")
T = TypeVar("T")
WAIT_SECONDS = 120


class Discord:
    """`do` runs a plain function in the loop's thread, `run` a coroutine."""

    def __init__(self, members: int = 1200, seed: int = 1, **options: Any) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.standin = StandIn(seed=seed, members=members, options=Options(**options))

    def __enter__(self) -> Self:
        self.run(self.standin.start())
        return self

    def __exit__(self, *exc: object) -> None:
        self.run(self.standin.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_SECONDS)
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(WAIT_SECONDS)

    def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        done: Future[T] = Future()

        def call() -> None:
            try:
                done.set_result(work(*args, **kwargs))
            except BaseException as error:  # noqa: BLE001 it is raised again where it is awaited
                done.set_exception(error)

        self._loop.call_soon_threadsafe(call)
        return done.result(WAIT_SECONDS)

    def now_ms(self) -> int:
        return self.standin.core.clock.now_ms()

    def forward(self, seconds: float) -> None:
        """Put Discord's clock forward; say something soon, for that is how clients learn it."""
        self.standin.core.clock.offset_seconds += seconds
