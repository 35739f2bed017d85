"""The control side over HTTP: `POST /control/<action>` with the arguments as a JSON object."""

import inspect
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .core import Interaction
from .errors import ApiError
from .model import Channel, Guild, Message, Role, Thread, User
from .rest.context import answer

if TYPE_CHECKING:
    from .standin import StandIn

ACTIONS = (
    "post",
    "edit",
    "unfurl",
    "delete",
    "bulk_delete",
    "react",
    "unreact",
    "clear_reactions",
    "press_button",
    "use_command",
    "submit_modal",
    "create_thread",
    "create_post",
    "archive_thread",
    "delete_thread",
    "create_channel",
    "rename_channel",
    "delete_channel",
    "add_guild",
    "rename_guild",
    "invite_bot",
    "remove_guild",
    "outage",
    "set_overwrite",
    "deny",
    "create_role",
    "update_role",
    "delete_role",
    "add_user",
    "set_roles",
    "remove_user",
    "drop",
    "abort",
    "reconnect",
    "invalidate",
    "stall",
    "offline",
    "fail_rest",
    "refuse_identify",
    "refuse_resume",
    "redeliver",
    "redeliver_every",
    "clear_faults",
    "flush",
)
ID_FIELDS = {"allow": int, "deny": int, "permissions": int, "webhook": int, "id": int}


def add_control_routes(app: web.Application, standin: "StandIn") -> None:
    control = _Control(standin)
    app.router.add_post("/control/batch", control.batch)
    app.router.add_post("/control/{action}", control.act)
    app.router.add_get("/control/log", control.log)
    app.router.add_get("/control/facts", control.facts)
    app.router.add_get("/control/state", control.state)
    app.router.add_get("/control/calls", control.calls)
    app.router.add_get("/control/message/{message_id}", control.message)


class _Control:
    def __init__(self, standin: "StandIn") -> None:
        self._standin = standin

    async def act(self, request: web.Request) -> web.Response:
        try:
            arguments = json.loads(await request.text() or "{}")
            return answer(await self._run(request.match_info["action"], arguments))
        except ApiError as error:
            return _wrong(str(error), error.status)
        except (TypeError, ValueError, KeyError) as error:
            return _wrong(f"{type(error).__name__}: {error}", 400)

    async def batch(self, request: web.Request) -> web.Response:
        """`[["post", {...}], ["react", {...}]]`, in order; stops at the first error."""
        results: list[Any] = []
        try:
            for action, arguments in json.loads(await request.text()):
                results.append(await self._run(action, arguments))
        except ApiError as error:
            return _wrong(str(error), error.status, results)
        except (TypeError, ValueError, KeyError) as error:
            return _wrong(f"{type(error).__name__}: {error}", 400, results)
        return answer(results)

    async def log(self, request: web.Request) -> web.Response:
        """Entries above `after`; with `wait` seconds, waits for the first of them."""
        after = int(request.query.get("after", 0))
        wait = float(request.query.get("wait", 0))
        limit = int(request.query["limit"]) if "limit" in request.query else None
        if wait:
            await self._standin.log.wait_beyond(after, wait)
        return answer(self._standin.log.after(after, limit))

    async def facts(self, request: web.Request) -> web.Response:
        return answer(self._standin.facts())

    async def state(self, request: web.Request) -> web.Response:
        core = self._standin.core
        return answer(
            {
                "now_ms": core.clock.now_ms(),
                "log": len(core.log),
                "connections": len(self._standin.gateway.connections),
                "backlog": self._standin.gateway.backlog,
                "identifies_left": core.world.application.identifies_left,
                "sessions": [
                    {
                        "id": each.id,
                        "shard": list(each.shard),
                        "sequence": each.sequence,
                        "connected": each.outlet is not None,
                    }
                    for each in core.sessions
                ],
            }
        )

    async def calls(self, request: web.Request) -> web.Response:
        """The last REST calls of bots: at_ms, method, path, status."""
        return answer(list(self._standin.core.calls))

    async def message(self, request: web.Request) -> web.Response:
        try:
            return answer(to_plain(self._standin.refs.message(request.match_info["message_id"])))
        except ApiError as error:
            return _wrong(str(error), error.status)

    async def _run(self, action: str, arguments: dict[str, Any]) -> Any:
        if action not in ACTIONS:
            raise ApiError(404, 0, f"unknown action {action!r}; there are: {', '.join(ACTIONS)}")
        for name, convert in ID_FIELDS.items():
            if isinstance(arguments.get(name), str):
                arguments[name] = convert(arguments[name])
        result = getattr(self._standin, action)(**arguments)
        if inspect.isawaitable(result):
            result = await result
        return to_plain(result)


def to_plain(value: Any) -> Any:
    """What an action returns, as JSON; ids are strings."""
    if isinstance(value, tuple | list):
        return [to_plain(each) for each in value]
    if isinstance(value, Message):
        return _message(value)
    if isinstance(value, Interaction):
        return {"interaction_id": str(value.id), "answer_type": value.answer_type}
    if isinstance(value, Thread | Channel):
        return {"channel_id": str(value.id), "name": value.name, "parent_id": str(value.parent_id)}
    if isinstance(value, Guild):
        channels = {each.name: str(each.id) for each in value.channels.values()}
        return {"guild_id": str(value.id), "name": value.name, "channels": channels}
    if isinstance(value, Role):
        return {"role_id": str(value.id), "name": value.name}
    if isinstance(value, User):
        return {"user_id": str(value.id), "name": value.global_name or value.name}
    return {"result": value}


def _message(message: Message) -> dict[str, Any]:
    reactions = (message.reactions or {}).values()
    return {
        "message_id": str(message.id),
        "channel_id": str(message.channel_id),
        "guild_id": str(message.guild_id),
        "author_id": str(message.author.id),
        "content": message.content,
        "type": message.type,
        "embeds": list(message.embeds),
        "components": list(message.components),
        "reactions": {each.key: [str(user) for user in each.users] for each in reactions},
    }


def _wrong(why: str, status: int, results: list[Any] | None = None) -> web.Response:
    return answer({"error": why} | ({} if results is None else {"results": results}), status)
