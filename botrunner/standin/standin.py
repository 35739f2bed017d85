"""`StandIn`: a Discord of one's own, to start in a test or a demo and to direct."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, Self

from aiohttp import web

from . import rest
from .build import build_world
from .clock import Clock
from .control import add_control_routes
from .core import Core, Options
from .direction import Direction
from .frames import to_json
from .gateway import Gateway
from .housekeeping import keep_small
from .log import EventLog
from .opcodes import INVALID_SESSION, RECONNECT
from .ratelimits import RateLimits
from .server import make_app
from .world import World

HOST = "127.0.0.1"  # never anything but loopback: it knows no passwords
BLAST_BACKLOG = 2_000  # frames that may wait in a connection's queue while blasting


class StandIn(Direction):
    """Everything of `Direction` (what people do), and the server and its faults.

    `port` 0 takes a free one; `start` raises OSError when the port is taken.
    """

    def __init__(
        self,
        world: World | None = None,
        *,
        seed: int = 1,
        members: int = 800,
        port: int = 0,
        clock_offset: float = 0.0,
        options: Options | None = None,
        limits: Mapping[str, tuple[int, float]] | None = None,
    ) -> None:
        self.options = options or Options()
        world = world or build_world(seed, members)
        super().__init__(Core(world, Clock(clock_offset), self.options))
        self.limits = RateLimits(limits, self.options.global_limit, self.options.rate_limits)
        self.gateway = Gateway(self.core)
        self.port = port
        self._runner: web.AppRunner | None = None
        self._housekeeping: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self.stop()

    async def start(self) -> None:
        app = make_app(self.core, self.gateway, self.limits)
        add_control_routes(app, self)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, HOST, self.port)
        try:
            await site.start()
        except OSError:
            await self._runner.cleanup()
            raise
        self.port = self._runner.addresses[0][1]
        self._housekeeping = asyncio.create_task(keep_small(self.core))

    async def stop(self) -> None:
        if self._housekeeping is not None:
            self._housekeeping.cancel()
        await self.gateway.drop(1001)
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What DISCORD_API_URL is set to."""
        return f"http://{HOST}:{self.port}{rest.PREFIX}"

    @property
    def gateway_url(self) -> str:
        return f"ws://{HOST}:{self.port}/gateway"

    @property
    def token(self) -> str:
        return self.world.application.token

    @property
    def log(self) -> EventLog:
        return self.core.log

    def facts(self) -> dict[str, Any]:
        return self.world.facts()

    # Faults on purpose

    async def drop(self, code: int = 4000) -> int:
        """Close all gateway connections; 1006: without a close frame. Sessions stay resumable."""
        return await self.gateway.drop(code)

    async def abort(self) -> int:
        """Reset the TCP connections of the gateway."""
        return await self.gateway.abort()

    async def reconnect(self) -> int:
        """Ask the clients to reconnect and resume (opcode 7)."""
        return await self.gateway.say(RECONNECT)

    async def invalidate(self, resumable: bool = False) -> int:
        """Opcode 9 to all connections; unless resumable, their sessions and buffers are gone."""
        return await self.gateway.say(INVALID_SESSION, resumable)

    def stall(self, seconds: float) -> None:
        """No events and no heartbeat ACKs for a while; what gathered is sent afterwards."""
        self.core.faults.stalled_until_ms = self.core.clock.now_ms() + int(seconds * 1000)
        self.core.note("stall", seconds=seconds)

    async def offline(self, seconds: float) -> None:
        """REST and gateway are gone for a while: every connection is cut and none accepted."""
        self.core.faults.offline_until_ms = self.core.clock.now_ms() + int(seconds * 1000)
        self.core.note("offline", seconds=seconds)
        await self.gateway.drop(1006)

    def fail_rest(
        self,
        kind: str,
        method: str = "*",
        route: str = ".*",
        times: int = 1,
        seconds: float = 1.0,
        is_global: bool = False,
    ) -> None:
        """The next `times` calls that match get `kind` (see faults.RestFault)."""
        self.core.faults.add(
            kind=kind, method=method, route=route, times=times, seconds=seconds, is_global=is_global
        )

    def refuse_identify(self, times: int = 1, code: int | None = None) -> None:
        """Answer the next identifies with a close code, or with INVALID_SESSION (None)."""
        self.core.faults.refused_identifies = times
        self.core.faults.refuse_code = code

    def refuse_resume(self, times: int = 1) -> None:
        """The next resumes find their session gone."""
        self.core.faults.invalid_resumes = times

    def redeliver(self, numbers: Sequence[int] | None = None) -> int:
        """Dispatch the events of these log entries again (None: of all); how many."""
        return self.core.redeliver(self.log.dispatches(numbers))

    def redeliver_every(self, every: int) -> None:
        """From now on send each `every`-th dispatch twice; 0 stops that."""
        self.core.faults.redeliver_every = every

    def clear_faults(self) -> None:
        self.core.faults.clear()

    # Benches

    def frames(self, numbers: Sequence[int] | None = None) -> list[tuple[str, bytes]]:
        """The events of these log entries (None: of all), encoded for `blast`."""
        return [(each.event, to_json(each.data)) for each in self.log.dispatches(numbers)]

    async def blast(self, frames: Sequence[tuple[str, bytes]]) -> None:
        """Send pre-encoded dispatches `(event, data)` to every session, past world and log."""
        for start in range(0, len(frames), 500):
            for session in self.core.sessions:
                for event, data in frames[start : start + 500]:
                    session.push(event, data)
            await self.gateway.flush(BLAST_BACKLOG)
        await self.flush()

    async def flush(self) -> None:
        """Wait until everything dispatched so far has been written to the sockets."""
        await self.gateway.flush()
