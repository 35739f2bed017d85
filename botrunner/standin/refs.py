"""How tests name things: by object, by id, or by name."""

from collections.abc import Iterable
from typing import TypeVar

from .errors import ApiError, unknown_message
from .model import Channel, Guild, Message, Role, User
from .world import World

GuildRef = Guild | int | str
ChannelRef = Channel | int | str
UserRef = User | int | str
RoleRef = Role | int | str
MessageRef = Message | int | str

T = TypeVar("T", Guild, Channel, Role)


class Refs:
    """Every look-up raises ApiError (404) when there is nothing of that id or name."""

    def __init__(self, world: World) -> None:
        self._world = world

    def guild(self, ref: GuildRef) -> Guild:
        if isinstance(ref, Guild):
            return ref
        if _is_id(ref):
            return self._world.guild(int(ref))
        return _named(self._world.guilds.values(), str(ref), "Guild")

    def channel(self, guild: Guild, ref: ChannelRef) -> Channel:
        """A channel or thread of `guild`."""
        if isinstance(ref, Channel):
            return ref
        if _is_id(ref):
            return self._world.channel(int(ref))
        return _named(guild.every_channel(), str(ref), "Channel")

    def user(self, ref: UserRef) -> User:
        """By id, user name or shown name."""
        if isinstance(ref, User):
            return ref
        if _is_id(ref):
            return self._world.user(int(ref))
        for user in self._world.users.values():
            if ref in (user.name, user.global_name):
                return user
        raise ApiError(404, 10013, f"Unknown User {ref!r}")

    def role(self, guild: Guild, ref: RoleRef) -> Role:
        if isinstance(ref, Role):
            return ref
        if _is_id(ref) and int(ref) in guild.roles:
            return guild.roles[int(ref)]
        return _named(guild.roles.values(), str(ref), "Role")

    def message(self, ref: MessageRef) -> Message:
        if isinstance(ref, Message):
            return ref
        for channel in (*self._world.channels.values(), *self._world.threads.values()):
            found = channel.history.get(int(ref))
            if found is not None:
                return found
        raise unknown_message()


def _is_id(ref: int | str) -> bool:
    return isinstance(ref, int) or ref.isdigit()


def _named(things: Iterable[T], name: str, kind: str) -> T:
    for thing in things:
        if thing.name == name:
            return thing
    raise ApiError(404, 0, f"Unknown {kind} {name!r}")
