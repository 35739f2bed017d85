"""The outbox's sender: claims what is due, sends it exactly once, keeps what was sent true."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

import discord
from django.db import DatabaseError

from botrunner import buttons
from botrunner.alert_outbox import AlertOutbox
from botrunner.background import end
from botrunner.clock import Clock
from botrunner.report_marks import ReportMarks
from botrunner.writer import Writer
from monitoring.alerts import editing
from monitoring.alerts.acting import LeaseLost, check_lease
from monitoring.alerts.claiming import claim_due
from monitoring.alerts.merging import merge_stuck
from monitoring.alerts.retrying import retry_refused
from monitoring.alerts.waiting import Waiting, is_anything_due, unsettled
from monitoring.recording.actions import Gate, expire_due

log = logging.getLogger(__name__)
Channels = dict[int, list[Waiting]]
Edits = dict[int, list[int]]
Step = Callable[[], Coroutine[Any, Any, None]]

TICK_SECONDS = 0.5
MARKS_SECONDS = 2.0
# A fault of ours must not be repeated twice a second.
PAUSE_SECONDS = 10.0
STOP_SECONDS = 2.0


class AlertSender:
    """Two loops (alerts, marks) and one task a channel for what goes out and for what is edited.

    Rows say all: what a process that died left behind is found by the next tick of the next one.
    """

    def __init__(
        self,
        client: discord.Client,
        writer: Writer,
        clock: Clock,
        gate: Gate,
        lease_number: Callable[[], int | None],
    ) -> None:
        self._client = client
        self._writer = writer
        self._clock = clock
        self._gate = gate
        self._lease_number = lease_number
        self._outbox = AlertOutbox(client, writer, clock, gate, lease_number)
        self._marks = ReportMarks(client, writer, clock)
        self._press = asyncio.Event()
        self._stop = asyncio.Event()
        self._loops: list[asyncio.Task[None]] = []
        self._busy: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._is_stopping = False

    def start(self) -> None:
        """Call it with the lease held and the client about to connect."""
        self._is_stopping = False
        self._loops = [
            self._loop("alerts", self._tick, TICK_SECONDS, self._press),
            self._loop("marks", self._mark, MARKS_SECONDS, self._stop),
        ]

    async def stop(self) -> None:
        """No more claims; what is on its way gets a moment to arrive."""
        self._is_stopping = True
        self._outbox.stop()
        self._press.set()
        self._stop.set()
        tasks = [*self._loops, *self._busy.values()]
        if tasks:
            await asyncio.wait(tasks, timeout=STOP_SECONDS)
        await end(tasks)

    async def press(self, interaction: discord.Interaction) -> None:
        """A press of a button under an alert, whoever sent the alert and however long ago."""
        if await buttons.press(interaction, self._writer):
            self._press.set()

    # Loops

    def _loop(
        self, name: str, step: Step, seconds: float, wake: asyncio.Event
    ) -> asyncio.Task[None]:
        task = asyncio.create_task(self._repeat(step, seconds, wake), name=name)
        task.add_done_callback(lambda done: self._restart(done, name, step, seconds, wake))
        return task

    async def _repeat(self, step: Step, seconds: float, wake: asyncio.Event) -> None:
        while not self._is_stopping:
            try:
                await step()
            except LeaseLost:
                # The loop of the lease says so aloud, and acts on it.
                log.debug("The lease is not ours (any more): nothing is sent.")
            except DatabaseError as error:
                log.error("The alerts wait for the database: %s", error)
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await wake.wait()

    def _restart(
        self,
        done: asyncio.Task[None],
        name: str,
        step: Step,
        seconds: float,
        wake: asyncio.Event,
    ) -> None:
        """A loop that fell over a fault of ours says so and goes on."""
        if done.cancelled() or self._is_stopping or done.exception() is None:
            return
        log.critical("The loop of the %s failed", name, exc_info=done.exception())
        self._loops.remove(done)
        asyncio.get_running_loop().call_later(
            PAUSE_SECONDS, lambda: self._loops.append(self._loop(name, step, seconds, wake))
        )

    async def _tick(self) -> None:
        self._press.clear()
        if self._lease_number() is None:
            return
        waiting, edits = await self._writer.call(self._look)
        for channel_id, rows in waiting.items():
            self._spawn("send", channel_id, partial(self._outbox.send, rows))
        for channel_id, ids in edits.items():
            self._spawn("edit", channel_id, partial(self._outbox.edit, channel_id, ids))

    def _look(self) -> tuple[Channels, Edits]:
        """In the writer's thread, after all that was heard before is written."""
        configuration, now = self._writer.configuration, self._clock.now()
        if not is_anything_due(now):
            return {}, {}
        check_lease(self._lease_number())
        expire_due(configuration, now, self._gate)
        claim_due(configuration, now, self._gate, self._lease_number())
        retry_refused(configuration, now, self._gate, self._lease_number())
        waiting = unsettled()
        if merge_stuck(waiting, configuration.digest_over, self._lease_number()):
            waiting = unsettled()
        return waiting, editing.edits_due()

    def _spawn(self, kind: str, channel_id: int, work: Step) -> None:
        """One task for each channel and kind; what it leaves is seen by a later tick."""
        key = kind, channel_id
        if self._is_stopping or key in self._busy:
            return
        task = asyncio.create_task(work(), name=f"{kind} {channel_id}")
        self._busy[key] = task
        task.add_done_callback(lambda done: self._done(key, done))

    def _done(self, key: tuple[str, int], done: asyncio.Task[None]) -> None:
        self._busy.pop(key, None)
        if done.cancelled() or (error := done.exception()) is None:
            return
        if isinstance(error, LeaseLost):
            log.warning("The lease is lost: the alerts of channel %s are another's.", key[1])
            return
        if self._is_stopping:
            # The connection went away under it; the row says how far it came.
            log.warning("Alerts of channel %s were interrupted: %s", key[1], error)
            return
        alert_id = self._outbox.set_aside(*key)
        log.error("Alert %s of channel %s failed", alert_id, key[1], exc_info=error)

    async def _mark(self) -> None:
        if self._lease_number() is None or not self._client.is_ready():
            return
        await self._writer.call(lambda: check_lease(self._lease_number()))
        await self._marks.round()
