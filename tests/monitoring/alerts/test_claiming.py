from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from curators.models import Revision
from monitoring import leases
from monitoring.alerts.acting import LeaseLost
from monitoring.alerts.claiming import claim_due
from monitoring.models import Alert, BotLease, EscalationStep, MonitoringSettings, ResponseTracking
from tests.factories import make_alert, make_curator, make_server, make_step

from .setting import CHANNEL, OWNER, Setting, blocked, ready, rows, unread

pytestmark = [pytest.mark.database, pytest.mark.django_db]
STATE = ("step", "repetition", "status", "reason")


def test_a_due_request_gets_a_row_for_its_step_and_its_next_moment(setting: Setting) -> None:
    request = setting.ask()
    (alert_id,) = setting.claim()
    alert = Alert.objects.get(pk=alert_id)
    assert (alert.step, alert.repetition, alert.status) == (0, 0, "due")
    assert (alert.channel_id, alert.due_at) == (CHANNEL, request.first_due_at)
    assert (alert.request_message_id, alert.server_id) == (request.message_id, request.server_id)
    request.refresh_from_db()
    assert request.next_alert_at == request.asked_at + timedelta(seconds=1200)


@pytest.mark.parametrize(("seconds", "count"), [(-10.001, 0), (-10, 1)])
def test_nothing_is_claimed_before_its_time(setting: Setting, seconds: float, count: int) -> None:
    setting.ask()
    assert len(setting.claim(seconds=seconds)) == count


def test_a_send_is_claimed_once(setting: Setting) -> None:
    setting.ask()
    assert len(setting.claim()) == 1
    assert setting.claim() == []
    assert setting.claim(seconds=589) == []
    assert len(setting.claim(seconds=590)) == 1
    assert rows(*STATE) == [(0, 0, "due", ""), (0, 1, "due", "")]


def test_a_poll_with_nothing_due_writes_nothing(setting: Setting) -> None:
    setting.ask(asked_at=setting.now)
    number = Revision.objects.get().number
    with CaptureQueriesContext(connection) as queries:
        assert setting.claim() == []
    claiming = [each for each in queries if "response" in each["sql"].lower()]
    assert len(claiming) == 2, "only the looks for due lanes and for marks of unread ones"
    assert Revision.objects.get().number == number


def test_each_claim_moves_the_revision(setting: Setting) -> None:
    setting.ask()
    number = Revision.objects.get().number
    setting.claim()
    assert Revision.objects.get().number == number + 1


def test_the_default_plan_is_called_to_its_end_and_no_further(setting: Setting) -> None:
    setting.ask()
    for seconds in range(0, 6000, 300):
        setting.claim(seconds=seconds)
    assert rows(*STATE) == [
        (0, 0, "due", ""),
        (0, 1, "due", ""),
        (0, 2, "skipped", "absorbed"),
        (0, 3, "due", ""),
        (1, 0, "due", ""),
    ]
    assert ResponseTracking.objects.get().next_alert_at is None


@pytest.mark.parametrize(
    "fields",
    [
        {"status": "answered"},
        {"status": "dismissed"},
        {"status": "expired"},
        {"taken_back_at": "now"},
        {"expires_at": "now"},
        {"hold_until": "later"},
        {"next_alert_at": None},
    ],
)
def test_only_an_open_request_that_waits_for_a_call_is_called(
    setting: Setting, fields: dict[str, Any]
) -> None:
    moments = {"now": setting.now, "later": setting.now + timedelta(seconds=1)}
    setting.ask(**{name: moments.get(value, value) for name, value in fields.items()})
    assert setting.claim() == []
    assert Alert.objects.count() == 0


def test_after_an_outage_only_the_latest_send_goes(setting: Setting) -> None:
    setting.ask(asked_at=setting.now - timedelta(seconds=1900))
    assert len(setting.claim()) == 1
    assert rows(*STATE) == [
        (0, 0, "skipped", "overtaken"),
        (0, 1, "skipped", "overtaken"),
        (0, 2, "skipped", "overtaken"),
        (1, 0, "due", ""),
    ]


def test_a_hold_keeps_calls_back_and_then_the_latest_goes(setting: Setting) -> None:
    request = setting.ask()
    hold_until = setting.now + timedelta(seconds=1300)
    ResponseTracking.objects.update(hold_until=hold_until, claimed_by=make_curator())
    for seconds in (0, 600, 1299.9):
        assert setting.claim(seconds=seconds) == []
    assert len(setting.claim(seconds=1300)) == 1
    assert [row[:3] for row in rows(*STATE) if row[2] == "due"] == [(1, 0, "due")]
    request.refresh_from_db()
    assert request.next_alert_at == request.asked_at + timedelta(seconds=2400)


def test_a_hold_that_is_released_frees_the_call_at_once(setting: Setting) -> None:
    setting.ask(hold_until=setting.now + timedelta(seconds=300))
    assert setting.claim() == []
    ResponseTracking.objects.update(hold_until=None)
    assert len(setting.claim()) == 1


def switch_off_everything(setting: Setting) -> None:
    MonitoringSettings.objects.update(sends_alerts=False)


def switch_off_the_servers_alerts(setting: Setting) -> None:
    setting.server.sends_alerts = False
    setting.server.save()


def switch_off_the_server(setting: Setting) -> None:
    setting.server.is_active = False
    setting.server.save()


def switch_off_the_step(setting: Setting) -> None:
    EscalationStep.objects.filter(after_seconds=600).update(is_active=False)


def delete_the_step(setting: Setting) -> None:
    EscalationStep.objects.filter(after_seconds=600).delete()


@pytest.mark.parametrize(
    "switch_off",
    [
        switch_off_everything,
        switch_off_the_servers_alerts,
        switch_off_the_server,
        switch_off_the_step,
        delete_the_step,
    ],
)
def test_switching_off_stops_frozen_plans_too(setting: Setting, switch_off: Any) -> None:
    setting.ask()
    switch_off(setting)
    assert setting.claim() == []
    assert rows(*STATE) == [(0, 0, "skipped", "switched_off")]


def test_switched_on_again_the_plan_goes_on(setting: Setting) -> None:
    setting.ask()
    MonitoringSettings.objects.update(sends_alerts=False)
    setting.claim()
    MonitoringSettings.objects.update(sends_alerts=True)
    assert setting.claim(seconds=1) == []
    assert len(setting.claim(seconds=590)) == 1


def test_a_lane_that_is_not_read_yet_waits_and_holds_up_no_other(setting: Setting) -> None:
    late, other = setting.ask(), setting.ask()
    gate = {late.lane_id: "blocked", other.lane_id: "ready"}
    (alert_id,) = setting.claim(lambda guild, lane: gate[lane], limit=1)
    assert Alert.objects.get(pk=alert_id).request_message_id == other.message_id
    assert setting.claim(blocked) == []
    assert len(setting.claim(ready)) == 1


def test_the_gate_is_asked_with_guild_and_lane(setting: Setting) -> None:
    request = setting.ask()
    asked = []
    setting.claim(lambda guild, lane: asked.append((guild, lane)) or "ready")
    assert asked == [(setting.server.guild_id, request.lane_id)]


def test_an_unreadable_lane_is_called_and_marked(setting: Setting) -> None:
    setting.ask()
    assert len(setting.claim(unread)) == 1
    assert ResponseTracking.objects.get().is_history_unread


@pytest.mark.parametrize(("gate", "is_unread"), [(ready, False), (blocked, True), (unread, True)])
def test_the_mark_of_an_unread_lane_goes_once_the_lane_is_read(
    setting: Setting, gate: Any, is_unread: bool
) -> None:
    setting.ask()
    setting.claim(unread)
    Alert.objects.update(status="sent", message_id=1)
    setting.claim(gate, seconds=1)
    assert ResponseTracking.objects.get().is_history_unread is is_unread
    assert Alert.objects.get().edit_due is not is_unread


def test_the_next_text_does_not_say_that_a_lane_is_unread_which_was_read_since(
    setting: Setting,
) -> None:
    setting.ask()
    setting.claim(unread)
    (alert_id,) = setting.claim(seconds=590)
    post = setting.begin(alert_id, seconds=590)
    assert post is not None
    assert "не прочитана" not in post.draft.content


def test_a_lane_that_stays_unread_costs_no_writing_at_every_poll(setting: Setting) -> None:
    setting.ask()
    setting.claim(unread)
    number = Revision.objects.get().number
    setting.claim(unread, seconds=1)
    assert Revision.objects.get().number == number


def test_without_the_lease_no_mark_is_taken_away(setting: Setting) -> None:
    setting.ask(is_history_unread=True, next_alert_at=None)
    setting.lease = None
    with pytest.raises(LeaseLost):
        setting.claim()
    assert ResponseTracking.objects.get().is_history_unread


def test_a_step_without_a_channel_fails_visibly(setting: Setting) -> None:
    setting.server.alert_channel_id = None
    setting.server.save()
    setting.ask()
    assert setting.claim() == []
    assert rows(*STATE) == [(0, 0, "failed", "no_channel")]


def test_a_channel_that_is_set_later_is_used_by_plans_without_one(setting: Setting) -> None:
    setting.server.alert_channel_id = None
    setting.server.save()
    setting.ask()
    setting.server.alert_channel_id = 77
    setting.server.save()
    (alert_id,) = setting.claim()
    assert Alert.objects.get(pk=alert_id).channel_id == 77


@pytest.mark.parametrize(("count", "heads"), [(3, 3), (4, 1)])
def test_more_than_three_for_one_channel_are_one_digest(
    setting: Setting, count: int, heads: int
) -> None:
    requests = [setting.ask() for _ in range(count)]
    assert len(setting.claim()) == heads
    oldest = Alert.objects.get(request_message_id=requests[0].message_id)
    parts = Alert.objects.filter(digest=oldest).count()
    assert (oldest.is_digest, parts) == ((True, count - 1) if heads == 1 else (False, 0))


def test_a_digest_gathers_one_channel_of_several_servers(setting: Setting) -> None:
    other = make_server(alert_channel_id=CHANNEL)
    elsewhere = make_server(alert_channel_id=99)
    for server in (setting.server, other, setting.server, other, elsewhere):
        setting.ask(server=server)
    assert len(setting.claim()) == 2
    assert sorted(Alert.objects.values_list("channel_id", "is_digest")) == sorted(
        [(CHANNEL, True), (CHANNEL, False), (CHANNEL, False), (CHANNEL, False), (99, False)]
    )


def test_a_steps_own_channel_counts_apart(setting: Setting) -> None:
    EscalationStep.objects.all().delete()
    make_step(after_seconds=600)
    make_step(after_seconds=600, channel_id=55)
    for _ in range(2):
        setting.ask()
    assert len(setting.claim()) == 4


def test_a_request_that_opens_again_is_called_for_what_was_left_out(setting: Setting) -> None:
    request = setting.ask()
    make_alert(request, status="skipped", reason="answered_before")
    (alert_id,) = setting.claim()
    assert rows("pk", *STATE) == [(alert_id, 0, 0, "due", "")]


def test_a_request_that_opens_again_is_not_called_twice_for_one_send(setting: Setting) -> None:
    request = setting.ask()
    make_alert(request, status="sent", message_id=1)
    assert setting.claim() == []
    request.refresh_from_db()
    assert request.next_alert_at == request.asked_at + timedelta(seconds=1200)


def test_a_next_moment_past_the_limit_is_none(setting: Setting) -> None:
    request = setting.ask(expires_at=setting.now + timedelta(seconds=590))
    setting.claim()
    request.refresh_from_db()
    assert request.next_alert_at is None


@pytest.mark.parametrize("number", [None, 99_999])
def test_without_the_lease_nothing_is_claimed(setting: Setting, number: int | None) -> None:
    setting.ask()
    setting.lease = number
    with pytest.raises(LeaseLost):
        setting.claim()
    assert Alert.objects.count() == 0


def test_a_lease_past_its_term_claims_nothing(setting: Setting) -> None:
    setting.ask()
    BotLease.objects.update(expires_at=setting.now - timedelta(seconds=1))
    with pytest.raises(LeaseLost):
        setting.claim()


def test_a_lease_that_was_given_back_claims_nothing(setting: Setting) -> None:
    setting.ask()
    leases.release(OWNER, setting.lease)
    with pytest.raises(LeaseLost):
        setting.claim()


def test_the_database_itself_refuses_a_second_row_for_a_send(setting: Setting) -> None:
    request = setting.ask()
    make_alert(request)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_alert(request)


def test_a_claim_costs_the_same_statements_for_one_request_and_for_twenty(
    setting: Setting,
) -> None:
    # Lanes, savepoint, revision, lease, requests, rows to take away, rows, requests' next
    # moments, heads, rows, keys: whatever there is to claim.
    configuration = setting.configuration
    counts = []
    for number in (1, 20):
        for _ in range(number):
            setting.ask(server=setting.server)
        with CaptureQueriesContext(connection) as queries:
            claim_due(configuration, setting.now, ready, setting.lease)
        counts.append(len(queries))
    assert counts[1] <= counts[0] + 1
    assert counts[0] <= 13
