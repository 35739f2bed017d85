"""Whole local days, both ends included: what `period`, `from` and `to` mean everywhere."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY, YEAR = timedelta(days=1), timedelta(days=366)
# Discord's own: its snowflakes count from here.
BEGINNING = date(2015, 1, 1)
PRESETS = ("today", "yesterday", "7d", "30d", "week", "month", "quarter", "all", "custom")


class PeriodError(ValueError):
    """What is wrong with `field`, one of the query words."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Period:
    """The local days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def days(self) -> list[date]:
        """Ascending."""
        return [self.first + n * DAY for n in range(len(self))]

    def before(self) -> "Period":
        """As many whole days, up to the day before this one's first."""
        return Period(self.first - len(self) * DAY, self.first - DAY)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """UTC: the first moment, and the first moment after; a day may last 23 or 25 hours."""
        return day_start(self.first, zone), day_start(self.last + DAY, zone)


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of the local day, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def month_of(day: date) -> Period:
    """The calendar month that holds the day."""
    first = day.replace(day=1)
    # 31 days after the first it is another month, whichever this one is.
    return Period(first, (first + 31 * DAY).replace(day=1) - DAY)


def period(
    preset: str,
    today: date,
    *,
    first: date | None = None,
    last: date | None = None,
    beginning: date | None = None,
) -> Period:
    """The period that a preset names. Raises `PeriodError`.

    `first` and `last` belong to `custom`; `beginning` is the first day that has anything, for
    `all`. No preset reaches past `today`.
    """
    if preset == "custom":
        return _custom(today, first, last)
    starts = {
        "today": today,
        "yesterday": today - DAY,
        "7d": today - 6 * DAY,
        "30d": today - 29 * DAY,
        "week": today - today.weekday() * DAY,
        "month": today.replace(day=1),
        "quarter": today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1),
        "all": min(beginning or today, today),
    }
    if preset not in starts:
        raise PeriodError("period", f"One of {', '.join(PRESETS)} is expected.")
    return Period(starts[preset], today - DAY if preset == "yesterday" else today)


def _custom(today: date, first: date | None, last: date | None) -> Period:
    if first is None or last is None:
        raise PeriodError("from" if first is None else "to", "A custom period needs both ends.")
    if first > last:
        raise PeriodError("to", "The last day must not come before the first.")
    if first < BEGINNING:
        raise PeriodError("from", f"Nothing is older than {BEGINNING}.")
    if last > today + YEAR:
        raise PeriodError("to", "This day is too far ahead.")
    return Period(first, last)
