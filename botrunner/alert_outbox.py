"""One channel's alerts on their way: each row is settled by what Discord answered."""

import logging
import time
from collections.abc import Callable, Sequence

import discord

from botrunner import alert_delivery
from botrunner.alert_delivery import Gone, Refused, Uncertain, Unreadable
from botrunner.clock import Clock
from botrunner.writer import Writer
from monitoring.alerts import editing, outcome, sending
from monitoring.alerts.acting import check_lease
from monitoring.alerts.editing import Edit
from monitoring.alerts.sending import Post
from monitoring.alerts.waiting import Waiting, backoff, in_turn
from monitoring.recording.actions import Gate

log = logging.getLogger(__name__)
# A row that was taken longer ago than this belongs to whoever holds the lease by now.
STALE_SECONDS = 5.0
SET_ASIDE_SECONDS = 600.0


class AlertOutbox:
    """Sends and edits. LeaseLost comes through to the caller."""

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
        self._edit_tries: dict[int, tuple[int, float]] = {}
        self._at: dict[tuple[str, int], int] = {}
        self._set_aside: dict[tuple[str, int], float] = {}
        self._is_stopping = False

    def stop(self) -> None:
        """Nothing further is begun."""
        self._is_stopping = True

    def set_aside(self, kind: str, channel_id: int) -> int | None:
        """A fault of ours at one row must not keep the others: it is left alone for a while."""
        alert_id = self._at.pop((kind, channel_id), None)
        if alert_id is not None:
            self._set_aside[kind, alert_id] = time.monotonic() + SET_ASIDE_SECONDS
        return alert_id

    def _takes(self, kind: str, channel_id: int, alert_id: int) -> bool:
        """Whether this row is worked on now; it is the one that a fault would be of."""
        if self._is_stopping or self._set_aside.get((kind, alert_id), 0.0) > time.monotonic():
            return False
        self._at[kind, channel_id] = alert_id
        return True

    async def send(self, rows: Sequence[Waiting]) -> None:
        """One channel's rows in order, until one has to wait."""
        for row in in_turn(rows, self._clock.now()):
            if not self._takes("send", row.channel_id, row.alert_id):
                continue
            try:
                await self._send(row)
            except Uncertain as error:
                log.warning("Alert %s is tried again: %s", row.nonce, error)
                await self._put_off(row.alert_id, str(error))
                return

    async def _put_off(self, alert_id: int, reason: str) -> None:
        now = self._clock.now()
        await self._writer.call(outcome.put_off, alert_id, reason, now, self._lease_number())

    async def _send(self, row: Waiting) -> None:
        if row.is_sending and not await self._is_missing(row):
            return
        post, taken_at = await self._writer.call(self._begin, row.alert_id)
        if post is None or time.monotonic() - taken_at > STALE_SECONDS:
            return
        try:
            message_id = await alert_delivery.post(self._client, post)
        except Refused as error:
            log.error("Alert %s was refused: %s", post.nonce, error)
            now, lease_number = self._clock.now(), self._lease_number()
            await self._writer.call(outcome.fail, post.alert_id, str(error), now, lease_number)
        else:
            await self._sent(post.alert_id, message_id)

    def _begin(self, alert_id: int) -> tuple[Post | None, float]:
        """In the writer's thread; with the moment (monotonic) at which the row was taken."""
        configuration, now = self._writer.configuration, self._clock.now()
        post = sending.begin(alert_id, configuration, now, self._gate, self._lease_number())
        return post, time.monotonic()

    async def _is_missing(self, row: Waiting) -> bool:
        """Look for a message that may have been sent. True: it was not, and is due again."""
        since = row.sending_since or self._clock.now()
        try:
            found = await alert_delivery.find(self._client, row.channel_id, row.nonce, since)
        except Unreadable as error:
            log.error("Nobody knows whether alert %s was sent: %s", row.nonce, error)
            lease_number = self._lease_number()
            await self._writer.call(outcome.unknown, row.alert_id, str(error), lease_number)
            return False
        if found is not None:
            await self._sent(row.alert_id, found)
            return False
        await self._writer.call(outcome.not_found, row.alert_id, self._lease_number())
        return True

    async def _sent(self, alert_id: int, message_id: int) -> None:
        await self._writer.call(outcome.sent, alert_id, message_id, self._clock.now())

    async def edit(self, channel_id: int, alert_ids: Sequence[int]) -> None:
        """One channel's messages that no longer say what is so."""
        for alert_id in alert_ids:
            tries, not_before = self._edit_tries.get(alert_id, (0, 0.0))
            if not_before > time.monotonic() or not self._takes("edit", channel_id, alert_id):
                continue
            try:
                await self._edit(alert_id)
            except Uncertain as error:
                log.warning("The message of alert %s is edited again later: %s", alert_id, error)
                pause = backoff(tries + 1).total_seconds()
                self._edit_tries[alert_id] = tries + 1, time.monotonic() + pause
            else:
                self._edit_tries.pop(alert_id, None)

    async def _edit(self, alert_id: int) -> None:
        edit = await self._writer.call(self._prepare, alert_id)
        if edit is None:
            return
        try:
            await alert_delivery.edit(self._client, edit.channel_id, edit.message_id, edit.draft)
        except Gone:
            await self._writer.call(editing.give_up, alert_id)
        except Refused as error:
            log.error("The message of alert %s cannot be edited: %s", alert_id, error)
            await self._writer.call(editing.give_up, alert_id, str(error))
        else:
            await self._writer.call(editing.edited, edit)

    def _prepare(self, alert_id: int) -> Edit | None:
        check_lease(self._lease_number())
        return editing.prepare(alert_id, self._writer.configuration, self._clock.now())
