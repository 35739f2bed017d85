"""Our bot as `manage.py runbot` runs it, asked from outside: `python -m benchmarks.bot.product`.

Nothing of the product knows of this: its runner's parts are taken when they are made.
"""

import asyncio
import os
import time
from typing import Any

from benchmarks.bot.answering import Answer, answer, take_stdout
from benchmarks.bot.client import POLL_SECONDS, Asked


class AskedBot(Asked):
    def __init__(self, bot: Any) -> None:
        super().__init__(lambda: bot.client.connections[0].socket.sequence)
        self._bot = bot

    async def ready(self) -> Answer:
        """Connected, caught up, and every server's lanes are open."""
        bot = self._bot
        # Nothing of the product tells when.
        while not bot.client.is_ready() or bot.catch_up.reading or not self._is_open():  # noqa: ASYNC110
            await asyncio.sleep(POLL_SECONDS)
        return {"writer": bot.writer.native_id}

    def _is_open(self) -> bool:
        return all(lane.is_ready for lane in self._bot.lanes) and any(self._bot.lanes)

    async def heard(self, sequence: int) -> Answer:
        """When everything up to that frame is committed."""
        await super().heard(sequence)
        await self._bot.writer.drain()
        return {"at": time.monotonic()}


def watch(runner: Any, answers: int) -> None:
    make, tasks = runner.make_bot, []

    async def make_and_answer(*args: Any) -> Any:
        bot = await make(*args)
        asked = AskedBot(bot)
        names = ("ready", "heard", "used", "watch_lag", "lag")
        handlers = {name: getattr(asked, name) for name in names}
        tasks.append(asyncio.create_task(answer(handlers, answers)))
        return bot

    runner.make_bot = make_and_answer


def main() -> None:
    answers = take_stdout()
    os.environ["DJANGO_SETTINGS_MODULE"] = "govtracker.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from botrunner import runner

    watch(runner, answers)
    call_command("runbot")


if __name__ == "__main__":
    main()
