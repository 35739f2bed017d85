"""Threads: started, and listed where they are archived."""

from aiohttp import web

from .. import payloads
from ..actions import messages as act_messages
from ..actions import posts
from ..clock import parse_iso_ms
from ..core import Core
from ..errors import invalid_form, missing_permissions
from ..model import GUILD_FORUM, PRIVATE_THREAD, Channel, Thread
from ..permissions import (
    CREATE_PRIVATE_THREADS,
    CREATE_PUBLIC_THREADS,
    MANAGE_THREADS,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
)
from .context import Context, Json, Routes, answer, body, no_content, query_int, snowflake
from .messages import Messages, check_content, numbered


def routes(core: Core) -> Routes:
    rest = Threads(core)
    archived = "/channels/{channel_id}/threads/archived"
    return [
        ("POST", "/channels/{channel_id}/threads", rest.create),
        ("POST", "/channels/{channel_id}/messages/{message_id}/threads", rest.create_from_message),
        ("GET", archived + "/public", rest.archived_public),
        ("GET", archived + "/private", rest.archived_private),
        ("GET", "/channels/{channel_id}/users/@me/threads/archived/private", rest.joined_private),
        ("GET", "/channels/{channel_id}/thread-members", rest.members),
        ("PUT", "/channels/{channel_id}/thread-members/@me", rest.join),
        ("DELETE", "/channels/{channel_id}/thread-members/@me", rest.leave),
    ]


class Threads(Context):
    async def create(self, request: web.Request) -> web.Response:
        data = await body(request)
        parent = self.channel(request)
        if parent.type == GUILD_FORUM:
            return answer(self._forum_post(request, parent, data), 201)
        private = int(data.get("type", PRIVATE_THREAD)) == PRIVATE_THREAD
        self.channel(request, CREATE_PRIVATE_THREADS if private else CREATE_PUBLIC_THREADS)
        thread = posts.start_thread(self.core, parent, self.me, _name(data), private=private)
        return answer(payloads.thread(thread), 201)

    async def create_from_message(self, request: web.Request) -> web.Response:
        data = await body(request)
        starter = self.message(request, CREATE_PUBLIC_THREADS)
        parent = self.world.channel(starter.channel_id)
        thread = posts.start_thread(self.core, parent, self.me, _name(data), starter)
        return answer(payloads.thread(thread), 201)

    async def archived_public(self, request: web.Request) -> web.Response:
        channel = self.channel(request, READ_MESSAGE_HISTORY)
        return answer(self._archived(request, channel, private=False))

    async def archived_private(self, request: web.Request) -> web.Response:
        channel = self.channel(request)
        if not self.may(channel, READ_MESSAGE_HISTORY) or not self.may(channel, MANAGE_THREADS):
            raise missing_permissions()
        return answer(self._archived(request, channel, private=True))

    async def joined_private(self, request: web.Request) -> web.Response:
        """Private archived threads that the bot is in, by id, newest first."""
        channel = self.channel(request, READ_MESSAGE_HISTORY)
        before = snowflake(request.query.get("before", str(1 << 63)))
        found = [
            each
            for each in self._of(channel, private=True)
            if self.me.id in each.member_ids and each.id < before
        ]
        found.sort(key=lambda each: -each.id)
        return answer(self._page(request, found))

    async def members(self, request: web.Request) -> web.Response:
        thread = self.world.thread(self.channel(request).id)
        return answer([payloads.thread_member(thread, each) for each in sorted(thread.member_ids)])

    async def join(self, request: web.Request) -> web.Response:
        self.world.thread(self.channel(request).id).member_ids.add(self.me.id)
        return no_content()

    async def leave(self, request: web.Request) -> web.Response:
        self.world.thread(self.channel(request).id).member_ids.discard(self.me.id)
        return no_content()

    def _archived(self, request: web.Request, channel: Channel, private: bool) -> Json:
        """By archive timestamp, newest first; `before` is exclusive."""
        before = request.query.get("before")
        ceiling = _timestamp(before) if before else None
        found = [
            each
            for each in self._of(channel, private)
            if ceiling is None or each.archive_ms < ceiling
        ]
        found.sort(key=lambda each: (-each.archive_ms, -each.id))
        return self._page(request, found)

    def _of(self, channel: Channel, private: bool) -> list[Thread]:
        guild = self.world.guild_of(channel)
        return [
            each
            for each in guild.threads.values()
            if each.parent_id == channel.id
            and each.archived
            and (each.type == PRIVATE_THREAD) == private
        ]

    def _page(self, request: web.Request, found: list[Thread]) -> Json:
        limit = query_int(request, "limit", 50, 100)
        page = found[:limit]
        mine = [each for each in page if self.me.id in each.member_ids]
        return {
            "threads": [payloads.thread(each) for each in page],
            "members": [payloads.thread_member(each, self.me.id) for each in mine],
            "has_more": len(found) > limit,
        }

    def _forum_post(self, request: web.Request, forum: Channel, data: Json) -> Json:
        self.channel(request, SEND_MESSAGES)
        first = data.get("message") or {}
        check_content(first)
        draft = act_messages.Draft(
            first.get("content") or "",
            embeds=first.get("embeds") or [],
            components=numbered(first.get("components") or []),
            allowed_mentions=first.get("allowed_mentions"),
        )
        thread, message = posts.start_forum_post(self.core, forum, self.me, _name(data), draft)
        return payloads.thread(thread) | {"message": Messages(self.core).shape(message)}


def _name(data: Json) -> str:
    name = str(data.get("name") or "")
    if not 1 <= len(name) <= 100:
        raise invalid_form("name: Must be between 1 and 100 in length.")
    return name


def _timestamp(text: str) -> int:
    try:
        return parse_iso_ms(text)
    except ValueError:
        raise invalid_form(f'before: "{text}" is not an ISO 8601 timestamp') from None
