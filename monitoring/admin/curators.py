"""The curators' list with their scores, which the curators' own app knows nothing of."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from curators.admin import CuratorAdmin
from curators.models import Curator
from monitoring.local_time import today
from monitoring.rules.periods import period
from monitoring.statistics.ratings import ratings
from monitoring.statistics.spans import counting_servers

admin.site.unregister(Curator)


@admin.register(Curator)
class RatedCuratorAdmin(CuratorAdmin):
    list_display = [*CuratorAdmin.list_display, "score", "score_label"]

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The scores of the page's curators, all in three statements."""
        page = super().get_changelist_instance(request)
        days = period("30d", today())
        found = ratings(days, counting_servers(), [each.pk for each in page.result_list])
        for curator in page.result_list:
            curator.rating = found[curator.pk]
        return page

    @admin.display(description="баллы за 30 дней")
    def score(self, curator: Any) -> int:
        return int(curator.rating.score.score)

    @admin.display(description="оценка")
    def score_label(self, curator: Any) -> str:
        return str(curator.rating.score.label.name)
