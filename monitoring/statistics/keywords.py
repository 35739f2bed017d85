"""What each keyword brought: calls that were answered, and those that were none."""

from collections import Counter, defaultdict
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from monitoring.models import ResponseTracking
from monitoring.rules.periods import Period
from monitoring.statistics.spans import Servers, on


def by_keyword(period: Period, servers: Servers = None) -> dict[str, Counter[str]]:
    """How many requests each keyword opened, by what became of them; '' is what was no keyword."""
    start, end = period.bounds(ZoneInfo(settings.TIME_ZONE))
    rows = ResponseTracking.objects.filter(
        Q(asked_at__gte=start) & Q(asked_at__lt=end), on(servers), is_sandbox=False
    ).order_by()
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for keyword, status, count in rows.values_list("keyword", "status").annotate(Count("pk")):
        found[keyword][status] = count
    return dict(found)
