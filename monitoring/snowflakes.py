"""Discord's ids are times. Discord: a snowflake is milliseconds since 2015, shifted by 22 bits."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)


def snowflake_time(snowflake: int) -> datetime:
    """The moment (UTC, to the millisecond) at which Discord made this id."""
    return EPOCH + (snowflake >> 22) * MILLISECOND


def snowflake_at(at: datetime) -> int:
    """The smallest id that Discord could have made at `at`; before 2015 it is 0."""
    return max(0, (at - EPOCH) // MILLISECOND) << 22
