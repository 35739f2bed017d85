"""Which sums make up a period: whole months where there are any, and single days around them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from monitoring.models import DiscordServer, Span
from monitoring.rules.periods import DAY, Period

Servers = Sequence[int] | None


def within(period: Period) -> Q:
    """The rows of sums that add up to the period, each day once."""
    first = _month_after(period.first) if period.first.day > 1 else period.first
    end = (period.last + DAY).replace(day=1)
    if first >= end:
        return days(period)
    rows = Q(span=Span.MONTH, date__gte=first, date__lt=end)
    if period.first < first:
        rows |= days(Period(period.first, first - DAY))
    if period.last >= end:
        rows |= days(Period(end, period.last))
    return rows


def days(period: Period) -> Q:
    """The rows of its single days, for what is shown by day."""
    return Q(span=Span.DAY, date__gte=period.first, date__lte=period.last)


def on(servers: Servers) -> Q:
    """Rows of these servers; None: of all."""
    return Q() if servers is None else Q(server_id__in=servers)


def counting_servers() -> Servers:
    """All that are no sandbox; None where that is every server."""
    servers = list(DiscordServer.objects.values_list("pk", "is_sandbox"))
    if not any(is_sandbox for _, is_sandbox in servers):
        return None
    return [pk for pk, is_sandbox in servers if not is_sandbox]


def _month_after(day: date) -> date:
    is_december = day.month == 12
    return date(day.year + is_december, 1 if is_december else day.month + 1, 1)
