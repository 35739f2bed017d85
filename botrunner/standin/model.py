"""What exists on the stand-in: guilds, people, channels, messages. Plain data, ids are integers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from .history import History

GUILD_TEXT, GUILD_CATEGORY, GUILD_ANNOUNCEMENT, GUILD_FORUM = 0, 4, 5, 15
ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD = 10, 11, 12
THREAD_TYPES = frozenset({ANNOUNCEMENT_THREAD, PUBLIC_THREAD, PRIVATE_THREAD})

DEFAULT, THREAD_CREATED, REPLY, CHAT_INPUT_COMMAND, THREAD_STARTER = 0, 18, 19, 20, 21

HAS_THREAD = 1 << 5
EPHEMERAL = 1 << 6


@dataclass(slots=True)
class User:
    id: int
    name: str
    global_name: str | None = None
    bot: bool = False


@dataclass(slots=True)
class Role:
    id: int
    name: str
    permissions: int = 0
    position: int = 1
    mentionable: bool = False
    managed: bool = False
    color: int = 0


@dataclass(slots=True)
class Overwrite:
    """`kind` is 0 for a role, 1 for a member."""

    id: int
    kind: int
    allow: int = 0
    deny: int = 0


@dataclass(slots=True)
class Emoji:
    id: int
    name: str
    animated: bool = False


@dataclass(slots=True)
class Member:
    user: User
    roles: tuple[int, ...] = ()
    nick: str | None = None
    joined_ms: int = 0


@dataclass(slots=True)
class Reaction:
    """One emoji on one message; `users` keeps the order in which they reacted."""

    name: str
    emoji_id: int | None = None
    animated: bool = False
    users: dict[int, None] = field(default_factory=dict)

    @property
    def key(self) -> str:
        return self.name if self.emoji_id is None else f"{self.name}:{self.emoji_id}"


@dataclass(slots=True)
class Message:
    id: int
    channel_id: int
    guild_id: int
    author: User
    content: str = ""
    type: int = DEFAULT
    edited_ms: int | None = None
    reference: tuple[int, int] | None = None  # (channel id, message id)
    snapshot: dict[str, Any] | None = None  # of the message that this one forwards
    webhook_id: int | None = None
    application_id: int | None = None
    mentions: tuple[int, ...] = ()
    mention_roles: tuple[int, ...] = ()
    mention_everyone: bool = False
    embeds: tuple[dict[str, Any], ...] = ()
    components: tuple[dict[str, Any], ...] = ()
    reactions: dict[str, Reaction] | None = None
    nonce: str | int | None = None
    flags: int = 0
    ephemeral: bool = False

    @property
    def is_forward(self) -> bool:
        return self.snapshot is not None


@dataclass(slots=True)
class Channel:
    id: int
    guild_id: int
    type: int
    name: str
    parent_id: int | None = None
    position: int = 0
    topic: str | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    last_message_id: int | None = None
    history: History[Message] = field(default_factory=History)

    @property
    def is_thread(self) -> bool:
        return self.type in THREAD_TYPES


@dataclass(slots=True)
class Thread(Channel):
    owner_id: int = 0
    archived: bool = False
    locked: bool = False
    archive_ms: int = 0
    auto_archive_minutes: int = 1440
    message_count: int = 0
    member_ids: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Guild:
    id: int
    name: str
    owner_id: int
    roles: dict[int, Role] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Thread] = field(default_factory=dict)
    members: dict[int, Member] = field(default_factory=dict)
    emojis: dict[int, Emoji] = field(default_factory=dict)
    outage: bool = False

    def every_channel(self) -> Iterator[Channel]:
        yield from self.channels.values()
        yield from self.threads.values()
