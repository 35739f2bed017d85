"""Members by REST, slowly, once a day: for pickers alone, so never in the way of events."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Protocol

import discord

from botrunner import name_rows
from botrunner.names import Caller
from botrunner.rest import Json, Refused, Rest
from botrunner.translate import author_name
from monitoring.models import DiscordMember

log = logging.getLogger(__name__)

DAY_SECONDS = 86_400.0
PAUSE_SECONDS = 5.0
FIRST_AFTER_SECONDS = 30.0


class Guilds(Protocol):
    @property
    def guilds(self) -> Iterable[discord.Guild]: ...


class Members:
    """Needs the privileged Server Members Intent in the developer portal; does without it."""

    def __init__(self, client: Guilds, rest: Rest, writer: Caller) -> None:
        self._client = client
        self._rest = rest
        self._writer = writer

    async def run(self) -> None:
        await asyncio.sleep(FIRST_AFTER_SECONDS)
        while True:
            for guild in list(self._client.guilds):
                await self.read(guild.id)
            await asyncio.sleep(DAY_SECONDS)

    async def read(self, guild_id: int) -> None:
        """All members of one server; a refusal is logged, and harmless."""
        present: set[int] = set()
        try:
            async for page in self._rest.members(guild_id):
                rows = [_row(guild_id, member) for member in page]
                await self._writer.call(name_rows.save_members, rows)
                present.update(row.user_id for row in rows)
                await asyncio.sleep(PAUSE_SECONDS)
        except Refused as refusal:
            log.info(
                "Members of %s are not listed (%s); the portal's switch «Server Members Intent» "
                "would allow it.",
                guild_id,
                refusal,
            )
            return
        await self._writer.call(name_rows.forget_members, guild_id, present)


def _row(guild_id: int, member: Json) -> DiscordMember:
    return DiscordMember(
        guild_id=guild_id,
        user_id=int(member["user"]["id"]),
        name=author_name(member["user"], member),
        role_ids=[int(role_id) for role_id in member["roles"]],
    )
