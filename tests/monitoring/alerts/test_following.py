import pytest

from monitoring.alerts.following import move, requests_changed
from tests.factories import make_alert, make_request

from .setting import Setting, rows

pytestmark = [pytest.mark.database, pytest.mark.django_db]
KEY = ("request_message_id", "step", "repetition", "status")


def test_alerts_go_with_the_request_that_joined(setting: Setting) -> None:
    earlier, later = setting.ask(), setting.ask()
    make_alert(later, status="sent")
    make_alert(later, step=1, status="due")
    other = make_alert(make_request(), status="sent")
    move(setting.server.pk, later.message_id, earlier.message_id)
    assert rows(*KEY) == [
        (earlier.message_id, 0, 0, "sent"),
        (earlier.message_id, 1, 0, "due"),
        (other.request_message_id, 0, 0, "sent"),
    ]


def test_messages_that_went_with_their_request_are_edited(setting: Setting) -> None:
    earlier, later = setting.ask(), setting.ask()
    for number, status in enumerate(("sent", "sending", "due", "skipped")):
        make_alert(later, repetition=number, status=status)
    move(setting.server.pk, later.message_id, earlier.message_id)
    assert [due for (due,) in rows("edit_due")] == [True, True, False, False]


def test_a_send_that_both_had_keeps_its_row_under_the_next_number(setting: Setting) -> None:
    earlier, later = setting.ask(), setting.ask()
    make_alert(earlier, status="sent")
    make_alert(later, status="sent")
    make_alert(later, repetition=1, status="skipped")
    move(setting.server.pk, later.message_id, earlier.message_id)
    assert rows(*KEY) == [
        (earlier.message_id, 0, 0, "sent"),
        (earlier.message_id, 0, 1, "sent"),
        (earlier.message_id, 0, 2, "skipped"),
    ]


def test_only_sent_messages_of_changed_requests_are_edited(setting: Setting) -> None:
    changed, other = setting.ask(), setting.ask()
    for number, status in enumerate(("sent", "sending", "due", "failed", "skipped", "unknown")):
        make_alert(changed, repetition=number, status=status)
    make_alert(other, status="sent")
    requests_changed([setting.server.pk], [changed.message_id])
    assert [due for (due,) in rows("edit_due")] == [True, True, *[False] * 5]
