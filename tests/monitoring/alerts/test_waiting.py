"""Whether anything is due is asked first, and must never say no too often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from monitoring.alerts.waiting import is_anything_due
from tests.factories import make_alert, make_request

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NOW = timezone.now()
SOON, JUST = NOW + timedelta(seconds=1), NOW - timedelta(seconds=1)


@pytest.mark.parametrize(
    "fields",
    [
        {"next_alert_at": JUST},
        {"next_alert_at": NOW},
        {"expires_at": JUST},
        {"expires_at": NOW},
        {"is_history_unread": True},
    ],
)
def test_an_open_request_is_due(fields: dict[str, object]) -> None:
    make_request(**{"next_alert_at": SOON, "expires_at": SOON, **fields})
    assert is_anything_due(NOW)


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "due"},
        {"status": "sending"},
        {"status": "failed", "retry_at": JUST},
        {"status": "failed", "retry_at": NOW},
        {"status": "sent", "edit_due": True},
    ],
)
def test_an_alert_is_due(fields: dict[str, object]) -> None:
    request = make_request(status="answered")
    make_alert(request, **fields)
    assert is_anything_due(NOW)


def test_what_is_settled_or_later_is_not_due(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    request = make_request(next_alert_at=SOON, expires_at=SOON)
    make_request(status="answered", next_alert_at=JUST, expires_at=JUST, is_history_unread=True)
    for number, fields in enumerate(
        (
            {"status": "sent"},
            {"status": "skipped", "edit_due": True},
            {"status": "failed", "retry_at": SOON},
            {"status": "failed"},
        )
    ):
        make_alert(request, repetition=number, **fields)
    with django_assert_num_queries(1):
        assert not is_anything_due(NOW)
