"""What happens to a task report, on Discord and on the web."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
AFTER_ALL = datetime.max.replace(tzinfo=UTC)


class Kind(StrEnum):
    """In the order in which events of one moment count; verdicts are read after releases."""

    EDITED = "edited"
    COUNTED = "counted"
    TAKEN = "taken"
    RELEASED = "released"
    REACTION = "reaction"
    REPLY = "reply"
    VERIFIED = "verified"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    DELETED = "deleted"


ON_THE_WEB = frozenset(
    {Kind.TAKEN, Kind.RELEASED, Kind.COUNTED, Kind.VERIFIED, Kind.CORRECTED, Kind.WITHDRAWN}
)
# Of the own report nobody says anything that counts.
JUDGING = frozenset(
    {Kind.REACTION, Kind.REPLY, Kind.TAKEN, Kind.COUNTED, Kind.VERIFIED, Kind.CORRECTED}
)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """The report as it was posted; `count` None: unreadable."""

    author_id: int
    count: int | None


@dataclass(frozen=True, slots=True)
class ReportEvent:
    """One row. `at` None: unknown, which only reactions and deletions may be.

    `source_id`: the message of a reply or reaction, the interaction or row of a web action.
    `number`: the count of `EDITED` (None: unreadable) and `COUNTED`, the approved of `VERIFIED` and
    `CORRECTED`.
    `text`: the reply's. `delivered_at`: when a reaction's last change reached us.
    """

    kind: Kind
    source_id: int
    actor_id: int = 0
    at: datetime | None = None
    emoji_key: str = ""
    text: str = ""
    number: int | None = None
    delivered_at: datetime | None = None
    withdrawn_at: datetime | None = None

    @property
    def moment(self) -> datetime:
        """Where the event stands among the others. An unknown reaction was there once delivered."""
        if self.at is not None:
            return self.at
        if self.kind != Kind.REACTION:
            return AFTER_ALL
        known = [moment for moment in (self.delivered_at, self.withdrawn_at) if moment]
        if not known:
            return BEFORE_ALL
        # A change that took the reaction back overwrote when it was added: just before, it stood.
        is_lost = self.withdrawn_at is not None and min(known) == self.withdrawn_at
        return min(known) - timedelta(microseconds=1) if is_lost else min(known)

    def stands(self, moment: datetime) -> bool:
        return self.moment <= moment and (self.withdrawn_at is None or self.withdrawn_at > moment)
