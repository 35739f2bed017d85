"""Registration of slash commands, for all guilds or for one."""

from typing import Any

from aiohttp import web

from ..core import Core
from ..errors import ApiError, unknown
from .context import Context, Json, Routes, answer, body, no_content, path_id


def routes(core: Core) -> Routes:
    rest = Commands(core)
    found: Routes = []
    application = "/applications/{application_id}"
    for scope in (application, application + "/guilds/{guild_id}"):
        found += [
            ("GET", scope + "/commands", rest.every),
            ("PUT", scope + "/commands", rest.replace),
            ("POST", scope + "/commands", rest.create),
            ("DELETE", scope + "/commands/{command_id}", rest.delete),
        ]
    return found


class Commands(Context):
    async def every(self, request: web.Request) -> web.Response:
        return answer(self._commands(request))

    async def replace(self, request: web.Request) -> web.Response:
        """The whole list at once; a command that keeps its name keeps its id."""
        wanted = await request.json()
        former = {each["name"]: each["id"] for each in self._commands(request)}
        made = [self._registered(request, each, former.get(each["name"])) for each in wanted]
        self.world.application.commands[self._scope(request)] = made
        self.core.note("commands_registered", names=[each["name"] for each in made])
        return answer(made)

    async def create(self, request: web.Request) -> web.Response:
        wanted = await body(request)
        commands = self._commands(request)
        former = next((each for each in commands if each["name"] == wanted["name"]), None)
        made = self._registered(request, wanted, former["id"] if former else None)
        commands[:] = [each for each in commands if each is not former] + [made]
        return answer(made, 200 if former else 201)

    async def delete(self, request: web.Request) -> web.Response:
        commands = self._commands(request)
        wanted = str(path_id(request, "command_id"))
        if all(each["id"] != wanted for each in commands):
            raise unknown("application command", 10063)
        commands[:] = [each for each in commands if each["id"] != wanted]
        return no_content()

    def _scope(self, request: web.Request) -> int | None:
        if path_id(request, "application_id") != self.world.application.id:
            raise ApiError(403, 20012, "You are not authorized to perform this action")
        return self.guild(request).id if "guild_id" in request.match_info else None

    def _commands(self, request: web.Request) -> list[Json]:
        return self.world.application.commands.setdefault(self._scope(request), [])

    def _registered(self, request: web.Request, wanted: Json, former: Any) -> Json:
        guild_id = self._scope(request)
        shape = {
            "description": "",
            "type": 1,
            "options": [],
            "nsfw": False,
            **wanted,
            "id": former or str(self.core.ids.next()),
            "version": str(self.core.ids.next()),
            "application_id": str(self.world.application.id),
        }
        return shape | ({} if guild_id is None else {"guild_id": str(guild_id)})
