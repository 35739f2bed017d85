from datetime import date

import pytest

from monitoring.models import AnswerSums
from monitoring.rules.multisets import read
from monitoring.statistics.joined import Joined
from tests.factories import make_curator, make_server


@pytest.mark.database
@pytest.mark.django_db
def test_long_texts_are_joined_whole() -> None:
    server, curator, count = make_server(), make_curator(), 300_000
    for day in (1, 2):
        AnswerSums.objects.create(
            **{"server": server, "curator": curator, "span": "day", "zone": "UTC"},
            date=date(2026, 11, day),
            waits="123 " * count,
        )
    [(_, waits)] = AnswerSums.objects.values_list("curator_id").annotate(Joined("waits"))
    assert read(waits) == {123: 2 * count}
