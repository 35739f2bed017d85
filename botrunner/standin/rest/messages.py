"""Messages: read, send, edit, delete."""

from typing import Any

from aiohttp import web

from .. import intents, payloads
from ..actions import messages as act
from ..clock import time_ms
from ..core import Core
from ..errors import ApiError, invalid_form, missing_permissions
from ..model import GUILD_CATEGORY, GUILD_FORUM, Channel, Message, Thread
from ..permissions import MANAGE_MESSAGES, READ_MESSAGE_HISTORY, send_permission
from .context import (
    CONTENT_LIMIT,
    Context,
    Json,
    Routes,
    answer,
    body,
    no_content,
    path_id,
    query_int,
    snowflake,
)

# Discord: a nonce is unique "in the past few minutes" when it is enforced.
NONCE_MS = 5 * 60_000
BULK_DELETE_AGE_MS = 14 * 86_400_000


def routes(core: Core) -> Routes:
    rest = Messages(core)
    one = "/channels/{channel_id}/messages/{message_id}"
    return [
        ("GET", "/channels/{channel_id}/messages", rest.history),
        ("POST", "/channels/{channel_id}/messages", rest.create),
        ("POST", "/channels/{channel_id}/messages/bulk-delete", rest.bulk_delete),
        ("GET", one, rest.one),
        ("PATCH", one, rest.edit),
        ("DELETE", one, rest.delete),
        ("POST", "/channels/{channel_id}/typing", rest.typing),
    ]


class Messages(Context):
    async def history(self, request: web.Request) -> web.Response:
        channel = self.channel(request)
        if not self.may(channel, READ_MESSAGE_HISTORY):
            return answer([])  # Discord: without READ_MESSAGE_HISTORY the list is empty
        if channel.type in (GUILD_FORUM, GUILD_CATEGORY):
            raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
        return answer([self.shape(each) for each in self._page(request, channel)])

    def _page(self, request: web.Request, channel: Channel) -> list[Message]:
        limit = query_int(request, "limit", 50, 100)
        query = request.query
        if "around" in query:
            return channel.history.around(snowflake(query["around"]), limit)
        if "after" in query:
            return channel.history.after(snowflake(query["after"]), limit)
        before = snowflake(query["before"]) if "before" in query else None
        return channel.history.before(before, limit)

    async def one(self, request: web.Request) -> web.Response:
        return answer(self.shape(self.message(request)))

    async def create(self, request: web.Request) -> web.Response:
        data = await body(request)
        channel = self.channel(request)
        if channel.type in (GUILD_FORUM, GUILD_CATEGORY):
            raise ApiError(400, 50008, "Cannot send messages in a non-text channel")
        if not self.may(channel, send_permission(channel)):
            raise missing_permissions()
        if isinstance(channel, Thread) and channel.locked:
            raise ApiError(400, 50083, "Thread is archived")
        first = self._sent_before(data)
        if first is not None:
            self.core.note("nonce_repeated", nonce=data["nonce"], message_id=str(first.id))
            return answer(self._created_shape(first))
        message = act.post(self.core, channel, self.me, self._draft(channel, data))
        self._remember_nonce(message)
        return answer(self._created_shape(message))

    async def edit(self, request: web.Request) -> web.Response:
        data = await body(request)
        message = self.message(request)
        if message.author.id != self.me.id:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        apply_edit(self.core, message, data)
        return answer(self.shape(message))

    async def delete(self, request: web.Request) -> web.Response:
        channel = self.channel(request)
        message = self.world.existing_message(channel.id, path_id(request, "message_id"))
        if message.author.id != self.me.id and not self.may(channel, MANAGE_MESSAGES):
            raise missing_permissions()
        act.delete(self.core, message, by="bot")
        return no_content()

    async def bulk_delete(self, request: web.Request) -> web.Response:
        data = await body(request)
        channel = self.channel(request, MANAGE_MESSAGES)
        ids = [int(each) for each in data.get("messages", [])]
        if not 2 <= len(ids) <= 100:
            raise invalid_form("messages: between 2 and 100 ids")
        floor = self.core.clock.now_ms() - BULK_DELETE_AGE_MS
        if any(time_ms(each) < floor for each in ids):
            raise ApiError(400, 50034, "You can only bulk delete messages under 14 days old.")
        act.bulk_delete(self.core, channel, ids, by="bot")
        return no_content()

    async def typing(self, request: web.Request) -> web.Response:
        channel = self.channel(request)
        if not self.may(channel, send_permission(channel)):
            raise missing_permissions()
        return no_content()

    def shape(self, message: Message) -> Json:
        """As REST returns it: with reactions, bare where the app lacks MESSAGE_CONTENT."""
        shape = payloads.message(message, self.world)
        if message.reactions:
            shape["reactions"] = payloads.reactions(message, self.me.id)
        if not self.world.application.privileged & intents.MESSAGE_CONTENT:
            shape = intents.without_content(shape, str(self.me.id))
        return shape

    def _created_shape(self, message: Message) -> Json:
        return self.shape(message) | ({} if message.nonce is None else {"nonce": message.nonce})

    def _draft(self, channel: Channel, data: Json) -> act.Draft:
        check_content(data)
        return act.Draft(
            data.get("content") or "",
            reply_to=self._replied_to(channel, data),
            ping=_pings_replied(data),
            embeds=data.get("embeds") or [],
            components=numbered(data.get("components") or []),
            nonce=data.get("nonce"),
            allowed_mentions=data.get("allowed_mentions"),
            flags=int(data.get("flags") or 0),
        )

    def _replied_to(self, channel: Channel, data: Json) -> Message | None:
        reference = data.get("message_reference")
        if not reference:
            return None
        if not self.may(channel, READ_MESSAGE_HISTORY):
            raise ApiError(400, 160002, "Cannot reply without permission to read message history")
        found = channel.history.get(int(reference["message_id"]))
        if found is None and reference.get("fail_if_not_exists", True):
            raise invalid_form("message_reference: Unknown message")
        return found

    def _sent_before(self, data: Json) -> Message | None:
        """The message that this bot sent under the same enforced nonce, if it stands."""
        nonce = data.get("nonce")
        if nonce is not None and len(str(nonce)) > 25:
            raise invalid_form("nonce: Must be 25 or fewer in length.")
        if nonce is None or not data.get("enforce_nonce"):
            return None
        sent = self.core.nonces.get((self.me.id, str(nonce)))
        if sent is None or self.core.clock.now_ms() - sent[0] > NONCE_MS:
            return None
        return self.world.message(sent[1], sent[2])

    def _remember_nonce(self, message: Message) -> None:
        if message.nonce is None:
            return
        now = self.core.clock.now_ms()
        nonces = self.core.nonces
        for key in [key for key, sent in nonces.items() if now - sent[0] > NONCE_MS]:
            del nonces[key]
        nonces[self.me.id, str(message.nonce)] = (now, message.channel_id, message.id)


def apply_edit(core: Core, message: Message, data: Json) -> None:
    """What a bot may change of its own message; absent keys stay."""
    check_length(data)
    changes: Json = {}
    if "embeds" in data:
        changes["embeds"] = tuple(data["embeds"] or ())
    if "components" in data:
        changes["components"] = tuple(numbered(data["components"] or ()))
    if data.get("flags") is not None:
        changes["flags"] = int(data["flags"])
    content = (data["content"] or "") if "content" in data else None
    act.edit(core, message, content, **changes)
    core.note(
        "bot_edit",
        guild_id=str(message.guild_id),
        channel_id=str(message.channel_id),
        message_id=str(message.id),
        content=message.content,
        embeds=list(message.embeds),
        components=list(message.components),
    )


def check_length(data: Json) -> None:
    if len(data.get("content") or "") > CONTENT_LIMIT:
        raise invalid_form(f"content: Must be {CONTENT_LIMIT} or fewer in length.")


def check_content(data: Json) -> None:
    check_length(data)
    filled = (data.get("content") or "").strip() or data.get("embeds") or data.get("components")
    if not filled and not data.get("attachments"):
        raise ApiError(400, 50006, "Cannot send an empty message")


def numbered(components: Any) -> list[Json]:
    """Discord gives each component an id within its message, in preorder from 1."""
    count = 0

    def number(each: Json) -> Json:
        nonlocal count
        count += 1
        shape = each | {"id": each.get("id") or count}
        if "components" in each:
            shape["components"] = [number(inner) for inner in each["components"]]
        return shape

    return [number(each) for each in components]


def _pings_replied(data: Json) -> bool:
    allowed = data.get("allowed_mentions")
    return allowed is None or bool(allowed.get("replied_user", False))
