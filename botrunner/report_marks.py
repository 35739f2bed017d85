"""Marks on task reports and hints under them: rows say what shall be seen, this makes it so."""

import logging
from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import TypeVar

import discord

from botrunner.alert_delivery import NETWORK_ERRORS, Gone, Refused, Uncertain, failure_of
from botrunner.clock import Clock
from botrunner.writer import Writer
from monitoring.alerts import hints, marks
from monitoring.alerts.hints import Remove, Tell
from monitoring.alerts.marks import Mark

log = logging.getLogger(__name__)
T = TypeVar("T")
# Permissions may have changed by then.
RETRY_AFTER = timedelta(hours=1)


class ReportMarks:
    """One round at a time. What Discord refuses is asked for again an hour later."""

    def __init__(self, client: discord.Client, writer: Writer, clock: Clock) -> None:
        self._client = client
        self._writer = writer
        self._clock = clock
        self._refused: dict[int, datetime] = {}

    async def round(self) -> None:
        """Everything that is due now; what fails for the network's sake is due again."""
        for mark in await self._writer.call(self._marks):
            await self._named(self._mark(mark))
        for tell in await self._writer.call(self._hints):
            await self._named(self._tell(tell))
        for over in await self._writer.call(lambda: hints.hints_over(self._clock.now())):
            await self._named(self._remove(over))

    def _marks(self) -> list[Mark]:
        now = self._clock.now()
        due = marks.marks_due(self._writer.configuration, now)
        self._refused = {
            mark.message_id: at
            for mark in due
            if (at := self._refused.get(mark.message_id)) is not None and now - at < RETRY_AFTER
        }
        return [mark for mark in due if mark.message_id not in self._refused]

    def _hints(self) -> list[Tell]:
        return hints.hints_due(self._writer.configuration, self._clock.now())

    async def _named(self, step: Awaitable[None]) -> None:
        try:
            await step
        except Uncertain as error:
            log.warning("A mark or hint is tried again: %s", error)

    async def _mark(self, mark: Mark) -> None:
        message = self._message(mark.channel_id, mark.message_id)
        try:
            if mark.wanted:
                await _answered(message.add_reaction(mark.wanted))
            for old in mark.old:
                await self._take_off(message, old)
        except Refused as error:
            log.warning("The report %s gets no mark: %s", mark.message_id, error)
            self._refused[mark.message_id] = self._clock.now()
            return
        await self._writer.call(marks.marked, mark)

    async def _take_off(self, message: discord.PartialMessage, sign: str) -> None:
        """A mark that is not there is off."""
        assert self._client.user is not None
        try:
            await _answered(message.remove_reaction(sign, self._client.user))
        except Gone:
            return

    async def _tell(self, tell: Tell) -> None:
        message = self._message(tell.channel_id, tell.target_id)
        try:
            await _answered(message.add_reaction(hints.SIGN))
            sent = await _answered(
                message.channel.send(
                    tell.text,
                    reference=message,
                    nonce=tell.nonce,
                    allowed_mentions=discord.AllowedMentions.none(),
                )
            )
        except Refused as error:
            await self._writer.call(hints.failed, tell.hint_id, str(error))
            return
        await self._writer.call(hints.told, tell.hint_id, sent.id)

    async def _remove(self, over: Remove) -> None:
        try:
            await _answered(self._message(over.channel_id, over.message_id).delete())
        except Refused as error:
            log.info("The hint %s is gone already: %s", over.message_id, error)
        await self._writer.call(hints.removed, over.hint_id, self._clock.now())

    def _message(self, channel_id: int, message_id: int) -> discord.PartialMessage:
        return self._client.get_partial_messageable(channel_id).get_partial_message(message_id)


async def _answered(call: Awaitable[T]) -> T:
    """What Discord answered; Refused, Gone or Uncertain when it did not do as asked."""
    try:
        return await call
    except (discord.HTTPException, *NETWORK_ERRORS) as error:
        raise failure_of(error) from error
