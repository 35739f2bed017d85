"""Guilds, channels, roles and members: made, changed, gone; the bot invited or removed."""

from typing import Any

from .. import payloads
from ..clock import iso
from ..core import Core
from ..model import GUILD_TEXT, Channel, Guild, Member, Overwrite, Role, User
from ..permissions import may_view
from . import threads

Json = dict[str, Any]


def guild_create_shape(core: Core, guild: Guild) -> Json:
    """GUILD_CREATE: without GUILD_PRESENCES Discord sends no members but the bot itself."""
    me = core.world.bot_member(guild)
    visible = [t for t in guild.threads.values() if not t.archived and may_view(guild, me, t)]
    return payloads.guild(guild) | {
        "joined_at": iso(me.joined_ms) if me else None,
        "large": len(guild.members) > 250,
        "unavailable": False,
        "member_count": len(guild.members),
        "voice_states": [],
        "presences": [],
        "members": [payloads.member(me)] if me else [],
        "channels": [payloads.channel(each) for each in guild.channels.values()],
        "threads": [payloads.thread(each) for each in visible],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def invite_bot(core: Core, guild: Guild, role: Role, now_ms: int) -> None:
    """The bot joins `guild` with a managed role of its own."""
    guild.roles[role.id] = role
    core.world.add_member(guild, Member(core.world.application.user, (role.id,), None, now_ms))
    data = guild_create_shape(core, guild)
    del data["unavailable"]  # its absence is what tells a join from the end of an outage
    core.emit("GUILD_CREATE", data, guild, None, "bot_invited")


def remove_bot(core: Core, guild: Guild) -> None:
    guild.members.pop(core.world.application.user.id, None)
    core.emit("GUILD_DELETE", {"id": str(guild.id)}, guild, None, "bot_removed")


def outage(core: Core, guild: Guild, on: bool) -> None:
    """While it lasts the guild's events reach nobody; afterwards it appears again, whole."""
    if guild.outage == on:
        return
    if on:
        data = {"id": str(guild.id), "unavailable": True}
        guild.outage = True
        core.emit("GUILD_DELETE", data, guild, None, "outage_start")
    else:
        guild.outage = False
        core.emit("GUILD_CREATE", guild_create_shape(core, guild), guild, None, "outage_end")


def rename(core: Core, guild: Guild, name: str) -> None:
    guild.name = name
    core.emit("GUILD_UPDATE", payloads.guild(guild), guild, None, "guild_update", name=name)


def create_channel(
    core: Core, guild: Guild, name: str, kind: int = GUILD_TEXT, parent_id: int | None = None
) -> Channel:
    channel = Channel(core.ids.next(), guild.id, kind, name, parent_id, len(guild.channels))
    core.world.add_channel(channel)
    core.emit(
        "CHANNEL_CREATE",
        payloads.channel(channel),
        guild,
        None,
        "channel_create",
        channel_id=str(channel.id),
        name=name,
    )
    return channel


def delete_channel(core: Core, channel: Channel) -> None:
    """Its threads go with it; their messages get no event of their own, as on Discord."""
    guild = core.world.guild_of(channel)
    for thread in [each for each in guild.threads.values() if each.parent_id == channel.id]:
        threads.delete(core, thread)
    data = payloads.channel(channel)
    core.world.drop_channel(channel)
    core.emit(
        "CHANNEL_DELETE",
        data,
        guild,
        None,
        "channel_delete",
        channel_id=str(channel.id),
    )


def rename_channel(core: Core, channel: Channel, name: str) -> None:
    channel.name = name
    _emit_channel_update(core, channel)


def set_overwrite(core: Core, channel: Channel, overwrite: Overwrite | None, target: int) -> None:
    """None takes the overwrite of `target` away. Where the bot gains sight, threads are synced."""
    guild = core.world.guild_of(channel)
    before = may_view(guild, core.world.bot_member(guild), channel)
    if overwrite is None:
        channel.overwrites.pop(target, None)
    else:
        channel.overwrites[target] = overwrite
    _emit_channel_update(core, channel)
    if not before and may_view(guild, core.world.bot_member(guild), channel):
        _sync_threads(core, guild, channel)


def create_role(core: Core, guild: Guild, name: str, **fields: Any) -> Role:
    role = Role(core.ids.next(), name, position=len(guild.roles), **fields)
    guild.roles[role.id] = role
    _emit_role(core, guild, role, "GUILD_ROLE_CREATE")
    return role


def update_role(core: Core, guild: Guild, role: Role, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(role, name, value)
    _emit_role(core, guild, role, "GUILD_ROLE_UPDATE")


def delete_role(core: Core, guild: Guild, role: Role) -> None:
    del guild.roles[role.id]
    data = {"guild_id": str(guild.id), "role_id": str(role.id)}
    core.emit("GUILD_ROLE_DELETE", data, guild, None, "role_delete", role_id=str(role.id))


def add_member(core: Core, guild: Guild, user: User, roles: tuple[int, ...] = ()) -> Member:
    member = Member(user, roles, None, core.clock.now_ms())
    core.world.add_member(guild, member)
    data = payloads.member(member) | {"guild_id": str(guild.id)}
    core.emit("GUILD_MEMBER_ADD", data, guild, None, "member_add", user_id=str(user.id))
    return member


def update_member(core: Core, guild: Guild, member: Member, **fields: Any) -> None:
    """`fields`: roles, nick."""
    for name, value in fields.items():
        setattr(member, name, value)
    data = payloads.member(member) | {"guild_id": str(guild.id)}
    core.emit(
        "GUILD_MEMBER_UPDATE",
        data,
        guild,
        None,
        "member_update",
        user_id=str(member.user.id),
        roles=[str(each) for each in member.roles],
    )


def remove_member(core: Core, guild: Guild, user: User) -> None:
    guild.members.pop(user.id, None)
    data = {"guild_id": str(guild.id), "user": payloads.user(user)}
    core.emit("GUILD_MEMBER_REMOVE", data, guild, None, "member_remove", user_id=str(user.id))


def _emit_channel_update(core: Core, channel: Channel) -> None:
    guild = core.world.guild_of(channel)
    core.emit(
        "CHANNEL_UPDATE",
        payloads.channel(channel),
        guild,
        None,
        "channel_update",
        channel_id=str(channel.id),
    )


def _sync_threads(core: Core, guild: Guild, channel: Channel) -> None:
    below = [each for each in guild.threads.values() if each.parent_id == channel.id]
    active = [each for each in below if not each.archived]
    data = {
        "guild_id": str(guild.id),
        "channel_ids": [str(channel.id)],
        "members": [],
        "threads": [payloads.thread(each) for each in active],
    }
    core.emit("THREAD_LIST_SYNC", data, guild, channel)


def _emit_role(core: Core, guild: Guild, role: Role, event: str) -> None:
    data = {"guild_id": str(guild.id), "role": payloads.role(role)}
    kind = event.removeprefix("GUILD_").lower()
    core.emit(event, data, guild, None, kind, role_id=str(role.id))
