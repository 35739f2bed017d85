"""The alert sender with the real discord.py against the stand-in, and rows to send."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest
from django.db import connection

from botrunner.alerts import AlertSender
from botrunner.clock import Clock
from botrunner.standin import StandIn
from botrunner.writer import Writer
from monitoring import leases
from monitoring.configuration import load_configuration
from monitoring.models import Alert, DiscordServer, EscalationStep, ResponseTracking
from tests.factories import make_curator, make_request, make_server, make_step
from tests.standin.client import Recorder, connected

T = TypeVar("T")
OWNER = "test"
PATIENCE = 12.0
SEND = "/channels/[0-9]+/messages$"


class AheadClock(Clock):
    """Discord's now, and as much later as a test says."""

    ahead = timedelta(0)

    def now(self) -> datetime:
        return super().now() + self.ahead


class Stage:
    """One server (LSPD), its curator and what the bot did. Rows are touched by the writer alone."""

    def __init__(self, standin: StandIn, client: Recorder, writer: Writer, lease: int) -> None:
        self.standin = standin
        self.client = client
        self.writer = writer
        self.lease: int | None = lease
        self.clock = AheadClock()
        self.gate = "ready"
        facts = standin.facts()
        self.lspd = next(each for each in facts["servers"] if each["name"] == "LSPD")
        self.curator = int(facts["curators"][0]["discord_id"])
        self.leader = int(self.lspd["leaders"][0]["discord_id"])
        self.channel_id = int(self.lspd["alert_channel_id"])
        self.sender = self.make_sender()

    def make_sender(self) -> AlertSender:
        sender = AlertSender(
            self.client, self.writer, self.clock, lambda guild, lane: self.gate, lambda: self.lease
        )
        self.client.on_interaction = sender.press
        return sender

    async def restart(self) -> None:
        """Another process: nothing but the rows is left."""
        await self.sender.stop()
        self.sender = self.make_sender()
        self.sender.start()

    async def ask(self, count: int = 1, **fields: Any) -> list[ResponseTracking]:
        """Requests that the first step is due for."""
        posts = [self._post(f"нужна помощь куратора {number}") for number in range(count)]
        return await self.writer.call(lambda: [_ask(post, **fields) for post in posts])

    def _post(self, text: str) -> Any:
        before = self.standin.core.clock.now_ms() - 601_000
        return self.standin.post("LSPD", "вопросы", self.leader, text, at_ms=before)

    async def rows(self, *fields: str) -> list[tuple[Any, ...]]:
        return await self.writer.call(
            lambda: list(Alert.objects.order_by("request_message_id").values_list(*fields))
        )

    async def change(self, **values: Any) -> None:
        """What the recording does when requests change."""

        def change() -> None:
            ResponseTracking.objects.update(**values)
            Alert.objects.filter(status__in=("sent", "sending")).update(edit_due=True)

        await self.writer.call(change)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def until_rows(self, *expected: str) -> None:
        """All alerts' statuses, by request."""
        async with asyncio.timeout(PATIENCE):
            # The rows tell no event when they change.
            while [row[0] for row in await self.rows("status")] != list(expected):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def until_edited(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while any(is_due for (is_due,) in await self.rows("edit_due")):  # noqa: ASYNC110
                await asyncio.sleep(0.05)

    async def settle(self, seconds: float = 0.6) -> None:
        """Time for a tick or two more, in which nothing should happen."""
        await asyncio.sleep(seconds)

    def sent(self) -> list[dict[str, Any]]:
        return self.standin.log.of_kind("bot_message")

    def edits(self) -> list[dict[str, Any]]:
        return self.standin.log.of_kind("bot_edit")

    def press(self, action: str, user: int) -> None:
        message = self.standin.world.message(self.channel_id, int(self.sent()[-1]["message_id"]))
        assert message is not None
        ids = [each["custom_id"] for row in message.components for each in row["components"]]
        custom_id = next(each for each in ids if each.startswith(f"gt:{action}:"))
        self.standin.press_button(message, custom_id, user)

    def buttons(self) -> list[str]:
        """The labels under the message as it is now."""
        message = self.standin.world.message(self.channel_id, int(self.sent()[-1]["message_id"]))
        assert message is not None
        return [each["label"] for row in message.components for each in row["components"]]


def _ask(post: Any, **fields: Any) -> ResponseTracking:
    server = DiscordServer.objects.get(name="LSPD")
    plan = load_configuration().servers[server.guild_id].plan
    return make_request(
        server,
        message_id=post.id,
        channel_id=post.channel_id,
        plan=[step.as_json() for step in plan],
        **fields,
    )


def _prepare(facts: dict[str, Any]) -> int:
    """The server, one curator and a plan of one step."""
    EscalationStep.objects.all().delete()
    DiscordServer.objects.all().delete()
    make_step(after_seconds=600)
    make_server(
        name="LSPD",
        guild_id=int(facts["lspd"]["guild_id"]),
        alert_role_id=int(facts["lspd"]["alert_role_id"]),
        alert_channel_id=int(facts["lspd"]["alert_channel_id"]),
    )
    curator = facts["curators"][0]
    make_curator(curator["name"], discord_id=int(curator["discord_id"]))
    number = leases.acquire(OWNER)
    assert number is not None
    return number


@asynccontextmanager
async def staged(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A connected client and a writer; the sender is not started yet."""
    facts = standin.facts()
    facts["lspd"] = next(each for each in facts["servers"] if each["name"] == "LSPD")
    lease = await asyncio.to_thread(_in_thread, lambda: _prepare(facts))
    writer = await asyncio.to_thread(_in_thread, lambda: Writer(lambda: lease))
    writer.start()
    async with connected(standin, monkeypatch) as client:
        stage = Stage(standin, client, writer, lease)
        try:
            yield stage
        finally:
            await stage.sender.stop()
            writer.stop()
            await asyncio.to_thread(writer.join, 5)


def _in_thread(function: Callable[[], T]) -> T:
    try:
        return function()
    finally:
        connection.close()
