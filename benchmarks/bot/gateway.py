"""The process that is Discord: `python -m benchmarks.bot.gateway`.

One stand-in a client, all with the same people; frames are made once, and sent to any of them.
"""

import asyncio
import time

from benchmarks.bot.answering import Answer, answer, take_stdout
from benchmarks.bot.mix import Frame, Mix
from botrunner.standin import Options, StandIn

TICK_SECONDS = 0.01
FLOOD_FRAMES = 500
FLOOD_BACKLOG = 2_000


class Discord:
    def __init__(self, members: int) -> None:
        self._members = members
        self._author = StandIn(members=members)
        self._mix = Mix(self._author)
        self._open: list[StandIn] = []
        self._frames: dict[str, list[Frame]] = {}

    async def open(self) -> Answer:
        """A Discord for one client."""
        standin = StandIn(members=self._members, options=Options(rate_limits=False))
        await standin.start()
        self._open.append(standin)
        return {"number": len(self._open) - 1, "api_url": standin.api_url, "token": standin.token}

    async def facts(self) -> Answer:
        return self._author.facts()

    async def make(self, name: str, count: int) -> Answer:
        self._frames[name] = self._mix.frames(count)
        return {"bytes": sum(len(data) for _, data in self._frames[name])}

    async def send(self, to: int, name: str, rate: float | None = None) -> Answer:
        """Send frames to the client, `rate` a second or as fast as it takes them."""
        standin = self._open[to]
        session = next(each for each in standin.core.sessions if each.outlet is not None)
        began, sent, frames = time.monotonic(), 0, self._frames[name]
        while sent < len(frames):
            due = int((time.monotonic() - began) * rate) if rate else sent + FLOOD_FRAMES
            for frame in frames[sent:due]:
                session.push(*frame)
            sent = max(sent, min(due, len(frames)))
            if rate:
                await asyncio.sleep(TICK_SECONDS)
            else:
                await standin.gateway.flush(FLOOD_BACKLOG)
        await standin.flush()
        return {"sequence": session.sequence, "seconds": time.monotonic() - began}


async def main(answers: int) -> None:
    discord = Discord(members=40_000)
    names = ("open", "facts", "make", "send")
    await answer({name: getattr(discord, name) for name in names}, answers)


if __name__ == "__main__":
    asyncio.run(main(take_stdout()))
