"""What catching up asks of REST, as payloads; the network's failures are waited out."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from typing import Any, Literal

import aiohttp
import discord
from discord.http import HTTPClient

from botrunner.budget import Budget, Urgency
from botrunner.gateway import describe

log = logging.getLogger(__name__)

Json = dict[str, Any]
# Discord: pages of 100 messages, reactors and threads, of 1,000 members.
PAGE = 100
MEMBER_PAGE = 1_000
CALL_SECONDS = 60.0
LONGEST_DELAY_SECONDS = 30.0
UNKNOWN_MESSAGE, UNKNOWN_EMOJI = 10008, 10014


class Refused(Exception):
    """Discord will not show this, whoever asks how often: no permission, gone, or no such thing."""

    def __init__(self, error: discord.HTTPException) -> None:
        super().__init__(f"{error.status} {error.text or error.response.reason}")
        self.is_unknown_message = error.code == UNKNOWN_MESSAGE
        self.is_unknown_emoji = error.code == UNKNOWN_EMOJI


class Rest:
    """Raises `Refused`; anything else that fails is tried again until it works."""

    def __init__(self, http: HTTPClient, budget: Budget) -> None:
        self._http = http
        self._budget = budget

    async def messages_after(self, channel_id: int, message_id: int) -> list[Json]:
        """Up to 100 messages that follow, oldest first."""
        page = await self._ask(
            Urgency.MESSAGES, lambda: self._http.logs_from(channel_id, PAGE, after=message_id)
        )
        return sorted(page, key=lambda message: int(message["id"]))

    async def message(self, channel_id: int, message_id: int) -> Json:
        found: Json = await self._ask(
            Urgency.MESSAGES, lambda: self._http.get_message(channel_id, message_id)
        )
        return found

    async def member(self, guild_id: int, user_id: int) -> Json:
        """A person with their roles of now; refused for those who left."""
        found: Json = await self._ask(
            Urgency.MESSAGES, lambda: self._http.get_member(guild_id, user_id)
        )
        return found

    async def reactors(
        self, channel_id: int, message_id: int, emoji: str, *, is_burst: bool
    ) -> AsyncIterator[int]:
        """The ids of all who gave this emoji, as a normal or as a super reaction."""
        kind: Literal[0, 1] = 1 if is_burst else 0
        after: int | None = None
        while True:
            listing = self._http.get_reaction_users
            page = await self._ask(
                Urgency.REACTIONS,
                partial(listing, channel_id, message_id, emoji, PAGE, after, kind),
            )
            for user in page:
                after = int(user["id"])
                yield after
            if len(page) < PAGE:
                return

    async def archived_threads(
        self, channel_id: int, *, is_private: bool, is_awaited: bool
    ) -> AsyncIterator[Json]:
        """Archived threads, the latest archived first."""
        http = self._http
        listing = (
            http.get_private_archived_threads if is_private else http.get_public_archived_threads
        )
        urgency = Urgency.AWAITED if is_awaited else Urgency.THREADS
        before: Any = None
        while True:
            page = await self._ask(urgency, partial(listing, channel_id, before, PAGE))
            for thread in page["threads"]:
                yield thread
                before = thread["thread_metadata"]["archive_timestamp"]
            if not page["has_more"] or not page["threads"]:
                return

    async def members(self, guild_id: int) -> AsyncIterator[list[Json]]:
        """Pages of members by id."""
        after: int | None = None
        while True:
            page = await self._ask(
                Urgency.MEMBERS, partial(self._http.get_members, guild_id, MEMBER_PAGE, after)
            )
            if page:
                yield page
                after = int(page[-1]["user"]["id"])
            if len(page) < MEMBER_PAGE:
                return

    async def _ask(self, urgency: Urgency, call: Callable[[], Awaitable[Any]]) -> Any:
        delay = 1.0
        while True:
            await self._budget.turn(urgency)
            try:
                async with asyncio.timeout(CALL_SECONDS):
                    return await call()
            except discord.HTTPException as error:
                if error.status < 500 and error.status != 429:
                    raise Refused(error) from error
                log.warning("Discord's REST fails (%s); trying again.", describe(error))
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                log.warning("Discord's REST is out of reach (%s); trying again.", describe(error))
            await asyncio.sleep(delay)
            delay = min(delay * 2, LONGEST_DELAY_SECONDS)
