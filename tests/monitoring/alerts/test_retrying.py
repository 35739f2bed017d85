"""A send that Discord refused, or that had no channel, is tried again for as long as it matters."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curators.models import Revision
from monitoring.alerts import outcome
from monitoring.alerts.acting import LeaseLost
from monitoring.alerts.retrying import retry_refused
from monitoring.alerts.waiting import refusal_pause, unsettled
from monitoring.models import Alert, EscalationStep, MonitoringSettings, ResponseTracking
from tests.factories import make_id, make_step

from .setting import CHANNEL, Setting, blocked, make_setting, ready, rows, unread

pytestmark = [pytest.mark.database, pytest.mark.django_db]
SAID = "403: Missing Permissions (50013)"
MINUTES = (1, 2, 5, 10, 30)


@pytest.fixture
def setting(db: None) -> Setting:
    """A plan of one send, so that nothing overtakes it."""
    made = make_setting()
    EscalationStep.objects.all().delete()
    make_step()
    return made


def refuse(setting: Setting, alert_id: int, seconds: float = 0) -> None:
    assert setting.begin(alert_id, seconds=seconds) is not None
    now = setting.now + timedelta(seconds=seconds)
    outcome.fail(alert_id, SAID, now, setting.lease)


def refused(setting: Setting, **fields: Any) -> Alert:
    setting.ask(**fields)
    (alert_id,) = setting.claim()
    refuse(setting, alert_id)
    return Alert.objects.get(pk=alert_id)


def retry(setting: Setting, seconds: float = 60, gate: Any = ready) -> list[int]:
    """The keys of what is to be sent now."""
    now = setting.now + timedelta(seconds=seconds)
    retry_refused(setting.configuration, now, gate, setting.lease)
    return [row.alert_id for waiting in unsettled().values() for row in waiting]


def test_a_refused_send_stays_failed_until_it_is_tried_again(setting: Setting) -> None:
    alert = refused(setting)
    assert (alert.status, alert.reason) == ("failed", SAID)
    assert alert.retry_at == setting.now + timedelta(minutes=1)
    assert retry(setting, 59.9) == []
    assert retry(setting, 60) == [alert.pk]
    assert setting.begin(alert.pk, seconds=60) is not None
    message_id = make_id(setting.now)
    assert outcome.sent(alert.pk, message_id, setting.now)
    assert rows("status", "reason", "message_id", "retry_at") == [("sent", "", message_id, None)]
    assert retry(setting, 9999) == []


@pytest.mark.parametrize(
    ("attempts", "minutes"), [(0, 1), (1, 1), (2, 2), (3, 5), (4, 10), (5, 30), (999, 30)]
)
def test_refusals_are_tried_again_more_and_more_rarely(attempts: int, minutes: int) -> None:
    assert refusal_pause(attempts) == timedelta(minutes=minutes)


def test_a_channel_that_is_gone_for_good_is_asked_no_faster_than_that(setting: Setting) -> None:
    refused(setting)
    tried_at = []
    for minute in range(120):
        for alert_id in retry(setting, minute * 60):
            refuse(setting, alert_id, minute * 60)
            tried_at.append(minute)
    assert tried_at == [1, 3, 8, 18, 48, 78, 108]


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "answered"},
        {"status": "dismissed"},
        {"status": "expired"},
        {"taken_back_at": "now"},
        {"expires_at": "now"},
    ],
)
@pytest.mark.parametrize("has_channel", [True, False])
def test_what_needs_nobody_any_more_stays_failed_and_is_tried_no_more(
    setting: Setting, fields: dict[str, Any], has_channel: bool
) -> None:
    if has_channel:
        reason = refused(setting).reason
    else:
        without_channel(setting)
        reason = "no_channel"
    fields = {name: setting.now if value == "now" else value for name, value in fields.items()}
    ResponseTracking.objects.update(**fields)
    assert retry(setting) == []
    assert rows("status", "reason", "retry_at") == [("failed", reason, None)]


def test_what_was_switched_off_meanwhile_is_tried_no_more(setting: Setting) -> None:
    refused(setting)
    MonitoringSettings.objects.update(sends_alerts=False)
    assert retry(setting) == []
    assert rows("status", "retry_at") == [("failed", None)]


def test_a_request_that_opens_again_is_called_for_what_had_failed(setting: Setting) -> None:
    alert = refused(setting)
    request = ResponseTracking.objects.get()
    ResponseTracking.objects.update(status="dismissed")
    retry(setting)
    ResponseTracking.objects.update(status="open", next_alert_at=request.first_due_at)
    (again,) = setting.claim(seconds=90)
    assert again != alert.pk
    assert rows("status", "attempts") == [("due", 0)]


def test_a_request_that_is_due_again_keeps_what_is_tried_again(setting: Setting) -> None:
    alert = refused(setting)
    ResponseTracking.objects.update(next_alert_at=setting.now)
    assert setting.claim(seconds=1) == []
    assert rows("pk", "status") == [(alert.pk, "failed")]


def test_a_hold_keeps_it_back_and_it_goes_when_the_hold_ends(setting: Setting) -> None:
    alert = refused(setting)
    hold_until = setting.now + timedelta(seconds=300)
    ResponseTracking.objects.update(hold_until=hold_until)
    assert retry(setting) == []
    assert rows("status", "reason", "retry_at") == [("failed", SAID, hold_until)]
    assert retry(setting, 300) == [alert.pk]


@pytest.mark.parametrize(("gate", "count"), [(ready, 1), (unread, 1), (blocked, 0)])
def test_a_lane_that_is_catching_up_waits_and_nothing_is_written(
    setting: Setting, gate: Any, count: int
) -> None:
    refused(setting)
    number = Revision.objects.get().number
    assert len(retry(setting, gate=gate)) == count
    assert Revision.objects.get().number == number + count


def test_a_poll_with_nothing_to_try_again_is_one_look(setting: Setting) -> None:
    refused(setting)
    configuration = setting.configuration
    with CaptureQueriesContext(connection) as queries:
        retry_refused(configuration, setting.now, ready, setting.lease)
    assert len(queries) == 1


def test_without_the_lease_nothing_is_tried_again(setting: Setting) -> None:
    refused(setting)
    setting.lease += 1
    with pytest.raises(LeaseLost):
        retry(setting)
    assert rows("status") == [("failed",)]


def test_what_nobody_can_know_is_never_sent_again(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    setting.begin(alert_id)
    outcome.unknown(alert_id, "closed", setting.lease)
    assert retry(setting, 9999) == []


# Overtaking


def repeated(setting: Setting) -> tuple[int, int]:
    """The first send was refused at once, its repeat falls due at 590 s."""
    EscalationStep.objects.update(repeat_every_seconds=600, repeat_limit=1)
    first = refused(setting).pk
    (second,) = setting.claim(seconds=590)
    return first, second


@pytest.mark.parametrize("later", ["due", "sending", "sent", "failed", "unknown"])
def test_a_newer_send_of_the_request_overtakes_a_refused_one(setting: Setting, later: str) -> None:
    first, second = repeated(setting)
    retry_at = setting.now + timedelta(hours=1) if later == "failed" else None
    Alert.objects.filter(pk=second).update(status=later, retry_at=retry_at)
    assert first not in retry(setting, 591)
    assert rows("status", "reason", "retry_at")[0] == ("skipped", "overtaken", None)


def test_a_newer_send_that_was_not_needed_overtakes_nothing(setting: Setting) -> None:
    first, second = repeated(setting)
    Alert.objects.filter(pk=second).update(status="skipped", reason="absorbed")
    assert retry(setting, 591) == [first]


def test_of_sends_that_were_all_refused_only_the_latest_is_tried_again(setting: Setting) -> None:
    _, second = repeated(setting)
    refuse(setting, second, 590)
    assert retry(setting, 700) == [second]


# No channel


def set_channel(setting: Setting, channel_id: int | None) -> None:
    setting.server.alert_channel_id = channel_id
    setting.server.save()


def without_channel(setting: Setting) -> Alert:
    set_channel(setting, None)
    setting.ask()
    assert setting.claim() == []
    return Alert.objects.get()


def test_a_send_without_a_channel_goes_out_once_its_server_has_one(setting: Setting) -> None:
    alert = without_channel(setting)
    assert (alert.status, alert.reason) == ("failed", "no_channel")
    assert alert.retry_at == setting.now + timedelta(minutes=1)
    set_channel(setting, 77)
    assert retry(setting) == [alert.pk]
    post = setting.begin(alert.pk, seconds=60)
    assert post is not None
    assert post.channel_id == 77


def test_a_send_that_still_has_no_channel_waits_longer_and_longer(setting: Setting) -> None:
    without_channel(setting)
    looked_at = setting.now
    for minutes in MINUTES:
        ((status, retry_at),) = rows("status", "retry_at")
        assert (status, retry_at - looked_at) == ("failed", timedelta(minutes=minutes))
        looked_at = retry_at
        assert retry(setting, (retry_at - setting.now).total_seconds()) == []


def test_a_send_without_a_channel_is_overtaken_too(setting: Setting) -> None:
    EscalationStep.objects.update(repeat_every_seconds=600, repeat_limit=1)
    without_channel(setting)
    setting.claim(seconds=590)
    assert retry(setting, 591) == []
    assert rows("status", "reason") == [("skipped", "overtaken"), ("failed", "no_channel")]


# Digests


@pytest.mark.parametrize(("count", "heads"), [(3, 3), (4, 1)])
def test_many_that_are_tried_again_in_one_poll_are_one_digest(
    setting: Setting, count: int, heads: int
) -> None:
    for _ in range(count):
        setting.ask()
        for alert_id in setting.claim():
            refuse(setting, alert_id)
    assert len(retry(setting)) == heads
    assert [is_digest for (is_digest,) in rows("is_digest")].count(True) == (heads == 1)


def test_a_digest_that_was_refused_is_tried_again_with_those_that_still_wait(
    setting: Setting,
) -> None:
    requests = [setting.ask() for _ in range(5)]
    (head,) = setting.claim()
    refuse(setting, head)
    assert rows("status", "reason") == [("failed", SAID)] * 5
    ResponseTracking.objects.filter(pk=requests[0].pk).update(status="answered")
    (new,) = retry(setting)
    post = setting.begin(new, seconds=60)
    assert post is not None
    assert "4 запроса ждут ответа" in post.draft.content
    assert rows("status", "digest") == [
        ("failed", None),
        ("sending", None),
        *[("sending", new)] * 3,
    ]


def test_a_refused_send_keeps_no_other_of_its_channel_waiting(setting: Setting) -> None:
    refused(setting)
    setting.ask()
    (other,) = setting.claim()
    ((waiting,),) = unsettled().values()
    assert (waiting.alert_id, waiting.channel_id) == (other, CHANNEL)
