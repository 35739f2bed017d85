"""What one old row says happened, or why it cannot have happened so. Plain values, no Django.

Messages have the time of their snowflake. A reaction has the moment that the old bot wrote down
when it was delivered, except in the second version, which wrote the message's own time instead:
there nobody knows.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from monitoring.importing.formats import Version
from monitoring.importing.values import Json, discord_id, emoji, moment, number, text
from monitoring.rules.mentions import read_mentions
from monitoring.rules.request_states import response_seconds
from monitoring.snowflakes import snowflake_time

# Old stamps are the database's clock, of a zone that is not always known.
STAMP_TOLERANCE = timedelta(days=1)
# Two clocks that nobody compared wrote the moments of a reaction and of its message.
CLOCK_TOLERANCE = timedelta(seconds=5)
# The old bots rounded, and some of them measured at the moment of processing.
SECONDS_TOLERANCE = 5
INVENTED_PREFIX = "test_"


class Reason(StrEnum):
    """Why a row is not what it says, or is nothing that is recorded."""

    NEW = "new"
    DIFFERS = "differs"
    SAME = "same"
    KNOWN_QUARANTINE = "known_quarantine"
    SAME_ROW = "same_row"
    DUPLICATE = "duplicate"
    NO_MESSAGE = "no_message"
    NO_SERVER = "no_server"
    NO_CURATOR = "no_curator"
    NO_DISCORD_ID = "no_discord_id"
    UNKNOWN_KIND = "unknown_kind"
    INVENTED = "invented"
    IMPOSSIBLE_TIME = "impossible_time"
    CONTRADICTS_STAMPS = "contradicts_stamps"
    CONTRADICTS_SNOWFLAKE = "contradicts_snowflake"
    IS_REPORT = "is_report"
    ON_REPORT = "on_report"
    OF_REPORT = "of_report"
    ASKED_BY_CURATOR = "asked_by_curator"
    EXCLUDED = "excluded"
    OFF_DUTY = "off_duty"
    ANSWER_NOT_COUNTED = "answer_not_counted"
    KEPT = "kept"
    NOT_USED = "not_used"


class Deed(NamedTuple):
    """A curator's message, reply, reaction or verification; the latter bears the report's id."""

    kind: str
    message_id: int
    at: datetime | None
    delivered_at: datetime | None = None
    emoji_key: str = ""
    emoji: str = ""
    reply_to_id: int | None = None
    content: str = ""
    channel_id: int = 0
    verdict_id: int | None = None

    @property
    def moment(self) -> datetime:
        """By which terms judge it: its time, or what the old bot wrote for it."""
        return self.at or self.delivered_at or snowflake_time(self.message_id)


class Answer(NamedTuple):
    """`actor_id`: the Discord id that the row itself tells; None: only the curator's old id."""

    kind: str
    source_id: int
    at: datetime | None
    delivered_at: datetime
    actor_id: int | None = None

    @property
    def moment(self) -> datetime:
        """By which terms judge it."""
        return self.at or self.delivered_at


class Asked(NamedTuple):
    """A request for help as an old row tells it; `answer` None: nobody answered."""

    message_id: int
    at: datetime
    answer: Answer | None = None


def read_deed(row: Json, version: Version) -> Deed | Reason:
    kind = row.get("type")
    if kind == "reaction":
        return _reaction(row, version)
    if kind == "task_verification":
        return _verification(row)
    if kind not in ("message", "reply"):
        return Reason.UNKNOWN_KIND
    message_id = discord_id(row.get("messageId"))
    if message_id is None:
        return Reason.NO_MESSAGE
    if contradicts(message_id, moment(row.get("timestamp"))):
        return Reason.CONTRADICTS_SNOWFLAKE
    return Deed(
        kind=kind,
        message_id=message_id,
        at=snowflake_time(message_id),
        reply_to_id=discord_id(row.get("targetMessageId")) if kind == "reply" else None,
        content=text(row.get("content")),
        channel_id=discord_id(row.get("channelId")) or 0,
    )


def contradicts(message_id: int, stamp: datetime | None) -> bool:
    """Does the old stamp say another day than the message's own id?"""
    return stamp is not None and abs(stamp - snowflake_time(message_id)) > STAMP_TOLERANCE


def _reaction(row: Json, version: Version) -> Deed | Reason:
    message_id = discord_id(row.get("targetMessageId")) or discord_id(row.get("messageId"))
    if message_id is None:
        return Reason.NO_MESSAGE
    posted_at, stamp = snowflake_time(message_id), moment(row.get("timestamp"))
    if stamp is not None and stamp < posted_at - CLOCK_TOLERANCE:
        return Reason.CONTRADICTS_SNOWFLAKE
    key, sign = emoji(row)
    return Deed(
        kind="reaction",
        message_id=message_id,
        at=None if version is Version.SECOND else stamp,
        delivered_at=stamp or posted_at,
        emoji_key=key,
        emoji=sign,
        channel_id=discord_id(row.get("channelId")) or 0,
    )


def _verification(row: Json) -> Deed | Reason:
    report_id, verdict_id = discord_id(row.get("targetMessageId")), discord_id(row.get("messageId"))
    report_id = report_id or verdict_id
    if report_id is None:
        return Reason.NO_MESSAGE
    stamp = moment(row.get("timestamp"))
    at = snowflake_time(verdict_id) if verdict_id is not None else stamp
    if verdict_id is not None and contradicts(verdict_id, stamp):
        return Reason.CONTRADICTS_SNOWFLAKE
    if at is None or at < snowflake_time(report_id) - CLOCK_TOLERANCE:
        return Reason.IMPOSSIBLE_TIME
    channel_id = discord_id(row.get("channelId")) or 0
    return Deed("verification", report_id, at, channel_id=channel_id, verdict_id=verdict_id)


def read_response(row: Json, version: Version) -> Asked | Reason:
    if is_invented(row):
        return Reason.INVENTED
    message_id = discord_id(row.get("mentionMessageId"))
    if message_id is None:
        return Reason.NO_MESSAGE
    asked_at = snowflake_time(message_id)
    if contradicts(message_id, moment(row.get("mentionTimestamp"))):
        return Reason.CONTRADICTS_SNOWFLAKE
    if all(row.get(name) is None for name in ("responseMessageId", "responseTimestamp")):
        seconds = number(row.get("responseTimeSeconds"))
        return Asked(message_id, asked_at) if seconds is None else Reason.NO_MESSAGE
    wrong = _wrong_times(row)
    if wrong is not None:
        return wrong
    answer = _answer(row, message_id, version)
    if isinstance(answer, Reason):
        return answer
    if answer.at is not None:
        wrong = _wrong_seconds(row, asked_at, answer.at)
    return wrong or Asked(message_id, asked_at, answer)


def is_invented(row: Json) -> bool:
    """The test endpoint of the first version named its messages `test_mention_…`."""
    ids = (row.get("mentionMessageId"), row.get("responseMessageId"))
    return any(isinstance(value, str) and value.startswith(INVENTED_PREFIX) for value in ids)


def _wrong_times(row: Json) -> Reason | None:
    """The row against itself."""
    seconds = row.get("responseTimeSeconds")
    asked_at, answered_at = (
        moment(row.get("mentionTimestamp")),
        moment(row.get("responseTimestamp")),
    )
    if seconds is not None and (number(seconds) is None or seconds < 1):
        return Reason.IMPOSSIBLE_TIME
    if asked_at is None or answered_at is None:
        return None
    if answered_at <= asked_at:
        return Reason.IMPOSSIBLE_TIME
    apart = (answered_at - asked_at).total_seconds()
    if seconds is not None and abs(apart - seconds) > SECONDS_TOLERANCE:
        return Reason.CONTRADICTS_STAMPS
    return None


def _wrong_seconds(row: Json, asked_at: datetime, answered_at: datetime) -> Reason | None:
    """The row against Discord's own times."""
    if answered_at <= asked_at:
        return Reason.IMPOSSIBLE_TIME
    seconds, real = number(row.get("responseTimeSeconds")), response_seconds(asked_at, answered_at)
    if seconds is not None and real is not None and abs(seconds - real) > SECONDS_TOLERANCE:
        return Reason.CONTRADICTS_SNOWFLAKE
    return None


def _answer(row: Json, message_id: int, version: Version) -> Answer | Reason:
    raw = row.get("responseMessageId")
    kind, stamp = row.get("responseType"), moment(row.get("responseTimestamp"))
    if kind == "reaction" or (isinstance(raw, str) and raw.startswith("reaction_")):
        at = None if version is Version.SECOND else stamp
        return Answer(
            "reaction", message_id, at, stamp or snowflake_time(message_id), _reactor(raw)
        )
    source_id = discord_id(raw)
    if source_id is None:
        return Reason.NO_MESSAGE
    if kind not in ("reply", "message", None):
        return Reason.UNKNOWN_KIND
    # The third version tells no kind and took replies alone for answers.
    at = snowflake_time(source_id)
    return Answer(kind or "reply", source_id, at, at)


def _reactor(raw: object) -> int | None:
    """reaction_<message>_<person>, as the first version wrote it."""
    parts = raw.split("_") if isinstance(raw, str) else []
    return discord_id(parts[2]) if len(parts) == 3 else None


def named_ids(content: str) -> list[int]:
    return sorted(set(read_mentions(content)[0])) if "<@" in content else []
