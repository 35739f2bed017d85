"""Slash commands that the bot has registered, and what typing one sends."""

from typing import Any

from . import payloads
from .errors import ApiError, unknown
from .world import World

Json = dict[str, Any]
SUB_COMMAND, GROUP, USER = 1, 2, 6


def invocation(world: World, guild_id: int, path: str, values: Json) -> Json:
    """The data of an INTERACTION_CREATE; ApiError 10063 when no such command is registered."""
    name, *below = path.split()
    command = _registered(world, guild_id, name)
    data: Json = {"id": command["id"], "name": name, "type": 1}
    if command.get("guild_id"):
        data["guild_id"] = command["guild_id"]
    options = _options(command, below, values)
    return data | {"options": options, "resolved": _resolved(world, guild_id, options)}


def _resolved(world: World, guild_id: int, options: list[Json]) -> Json:
    """People named by an option come along as user and member; ApiError 10013 for unknown ones."""
    resolved: Json = {"users": {}, "members": {}}
    for option in options:
        if option["type"] in (SUB_COMMAND, GROUP):
            return _resolved(world, guild_id, option["options"])
        if option["type"] == USER:
            user = world.user(int(option["value"]))
            resolved["users"][str(user.id)] = payloads.user(user)
            member = world.guilds[guild_id].members.get(user.id)
            if member is not None:
                shape = payloads.member_without_user(member) | {"permissions": "0"}
                resolved["members"][str(user.id)] = shape
    return resolved


def _registered(world: World, guild_id: int, name: str) -> Json:
    for scope in (guild_id, None):
        for command in world.application.commands.get(scope, []):
            if command["name"] == name:
                return command
    raise unknown(f"application command {name!r}", 10063)


def _options(command: Json, below: list[str], values: Json) -> list[Json]:
    if below:
        name, *rest = below
        inner = next((each for each in command.get("options", []) if each["name"] == name), None)
        if inner is None or inner["type"] not in (SUB_COMMAND, GROUP):
            raise unknown(f"application command {name!r}", 10063)
        return [{"name": name, "type": inner["type"], "options": _options(inner, rest, values)}]
    known = {each["name"]: each["type"] for each in command.get("options", [])}
    if strange := values.keys() - known.keys():
        raise ApiError(400, 50035, f"{command['name']} has no option {', '.join(strange)}")
    return [{"name": name, "type": known[name], "value": value} for name, value in values.items()]
