"""What a message tells of one request and of one call: plain values, read by the texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Ending(StrEnum):
    """What a request is, to somebody who reads its alert."""

    OPEN = "open"
    ANSWERED = "answered"
    CANCELLED = "cancelled"
    DISMISSED = "dismissed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Card:
    """One request. `closed_by` and `holder` are names, '' where nobody is known.

    `holder` with `hold_until` in the past is who held it before.
    """

    guild_id: int
    channel_id: int
    message_id: int
    server_name: str
    channel_name: str
    author_name: str
    content: str
    asked_at: datetime
    status: Ending = Ending.OPEN
    closed_by: str = ""
    response_seconds: int | None = None
    is_taken_back: bool = False
    holder: str = ""
    hold_until: datetime | None = None
    is_history_unread: bool = False
    names: Mapping[int, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self.status == Ending.OPEN

    def is_held(self, now: datetime) -> bool:
        return self.hold_until is not None and self.hold_until > now

    def waited_seconds(self, now: datetime) -> int:
        return int((now - self.asked_at).total_seconds())

    @property
    def link(self) -> str:
        return f"https://discord.com/channels/{self.guild_id}/{self.channel_id}/{self.message_id}"


@dataclass(frozen=True, slots=True)
class Call:
    """One send of a plan: whom it tags, and its own id."""

    nonce: str
    role_id: int | None = None
    person_id: int | None = None
    words: str = ""


class Action(StrEnum):
    CLAIM = "claim"
    RELEASE = "release"
    ANSWERED = "answered"
    DISMISS = "dismiss"


@dataclass(frozen=True, slots=True)
class Button:
    action: Action
    label: str
    custom_id: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A message as it shall be: who may be pinged by it is named, everybody else is not."""

    content: str
    role_ids: tuple[int, ...] = ()
    user_ids: tuple[int, ...] = ()
    buttons: tuple[Button, ...] = ()
