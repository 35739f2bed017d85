"""Times of the log: Unix milliseconds, and the snowflakes that hold them."""

from datetime import UTC, datetime, timedelta

DISCORD_EPOCH_MS = 1_420_070_400_000
UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(at_ms: int) -> datetime:
    return UNIX_EPOCH + timedelta(milliseconds=at_ms)


def iso(at_ms: int) -> str:
    return moment(at_ms).isoformat()


def sent_ms(message_id: int) -> int:
    return (message_id >> 22) + DISCORD_EPOCH_MS
