"""What is asked for, and how quickly it must come."""

from dataclasses import dataclass
from datetime import timedelta

from benchmarks.figures.site import Database

MOST_MS, MOST_YEAR_MS, MOST_TIMES = 25, 60, 1.2


@dataclass(frozen=True)
class Page:
    """`address` may name the `{curator}` whose page it is, the year's `{first}` and `{last}`."""

    name: str
    address: str
    is_of_the_year: bool = False

    @property
    def most_ms(self) -> float:
        return MOST_YEAR_MS if self.is_of_the_year else MOST_MS

    def of(self, database: Database) -> str:
        from django.utils import timezone

        last = timezone.localdate()
        first = last - timedelta(days=364)
        return self.address.format(curator=database.curator, first=first, last=last)


YEAR = "period=custom&from={first}&to={last}"
PAGES = (
    Page("leaderboard", "/api/leaderboard/"),
    Page("dashboard, 30 days", "/api/dashboard/?period=30d"),
    Page("dashboard, today", "/api/dashboard/"),
    Page("one curator", "/api/curators/{curator}/statistics/"),
    Page("all servers", "/api/servers/statistics/"),
    Page("recent 50", "/api/activities/?limit=50"),
    Page("a page of requests", "/api/requests/"),
    Page("the year's leaderboard", f"/api/leaderboard/?{YEAR}", is_of_the_year=True),
    Page(
        "the year's medians of all servers", f"/api/servers/statistics/?{YEAR}", is_of_the_year=True
    ),
)
