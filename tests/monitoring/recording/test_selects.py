"""A plain statement gives the rows that a queryset gives."""

import pytest
from django.utils import timezone

from monitoring.models import Activity, ResponseTracking
from monitoring.recording.selects import select
from tests.factories import make_activity, make_curator, make_request, make_server

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def values(row: Activity | ResponseTracking) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_every_value_is_as_a_queryset_gives_it() -> None:
    make_activity(
        make_server(),
        make_curator(),
        named_ids=[5, 7],
        is_plain_answer=True,
        withdrawn_at=timezone.now(),
    )
    make_request(plan=[{"step_id": 1, "after_seconds": 60, "channel_id": 7}], content="вопрос 🙂")
    for model in (Activity, ResponseTracking):
        row = model._base_manager.get()
        (found,) = select(model, {"message_id": [row.message_id]})
        assert values(found) == values(row)
        assert not found._state.adding


def test_all_conditions_hold_together() -> None:
    server, other = make_server(), make_server()
    first, last = make_request(server), make_request(server)
    elsewhere = make_request(other)
    ids = {first.message_id, last.message_id, elsewhere.message_id}
    found = select(ResponseTracking, {"server_id": {server.pk}, "message_id": ids})
    assert {row.pk for row in found} == {first.pk, last.pk}


def test_bounds_are_inclusive() -> None:
    server = make_server()
    rows = sorted((make_request(server) for _ in range(3)), key=lambda row: row.message_id)
    here = {"server_id": [server.pk]}
    for number, row in enumerate(rows):
        since = select(ResponseTracking, here, since=row.message_id)
        until = select(ResponseTracking, here, until=row.message_id)
        assert (len(since), len(until)) == (3 - number, number + 1)


def test_among_nothing_there_is_nothing(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    make_request()
    with django_assert_num_queries(0):
        assert select(ResponseTracking, {"server_id": [1], "message_id": []}) == []
