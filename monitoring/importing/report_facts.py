"""What one old task report says. Plain values, no Django."""

from dataclasses import dataclass
from datetime import datetime

from monitoring.importing.judging import Reason, contradicts
from monitoring.importing.values import Json, discord_id, moment, number, text
from monitoring.rules.report_reviews import Status
from monitoring.snowflakes import snowflake_time

STATUSES = {
    "pending": Status.PENDING,
    "reviewing": Status.REVIEWING,
    "in_review": Status.REVIEWING,
    "verified": Status.VERIFIED,
    "completed": Status.VERIFIED,
}
# The third version's shelf, for reviewed reports and others.
ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Told:
    """`count` and `approved` None: the file does not say, which is not 0.

    An unknown author is the message's id with a minus: two of them are not one person.
    """

    message_id: int
    at: datetime
    channel_id: int
    author_id: int
    author_name: str
    content: str
    count: int | None
    status: Status
    checked_at: datetime | None
    approved: int | None


def read_report(row: Json) -> Told | Reason:
    message_id = discord_id(row.get("messageId"))
    if message_id is None:
        return Reason.NO_MESSAGE
    if contradicts(message_id, moment(row.get("submittedAt"))):
        return Reason.CONTRADICTS_SNOWFLAKE
    at, checked_at = snowflake_time(message_id), moment(row.get("checkedAt"))
    status = _status(row, checked_at)
    if status is None:
        return Reason.UNKNOWN_KIND
    if checked_at is not None and checked_at < at:
        return Reason.IMPOSSIBLE_TIME
    return Told(
        message_id,
        at,
        discord_id(row.get("channelId")) or 0,
        discord_id(row.get("authorId")) or -message_id,
        text(row.get("authorName"), 100),
        _content(row),
        _count(row.get("taskCount")),
        status,
        checked_at,
        _count(row.get("approvedTasks")),
    )


def _status(row: Json, checked_at: datetime | None) -> Status | None:
    status = row.get("status")
    if status == ARCHIVED:
        return Status.PENDING if checked_at is None else Status.VERIFIED
    return STATUSES.get(status) if isinstance(status, str) else None


def _count(value: object) -> int | None:
    found = number(value)
    return found if found is not None and found >= 0 else None


def _content(row: Json) -> str:
    """The third version cut the text into its first line and the rest."""
    if "title" not in row:
        return text(row.get("content"))
    title, rest = text(row.get("title")), text(row.get("description"))
    return rest if rest.startswith(title) else f"{title}\n{rest}".strip()
