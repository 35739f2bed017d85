"""A process that dies at any step of an alert's way leaves one message, never none, never two."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from botrunner import alert_delivery, alerts
from monitoring.alerts import editing, outcome

from .stage import Stage

pytestmark = [
    pytest.mark.database,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]


class Death:
    """The step at which the process dies: before its work is done, or after, unheard."""

    def __init__(self) -> None:
        self.happened = asyncio.Event()

    async def here(self) -> None:
        self.happened.set()
        await asyncio.Future()

    def around(self, step: Callable[..., Any], is_done: bool) -> Callable[..., Any]:
        async def dying(*args: Any) -> Any:
            if self.happened.is_set():
                return await step(*args)
            if is_done:
                await step(*args)
            return await self.here()

        return dying


class DyingWriter:
    """Dies at the first call of one function; everything else is the writer's."""

    def __init__(self, writer: Any, death: Death, name: str, is_done: bool) -> None:
        self._writer = writer
        self._name = name
        self._dying = death.around(writer.call, is_done)

    @property
    def configuration(self) -> Any:
        return self._writer.configuration

    async def call(self, function: Callable[..., Any], *args: Any) -> Any:
        call = self._dying if function.__name__ == self._name else self._writer.call
        return await call(function, *args)


WRITES = ("_look", "_begin", outcome.sent.__name__, "_prepare", editing.edited.__name__)


async def live_on(stage: Stage, death: Death) -> None:
    """Run until the death; then another process, with nothing but the rows, goes on."""
    stage.sender.start()
    async with asyncio.timeout(10):
        while not death.happened.is_set():
            await asyncio.sleep(0.02)
            if "sent" in [row[0] for row in await stage.rows("status")]:
                await stage.change(status="answered")
    await stage.restart()
    await stage.until_rows("sent")
    await stage.change(status="answered")
    await stage.until_edited()


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("name", WRITES)
async def test_dying_at_a_write_loses_and_doubles_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str, is_done: bool
) -> None:
    monkeypatch.setattr(alerts, "STOP_SECONDS", 0.1)
    death = Death()
    writer = stage.writer
    await stage.ask()
    stage.writer = DyingWriter(writer, death, name, is_done)
    stage.sender = stage.make_sender()
    stage.writer = writer
    await live_on(stage, death)
    assert len(stage.sent()) == 1
    assert stage.buttons() == []


@pytest.mark.parametrize("is_done", [False, True])
@pytest.mark.parametrize("name", ["post", "edit"])
async def test_dying_at_a_call_to_discord_loses_and_doubles_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str, is_done: bool
) -> None:
    monkeypatch.setattr(alerts, "STOP_SECONDS", 0.1)
    death = Death()
    step = death.around(getattr(alert_delivery, name), is_done)
    monkeypatch.setattr(alert_delivery, name, step)
    await stage.ask()
    await live_on(stage, death)
    assert len(stage.sent()) == 1
    assert stage.buttons() == []


@pytest.mark.parametrize("is_done", [False, True])
async def test_dying_at_the_look_for_a_lost_message_loses_and_doubles_nothing(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, is_done: bool
) -> None:
    monkeypatch.setattr(alerts, "STOP_SECONDS", 0.1)
    death = Death()
    monkeypatch.setattr(alert_delivery, "find", death.around(alert_delivery.find, is_done))
    stage.standin.fail_rest("lost", "POST", "/messages$")
    await stage.ask()
    await live_on(stage, death)
    assert len(stage.sent()) == 1
