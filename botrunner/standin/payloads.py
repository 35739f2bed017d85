"""The JSON shapes of API v10, as discord.py parses them."""

from typing import TYPE_CHECKING, Any

from .clock import iso, time_ms
from .model import (
    GUILD_FORUM,
    HAS_THREAD,
    REPLY,
    THREAD_STARTER,
    Channel,
    Emoji,
    Guild,
    Member,
    Message,
    Overwrite,
    Reaction,
    Role,
    Thread,
    User,
)

if TYPE_CHECKING:
    from .world import World

Json = dict[str, Any]


def user(who: User) -> Json:
    return {
        "id": str(who.id),
        "username": who.name,
        "global_name": who.global_name,
        "discriminator": "0",
        "avatar": None,
        "bot": who.bot,
        "public_flags": 0,
        "flags": 0,
    }


def member_without_user(who: Member) -> Json:
    return {
        "roles": [str(role_id) for role_id in who.roles],
        "nick": who.nick,
        "avatar": None,
        "joined_at": iso(who.joined_ms),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "communication_disabled_until": None,
        "flags": 0,
    }


def member(who: Member) -> Json:
    return member_without_user(who) | {"user": user(who.user)}


def role(one: Role) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "color": one.color,
        "colors": {"primary_color": one.color, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": one.position,
        "permissions": str(one.permissions),
        "managed": one.managed,
        "mentionable": one.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def overwrite(one: Overwrite) -> Json:
    return {"id": str(one.id), "type": one.kind, "allow": str(one.allow), "deny": str(one.deny)}


def emoji(one: Emoji) -> Json:
    return {
        "id": str(one.id),
        "name": one.name,
        "animated": one.animated,
        "roles": [],
        "require_colons": True,
        "managed": False,
        "available": True,
    }


def partial_emoji(reaction: Reaction) -> Json:
    shape: Json = {"id": _id(reaction.emoji_id), "name": reaction.name}
    return shape | {"animated": reaction.animated} if reaction.emoji_id is not None else shape


def channel(one: Channel) -> Json:
    if isinstance(one, Thread):
        return thread(one)
    shape: Json = {
        "id": str(one.id),
        "guild_id": str(one.guild_id),
        "type": one.type,
        "name": one.name,
        "position": one.position,
        "parent_id": _id(one.parent_id),
        "topic": one.topic,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": _id(one.last_message_id),
        "permission_overwrites": [overwrite(each) for each in one.overwrites.values()],
        "flags": 0,
    }
    if one.type == GUILD_FORUM:
        shape |= {
            "available_tags": [],
            "default_reaction_emoji": None,
            "default_sort_order": None,
            "default_forum_layout": 0,
            "default_thread_rate_limit_per_user": 0,
        }
    return shape


def thread(one: Thread) -> Json:
    return {
        "id": str(one.id),
        "guild_id": str(one.guild_id),
        "type": one.type,
        "name": one.name,
        "parent_id": str(one.parent_id),
        "owner_id": str(one.owner_id),
        "last_message_id": _id(one.last_message_id),
        "message_count": min(one.message_count, 50),
        "total_message_sent": one.message_count,
        "member_count": min(len(one.member_ids), 50),
        "rate_limit_per_user": 0,
        "flags": 0,
        "applied_tags": [],
        "thread_metadata": {
            "archived": one.archived,
            "locked": one.locked,
            "archive_timestamp": iso(one.archive_ms),
            "auto_archive_duration": one.auto_archive_minutes,
            "create_timestamp": iso(time_ms(one.id)),
        },
    }


def thread_member(one: Thread, user_id: int) -> Json:
    return {
        "id": str(one.id),
        "user_id": str(user_id),
        "flags": 0,
        "join_timestamp": iso(time_ms(one.id)),
    }


def guild(one: Guild) -> Json:
    """The guild as REST returns it; GUILD_CREATE adds what is in it."""
    return {
        "id": str(one.id),
        "name": one.name,
        "owner_id": str(one.owner_id),
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "features": ["COMMUNITY"],
        "emojis": [emoji(each) for each in one.emojis.values()],
        "stickers": [],
        "roles": [role(each) for each in one.roles.values()],
        "verification_level": 1,
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 2,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": "ru",
        "nsfw_level": 0,
        "premium_progress_bar_enabled": False,
        "max_members": 500000,
        "max_presences": None,
        "max_video_channel_users": 25,
        "max_stage_video_channel_users": 50,
        "safety_alerts_channel_id": None,
        "incidents_data": None,
    }


def reactions(one: Message, reader_id: int) -> list[Json]:
    return [
        {
            "emoji": partial_emoji(each),
            "count": len(each.users),
            "me": reader_id in each.users,
            "count_details": {"burst": 0, "normal": len(each.users)},
            "me_burst": False,
            "burst_colors": [],
        }
        for each in (one.reactions or {}).values()
    ]


def snapshot(one: Message, mentions: list[Json]) -> Json:
    """What a forward carries of the message that it forwards; no author, as on Discord."""
    return {
        "message": {
            "type": one.type,
            "content": one.content,
            "embeds": list(one.embeds),
            "attachments": [],
            "timestamp": iso(time_ms(one.id)),
            "edited_timestamp": _time(one.edited_ms),
            "flags": one.flags,
            "mentions": mentions,
            "components": list(one.components),
            "mention_roles": [str(each) for each in one.mention_roles],
        }
    }


def message(one: Message, world: "World", *, nested: bool = False) -> Json:
    """A message without what only the gateway (member, guild_id) or only REST (reactions) adds."""
    shape: Json = {
        "id": str(one.id),
        "channel_id": str(one.channel_id),
        "type": one.type,
        "author": user(one.author),
        "content": one.content,
        "timestamp": iso(time_ms(one.id)),
        "edited_timestamp": _time(one.edited_ms),
        "tts": False,
        "pinned": False,
        "mention_everyone": one.mention_everyone,
        "flags": one.flags,
        "attachments": [],
        "mentions": [user(who) for who in map(world.users.get, one.mentions) if who],
        "mention_roles": [str(each) for each in one.mention_roles],
        "embeds": list(one.embeds),
        "components": list(one.components),
    }
    if one.webhook_id is not None:
        shape["webhook_id"] = str(one.webhook_id)
    if one.application_id is not None:
        shape["application_id"] = str(one.application_id)
    if one.reference is not None:
        shape |= _reference(one, world, nested)
    started = world.threads.get(one.id) if one.flags & HAS_THREAD else None
    return shape | {"thread": thread(started)} if started else shape


def _reference(one: Message, world: "World", nested: bool) -> Json:
    channel_id, message_id = one.reference or (0, 0)
    reference = {
        "type": 1 if one.is_forward else 0,
        "guild_id": str(one.guild_id),
        "channel_id": str(channel_id),
    }
    if message_id:
        reference["message_id"] = str(message_id)
    shape: Json = {"message_reference": reference}
    if one.snapshot is not None:
        shape["message_snapshots"] = [one.snapshot]
    elif one.type in (REPLY, THREAD_STARTER) and not nested:
        original = world.message(channel_id, message_id)
        shape["referenced_message"] = original and message(original, world, nested=True)
    return shape


def _id(value: int | None) -> str | None:
    return None if value is None else str(value)


def _time(at_ms: int | None) -> str | None:
    return None if at_ms is None else iso(at_ms)
