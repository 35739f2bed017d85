"""`python -m botrunner.standin`: the stand-in by itself, on loopback."""

import argparse
import asyncio
import os
import signal
import sys
from typing import NoReturn

from .core import Options
from .life import Life
from .standin import StandIn

DEMO_HISTORY_SECONDS = 48 * 3600
DEMO_LOG_LIMIT = 5_000
DEMO_RESUME_BUFFER = 5_000


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One line and status 1, without the usage."""
        self.exit(1, f"{message}\n")


def arguments(argv: list[str]) -> argparse.Namespace:
    parser = _Parser("python -m botrunner.standin", description=__doc__)
    parser.add_argument("--port", type=_port, default=8800)
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same people")
    parser.add_argument("--speed", type=_speed, default=1.0, help="0: nobody does anything")
    parser.add_argument("--members", type=_count, default=800, help="people over eight guilds")
    parser.add_argument("--clock-offset", type=float, default=0.0, metavar="SECONDS")
    parser.add_argument("--keep-everything", action="store_true", help="unbounded log and history")
    parser.add_argument("--no-rate-limits", action="store_true")
    return parser.parse_args(argv)


def main(argv: list[str]) -> int:
    given = arguments(argv)
    try:
        return asyncio.run(serve(given))
    except KeyboardInterrupt:
        return 0
    except OSError as error:
        why = os.strerror(error.errno) if error.errno else str(error)
        print(f"port {given.port} cannot be used: {why}", file=sys.stderr)
        return 1


async def serve(given: argparse.Namespace) -> int:
    standin = StandIn(
        seed=given.seed,
        members=given.members,
        port=given.port,
        clock_offset=given.clock_offset,
        options=_options(given),
    )
    await standin.start()
    life = _begin_life(standin, given)
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    print(f"stand-in ready: DISCORD_API_URL={standin.api_url} token {standin.token}", flush=True)
    await _until(stopped, life)
    await standin.stop()
    return 0


def _begin_life(standin: StandIn, given: argparse.Namespace) -> asyncio.Task[None] | None:
    if given.speed == 0:
        return None
    life = Life(standin, given.seed, given.speed)
    life.prelude()
    return asyncio.create_task(life.run())


async def _until(stopped: asyncio.Event, life: asyncio.Task[None] | None) -> None:
    """Wait for the signal to stop; an error in the life of the demo is raised, not lost."""
    waiting = asyncio.create_task(stopped.wait())
    tasks = {waiting} | ({life} if life else set())
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks - done:
        task.cancel()
    for task in done:
        task.result()


def _options(given: argparse.Namespace) -> Options:
    limits = not given.no_rate_limits
    if given.keep_everything:
        return Options(rate_limits=limits)
    return Options(
        rate_limits=limits,
        log_limit=DEMO_LOG_LIMIT,
        resume_buffer=DEMO_RESUME_BUFFER,
        keep_history_seconds=DEMO_HISTORY_SECONDS,
    )


def _port(text: str) -> int:
    return _between(text, 0, 65_535)


def _count(text: str) -> int:
    return _between(text, 8, 1_000_000)


def _between(text: str, least: int, most: int) -> int:
    if not text.isdigit() or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from {least} to {most}")
    return int(text)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from None
    if not 0 <= speed <= 1000:
        raise argparse.ArgumentTypeError("a speed lies between 0 and 1000")
    return speed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
