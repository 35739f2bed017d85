"""Guilds: one, its channels, roles, members and active threads."""

from aiohttp import web

from .. import intents, payloads
from ..core import Core
from ..errors import missing_access, unknown
from ..permissions import may_view
from .context import Context, Json, Routes, answer, path_id, query_int, snowflake


def routes(core: Core) -> Routes:
    rest = Guilds(core)
    return [
        ("GET", "/guilds/{guild_id}", rest.one),
        ("GET", "/guilds/{guild_id}/channels", rest.channels),
        ("GET", "/guilds/{guild_id}/roles", rest.roles),
        ("GET", "/guilds/{guild_id}/emojis", rest.emojis),
        ("GET", "/guilds/{guild_id}/members", rest.members),
        ("GET", "/guilds/{guild_id}/members/search", rest.search_members),
        ("GET", "/guilds/{guild_id}/members/{user_id}", rest.member),
        ("GET", "/guilds/{guild_id}/threads/active", rest.active_threads),
        ("GET", "/users/@me/guilds", rest.of_bot),
    ]


class Guilds(Context):
    async def one(self, request: web.Request) -> web.Response:
        guild = self.guild(request)
        shape = payloads.guild(guild)
        if request.query.get("with_counts") in ("1", "true", "True"):
            count = len(guild.members)
            shape |= {"approximate_member_count": count, "approximate_presence_count": count // 8}
        return answer(shape)

    async def channels(self, request: web.Request) -> web.Response:
        """All channels, without threads."""
        return answer([payloads.channel(each) for each in self.guild(request).channels.values()])

    async def roles(self, request: web.Request) -> web.Response:
        return answer([payloads.role(each) for each in self.guild(request).roles.values()])

    async def emojis(self, request: web.Request) -> web.Response:
        return answer([payloads.emoji(each) for each in self.guild(request).emojis.values()])

    async def members(self, request: web.Request) -> web.Response:
        """Sorted by user id; needs GUILD_MEMBERS to be switched on for the application."""
        guild = self.guild(request)
        if not self.world.application.privileged & intents.GUILD_MEMBERS:
            raise missing_access()
        limit = query_int(request, "limit", 1, 1000)
        after = snowflake(request.query.get("after", "0"))
        ids = sorted(each for each in guild.members if each > after)[:limit]
        return answer([payloads.member(guild.members[each]) for each in ids])

    async def search_members(self, request: web.Request) -> web.Response:
        guild = self.guild(request)
        query = request.query.get("query", "").lower()
        limit = query_int(request, "limit", 1, 1000)
        found = [
            each
            for each in guild.members.values()
            if (each.nick or each.user.global_name or each.user.name).lower().startswith(query)
        ]
        return answer([payloads.member(each) for each in found[:limit]])

    async def member(self, request: web.Request) -> web.Response:
        found = self.guild(request).members.get(path_id(request, "user_id"))
        if found is None:
            raise unknown("Member", 10007)
        return answer(payloads.member(found))

    async def active_threads(self, request: web.Request) -> web.Response:
        guild = self.guild(request)
        me = self.world.bot_member(guild)
        found = [t for t in guild.threads.values() if not t.archived and may_view(guild, me, t)]
        found.sort(key=lambda each: -each.id)
        mine = [each for each in found if self.me.id in each.member_ids]
        return answer(
            {
                "threads": [payloads.thread(each) for each in found],
                "members": [payloads.thread_member(each, self.me.id) for each in mine],
            }
        )

    async def of_bot(self, request: web.Request) -> web.Response:
        def shape(guild_id: int) -> Json:
            guild = self.world.guilds[guild_id]
            return {
                "id": str(guild.id),
                "name": guild.name,
                "icon": None,
                "owner": False,
                "permissions": "0",
                "features": [],
            }

        after = snowflake(request.query.get("after", "0"))
        limit = query_int(request, "limit", 200, 200)
        ids = sorted(each.id for each in self.world.bot_guilds() if each.id > after)
        return answer([shape(each) for each in ids[:limit]])
