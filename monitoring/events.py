"""Plain events: what the bot heard, without discord.py. All that follows knows only these.

Times are aware UTC on Discord's clock: `delivered_at` is our clock at delivery, corrected by its
measured offset.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitoring.snowflakes import snowflake_time


class Source(StrEnum):
    """`LIVE`: as it was posted. `EDIT`: a new text of a message. `HISTORY`: read from REST."""

    LIVE = "live"
    EDIT = "edit"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a guild. `is_plain`: a person's own message of type default or reply."""

    guild_id: int
    channel_id: int
    lane_id: int
    message_id: int
    author_id: int
    author_name: str
    content: str
    source: Source = Source.LIVE
    is_plain: bool = True
    reply_to_id: int | None = None
    reply_to_author_id: int | None = None
    role_mentions: tuple[int, ...] = ()
    user_mentions: tuple[int, ...] = ()
    author_role_ids: tuple[int, ...] = ()
    edited_at: datetime | None = None

    @property
    def at(self) -> datetime:
        return snowflake_time(self.message_id)


@dataclass(frozen=True, slots=True)
class MessagesDeleted:
    """`is_timed` False: replayed after an absence, so nobody knows when."""

    guild_id: int
    channel_id: int
    lane_id: int
    message_ids: tuple[int, ...]
    delivered_at: datetime
    is_timed: bool = True
    is_bulk: bool = False


@dataclass(frozen=True, slots=True)
class ChannelDeleted:
    """A channel or thread with all its messages."""

    guild_id: int
    channel_id: int
    lane_id: int
    delivered_at: datetime
    is_timed: bool = True


@dataclass(frozen=True, slots=True)
class ReactionChanged:
    """One person's reaction, added or removed. `is_timed` False: its moment is unknown."""

    guild_id: int
    channel_id: int
    lane_id: int
    message_id: int
    user_id: int
    emoji_key: str
    emoji: str
    is_added: bool
    delivered_at: datetime
    is_timed: bool = True

    @property
    def at(self) -> datetime | None:
        return self.delivered_at if self.is_timed else None


@dataclass(frozen=True, slots=True)
class ReactionsCleared:
    """All reactions of a message, or those of one emoji, were cleared."""

    guild_id: int
    channel_id: int
    lane_id: int
    message_id: int
    emoji_key: str | None
    delivered_at: datetime


@dataclass(frozen=True, slots=True)
class ReactionsRead:
    """Who reacted to a message, whole, as REST tells it: (emoji_key, emoji, user id)."""

    guild_id: int
    channel_id: int
    lane_id: int
    message_id: int
    reactors: tuple[tuple[str, str, int], ...]
    delivered_at: datetime


Event = (
    Message | MessagesDeleted | ChannelDeleted | ReactionChanged | ReactionsCleared | ReactionsRead
)
