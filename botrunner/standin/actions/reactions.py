"""Reactions. Discord gives them no timestamp; the log keeps the moment of the dispatch."""

from typing import Any

from .. import payloads
from ..core import Core
from ..errors import ApiError, unknown
from ..model import Channel, Guild, Message, Reaction, User
from ..world import World

# Discord: a message holds at most 20 different reactions.
MOST_EMOJI = 20

Json = dict[str, Any]


def parse_emoji(world: World, text: str) -> Reaction:
    """`👍`, `name:id` or `<:name:id>`; ApiError 10014 for anything else."""
    text = text.strip("<>").removeprefix("a:").removeprefix(":")
    name, _, number = text.partition(":")
    if number:
        return _custom(world, number)
    if not name or name.isascii():
        raise unknown("Emoji", 10014)
    return Reaction(name)


def add(core: Core, message: Message, user: User, emoji: str, by: str = "world") -> bool:
    """False when this person has reacted so already: nothing is dispatched then."""
    wanted = parse_emoji(core.world, emoji)
    message.reactions = {} if message.reactions is None else message.reactions
    if wanted.key not in message.reactions and len(message.reactions) >= MOST_EMOJI:
        raise ApiError(400, 30010, "Maximum number of reactions reached (20)")
    reaction = message.reactions.setdefault(wanted.key, wanted)
    if user.id in reaction.users:
        return False
    reaction.users[user.id] = None
    _emit_add(core, message, user, reaction, by)
    return True


def remove(core: Core, message: Message, user: User, emoji: str, by: str = "world") -> bool:
    """False when there was no such reaction."""
    reaction = _existing(core.world, message, emoji)
    if reaction is None or user.id not in reaction.users:
        return False
    del reaction.users[user.id]
    if not reaction.users and message.reactions:
        del message.reactions[reaction.key]
    channel, guild = _place(core, message)
    data = _data(message, guild, reaction) | {
        "user_id": str(user.id),
        "type": 0,
        "burst": False,
    }
    core.emit(
        "MESSAGE_REACTION_REMOVE",
        data,
        guild,
        channel,
        "reaction_remove",
        **_facts(message, channel, reaction),
        user_id=str(user.id),
        by=by,
    )
    return True


def clear(core: Core, message: Message, emoji: str | None = None) -> bool:
    """A moderator takes all reactions (or all of one emoji) away; False when there were none."""
    if emoji is None:
        return _clear_all(core, message)
    reaction = _existing(core.world, message, emoji)
    if reaction is None or not message.reactions:
        return False
    del message.reactions[reaction.key]
    channel, guild = _place(core, message)
    core.emit(
        "MESSAGE_REACTION_REMOVE_EMOJI",
        _data(message, guild, reaction),
        guild,
        channel,
        "reaction_clear_emoji",
        **_facts(message, channel, reaction),
    )
    return True


def _clear_all(core: Core, message: Message) -> bool:
    had = bool(message.reactions)
    message.reactions = None
    channel, guild = _place(core, message)
    data = {
        "channel_id": str(channel.id),
        "message_id": str(message.id),
        "guild_id": str(guild.id),
    }
    core.emit(
        "MESSAGE_REACTION_REMOVE_ALL",
        data,
        guild,
        channel,
        "reaction_clear",
        channel_id=str(channel.id),
        message_id=str(message.id),
    )
    return had


def _emit_add(core: Core, message: Message, user: User, reaction: Reaction, by: str) -> None:
    channel, guild = _place(core, message)
    data = _data(message, guild, reaction) | {
        "user_id": str(user.id),
        "type": 0,
        "burst": False,
        "burst_colors": [],
        "message_author_id": str(message.author.id),
    }
    member = guild.members.get(user.id)
    if member is not None:
        data["member"] = payloads.member(member)
    core.emit(
        "MESSAGE_REACTION_ADD",
        data,
        guild,
        channel,
        "reaction_add",
        **_facts(message, channel, reaction),
        user_id=str(user.id),
        user_bot=user.bot,
        by=by,
    )


def _custom(world: World, number: str) -> Reaction:
    for guild in world.guilds.values():
        emoji = guild.emojis.get(int(number)) if number.isdigit() else None
        if emoji is not None:
            return Reaction(emoji.name, emoji.id, emoji.animated)
    raise unknown("Emoji", 10014)


def _existing(world: World, message: Message, emoji: str) -> Reaction | None:
    return (message.reactions or {}).get(parse_emoji(world, emoji).key)


def _place(core: Core, message: Message) -> tuple[Channel, Guild]:
    channel = core.world.channel(message.channel_id)
    return channel, core.world.guild_of(channel)


def _data(message: Message, guild: Guild, reaction: Reaction) -> Json:
    return {
        "channel_id": str(message.channel_id),
        "message_id": str(message.id),
        "guild_id": str(guild.id),
        "emoji": payloads.partial_emoji(reaction),
    }


def _facts(message: Message, channel: Channel, reaction: Reaction) -> Json:
    return {
        "channel_id": str(channel.id),
        "parent_id": str(channel.parent_id) if channel.is_thread else None,
        "message_id": str(message.id),
        "message_author_id": str(message.author.id),
        "emoji": payloads.partial_emoji(reaction),
    }
