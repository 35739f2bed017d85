"""Reactions: put, taken back, listed."""

from aiohttp import web

from .. import payloads
from ..actions import reactions as act
from ..core import Core
from ..errors import ApiError, missing_permissions
from ..model import Message, Thread
from ..permissions import ADD_REACTIONS, MANAGE_MESSAGES, READ_MESSAGE_HISTORY
from .context import Context, Routes, answer, no_content, path_id, query_int, snowflake


def routes(core: Core) -> Routes:
    rest = Reactions(core)
    every = "/channels/{channel_id}/messages/{message_id}/reactions"
    one = every + "/{emoji}"
    return [
        ("PUT", one + "/@me", rest.add),
        ("DELETE", one + "/@me", rest.remove_own),
        ("DELETE", one + "/{user_id}", rest.remove_of),
        ("GET", one, rest.users),
        ("DELETE", one, rest.clear_emoji),
        ("DELETE", every, rest.clear),
    ]


class Reactions(Context):
    async def add(self, request: web.Request) -> web.Response:
        message = self._open_message(request)
        emoji = request.match_info["emoji"]
        wanted = act.parse_emoji(self.world, emoji)
        channel = self.world.channel(message.channel_id)
        if wanted.key not in (message.reactions or {}) and not self.may(channel, ADD_REACTIONS):
            raise missing_permissions()
        if act.add(self.core, message, self.me, emoji, by="bot"):
            self._note("bot_reaction", message, emoji)
        return no_content()

    async def remove_own(self, request: web.Request) -> web.Response:
        message = self._open_message(request)
        emoji = request.match_info["emoji"]
        if act.remove(self.core, message, self.me, emoji, by="bot"):
            self._note("bot_reaction_removed", message, emoji)
        return no_content()

    async def remove_of(self, request: web.Request) -> web.Response:
        message = self._open_message(request, MANAGE_MESSAGES)
        user = self.world.user(path_id(request, "user_id"))
        act.remove(self.core, message, user, request.match_info["emoji"], by="bot")
        return no_content()

    async def users(self, request: web.Request) -> web.Response:
        """Sorted by user id, as Discord pages them with `after`."""
        message = self.message(request)
        key = act.parse_emoji(self.world, request.match_info["emoji"]).key
        reaction = (message.reactions or {}).get(key)
        after = snowflake(request.query.get("after", "0"))
        limit = query_int(request, "limit", 25, 100)
        ids = sorted(each for each in (reaction.users if reaction else ()) if each > after)
        return answer([payloads.user(self.world.users[each]) for each in ids[:limit]])

    async def clear(self, request: web.Request) -> web.Response:
        act.clear(self.core, self._open_message(request, MANAGE_MESSAGES))
        return no_content()

    async def clear_emoji(self, request: web.Request) -> web.Response:
        message = self._open_message(request, MANAGE_MESSAGES)
        act.clear(self.core, message, request.match_info["emoji"])
        return no_content()

    def _open_message(self, request: web.Request, needed: int = 0) -> Message:
        channel = self.channel(request, READ_MESSAGE_HISTORY | needed)
        if isinstance(channel, Thread) and channel.archived:
            raise ApiError(400, 50083, "Thread is archived")
        return self.world.existing_message(channel.id, path_id(request, "message_id"))

    def _note(self, kind: str, message: Message, emoji: str) -> None:
        self.core.note(
            kind,
            guild_id=str(message.guild_id),
            channel_id=str(message.channel_id),
            message_id=str(message.id),
            emoji=emoji,
        )
