"""Channels: one, and its deletion."""

from aiohttp import web

from .. import payloads
from ..actions import guilds as act
from ..actions import threads as act_threads
from ..core import Core
from ..model import Thread
from ..permissions import MANAGE_CHANNELS, MANAGE_THREADS
from .context import Context, Routes, answer, body


def routes(core: Core) -> Routes:
    rest = Channels(core)
    return [
        ("GET", "/channels/{channel_id}", rest.one),
        ("PATCH", "/channels/{channel_id}", rest.edit),
        ("DELETE", "/channels/{channel_id}", rest.delete),
    ]


class Channels(Context):
    async def one(self, request: web.Request) -> web.Response:
        return answer(payloads.channel(self.channel(request)))

    async def edit(self, request: web.Request) -> web.Response:
        data = await body(request)
        channel = self.channel(request)
        if isinstance(channel, Thread):
            self.channel(request, MANAGE_THREADS if channel.owner_id != self.me.id else 0)
            channel.name = data.get("name", channel.name)
            archived = bool(data.get("archived", channel.archived))
            act_threads.archive(self.core, channel, archived, data.get("locked"))
        else:
            self.channel(request, MANAGE_CHANNELS)
            act.rename_channel(self.core, channel, data.get("name", channel.name))
        return answer(payloads.channel(channel))

    async def delete(self, request: web.Request) -> web.Response:
        channel = self.channel(request)
        if isinstance(channel, Thread):
            self.channel(request, MANAGE_THREADS)
            act_threads.delete(self.core, channel)
        else:
            self.channel(request, MANAGE_CHANNELS)
            act.delete_channel(self.core, channel)
        return answer(payloads.channel(channel))
