"""What REST handlers share: reading requests, checking permissions, answering."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from ..core import Core
from ..errors import ApiError, invalid_form, missing_access, missing_permissions, unknown_guild
from ..frames import to_json
from ..model import Channel, Guild, Message, User
from ..permissions import READ_MESSAGE_HISTORY, VIEW_CHANNEL

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Routes = list[tuple[str, str, Handler]]
Json = dict[str, Any]

CONTENT_LIMIT = 2000  # Discord: a bot's message holds at most 2,000 characters


def answer(data: Any, status: int = 200) -> web.Response:
    return web.Response(body=to_json(data), status=status, content_type="application/json")


def no_content() -> web.Response:
    return web.Response(status=204)


def error_answer(error: ApiError) -> web.Response:
    return answer({"message": error.message, "code": error.code}, error.status)


async def body(request: web.Request) -> Json:
    """The JSON object of a request, also out of a multipart form; ApiError 50109 or 50035."""
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        text = str(form.get("payload_json", "{}"))
    else:
        text = await request.text()
    try:
        data = json.loads(text or "{}")
    except ValueError:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from None
    if not isinstance(data, dict):
        raise invalid_form("an object is expected")
    return data


def path_id(request: web.Request, name: str) -> int:
    return snowflake(request.match_info[name])


def snowflake(text: str) -> int:
    if not text.isdigit():
        raise invalid_form(f'Value "{text}" is not snowflake.')
    return int(text)


def query_int(request: web.Request, name: str, default: int, most: int) -> int:
    """An integer between 1 and `most`."""
    text = request.query.get(name)
    if text is None:
        return default
    if not text.isdigit() or not 1 <= int(text) <= most:
        raise invalid_form(f"{name}: int value should be between 1 and {most}.")
    return int(text)


class Context:
    """Look-ups on behalf of the bot, with the errors that Discord gives."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.world = core.world

    @property
    def me(self) -> User:
        return self.world.application.user

    def guild(self, request: web.Request) -> Guild:
        guild = self.world.guild(path_id(request, "guild_id"))
        if self.world.bot_member(guild) is None:
            raise unknown_guild()
        return guild

    def channel(self, request: web.Request, needed: int = 0) -> Channel:
        """A channel that the bot may view, with all permissions in `needed`."""
        channel = self.world.channel(path_id(request, "channel_id"))
        granted = self.world.bot_permissions(channel)
        if not granted & VIEW_CHANNEL:
            raise missing_access()
        if granted & needed != needed:
            raise missing_permissions()
        return channel

    def message(self, request: web.Request, needed: int = 0) -> Message:
        """A message that the bot may read; READ_MESSAGE_HISTORY is always needed."""
        channel = self.channel(request, needed | READ_MESSAGE_HISTORY)
        return self.world.existing_message(channel.id, path_id(request, "message_id"))

    def may(self, channel: Channel, permission: int) -> bool:
        return bool(self.world.bot_permissions(channel) & permission)
