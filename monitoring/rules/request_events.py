"""What happens to a request for help."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    REPLY = "reply"
    REACTION = "reaction"
    MESSAGE = "message"
    BUTTON = "button"
    SOLVED = "solved"
    DELETED = "deleted"
    DISMISSED = "dismissed"
    REOPENED = "reopened"
    EXPIRED = "expired"
    CLAIMED = "claimed"
    RELEASED = "released"


ANSWERS = frozenset({Kind.REPLY, Kind.REACTION, Kind.MESSAGE, Kind.BUTTON})
TAKEN_BACK = frozenset({Kind.SOLVED, Kind.DELETED})
ENDINGS = ANSWERS | TAKEN_BACK | {Kind.DISMISSED, Kind.EXPIRED}
# These follow from other facts and are computed anew; the rest were done to the request itself.
DERIVED = frozenset({Kind.REPLY, Kind.REACTION, Kind.MESSAGE, Kind.SOLVED, Kind.DELETED})


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one request; the key is (kind, source, actor, emoji).

    `target_id` is the message that was replied or reacted to; `reason` is what was given for it.
    """

    kind: Kind
    source_id: int
    actor_id: int = 0
    emoji_key: str = ""
    target_id: int | None = None
    at: datetime | None = None
    delivered_at: datetime | None = None
    channel_id: int | None = None
    withdrawn_at: datetime | None = None
    first_at: datetime | None = None
    reason: str = ""

    @property
    def key(self) -> tuple[str, int, int, str]:
        return self.kind, self.source_id, self.actor_id, self.emoji_key
