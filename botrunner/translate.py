"""From Discord's payloads and discord.py's raw events to plain events. Decides nothing."""

from datetime import UTC, datetime
from typing import Any

import discord

from monitoring.emoji import emoji_key, emoji_sign
from monitoring.events import (
    ChannelDeleted,
    Message,
    MessagesDeleted,
    ReactionChanged,
    ReactionsCleared,
    ReactionsRead,
    Source,
)
from monitoring.rules.mentions import read_mentions
from monitoring.text import clean, clean_name

Json = dict[str, Any]

DEFAULT, REPLY = 0, 19
# Discord: the type of a message reference that carries a forwarded message.
FORWARD = 1


def message(payload: Json, guild_id: int, lane_id: int, source: Source) -> Message:
    """A message object of the gateway or of REST; the latter knows no roles of its author."""
    author = payload["author"]
    member = payload.get("member") or {}
    kind = payload["type"]
    reference = payload.get("message_reference") or {}
    reply_to_id = reply_to_author_id = None
    if kind == REPLY:
        reply_to_id = _id(reference.get("message_id"))
        quoted = payload.get("referenced_message")
        reply_to_author_id = int(quoted["author"]["id"]) if quoted else None
    content = clean(payload["content"])
    user_mentions, role_mentions = read_mentions(content)
    edited = payload.get("edited_timestamp")
    return Message(
        guild_id=guild_id,
        channel_id=int(payload["channel_id"]),
        lane_id=lane_id,
        message_id=int(payload["id"]),
        author_id=int(author["id"]),
        author_name=author_name(author, member),
        content=content,
        source=source,
        is_plain=(
            kind in (DEFAULT, REPLY)
            and not author.get("bot")
            and payload.get("webhook_id") is None
            and reference.get("type") != FORWARD
            and not payload.get("message_snapshots")
        ),
        reply_to_id=reply_to_id,
        reply_to_author_id=reply_to_author_id,
        role_mentions=role_mentions,
        user_mentions=user_mentions,
        author_role_ids=tuple(map(int, member.get("roles", ()))),
        edited_at=parse_time(edited) if edited else None,
    )


def author_name(author: Json, member: Json) -> str:
    """What people see: the server's nickname, the display name, the user name."""
    return clean_name(member.get("nick") or author.get("global_name") or author.get("username"))


def parse_time(text: str) -> datetime:
    """ISO 8601 as Discord writes it; without a zone it is UTC."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _id(value: str | None) -> int | None:
    return None if value is None else int(value)


def reaction(
    raw: discord.RawReactionActionEvent, lane_id: int, delivered_at: datetime, is_timed: bool
) -> ReactionChanged:
    assert raw.guild_id is not None, "reactions of direct messages are not subscribed to"
    emoji = raw.emoji
    return ReactionChanged(
        guild_id=raw.guild_id,
        channel_id=raw.channel_id,
        lane_id=lane_id,
        message_id=raw.message_id,
        user_id=raw.user_id,
        emoji_key=emoji_key(emoji.name, emoji.id),
        emoji=emoji_sign(emoji.name, emoji.id),
        is_added=raw.event_type == "REACTION_ADD",
        delivered_at=delivered_at,
        is_timed=is_timed,
    )


def reactions_cleared(
    raw: discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent,
    lane_id: int,
    delivered_at: datetime,
) -> ReactionsCleared:
    assert raw.guild_id is not None, "reactions of direct messages are not subscribed to"
    emoji = getattr(raw, "emoji", None)
    return ReactionsCleared(
        guild_id=raw.guild_id,
        channel_id=raw.channel_id,
        lane_id=lane_id,
        message_id=raw.message_id,
        emoji_key=emoji_key(emoji.name, emoji.id) if emoji else None,
        delivered_at=delivered_at,
    )


def messages_deleted(
    raw: discord.RawMessageDeleteEvent | discord.RawBulkMessageDeleteEvent,
    lane_id: int,
    delivered_at: datetime,
    is_timed: bool,
) -> MessagesDeleted:
    assert raw.guild_id is not None, "direct messages are not subscribed to"
    if isinstance(raw, discord.RawBulkMessageDeleteEvent):
        ids, is_bulk = tuple(sorted(raw.message_ids)), True
    else:
        ids, is_bulk = (raw.message_id,), False
    return MessagesDeleted(
        guild_id=raw.guild_id,
        channel_id=raw.channel_id,
        lane_id=lane_id,
        message_ids=ids,
        delivered_at=delivered_at,
        is_timed=is_timed,
        is_bulk=is_bulk,
    )


def channel_deleted(
    guild_id: int, channel_id: int, lane_id: int, delivered_at: datetime, is_timed: bool
) -> ChannelDeleted:
    return ChannelDeleted(guild_id, channel_id, lane_id, delivered_at, is_timed)


def reactions_read(
    guild_id: int,
    channel_id: int,
    lane_id: int,
    message_id: int,
    reactors: list[tuple[str, str, int]],
    delivered_at: datetime,
) -> ReactionsRead:
    return ReactionsRead(guild_id, channel_id, lane_id, message_id, tuple(reactors), delivered_at)
