from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from curators.models import Revision
from monitoring import leases
from monitoring.alerts import outcome
from monitoring.alerts.acting import LeaseLost
from monitoring.alerts.waiting import Waiting, backoff, in_turn, unsettled
from monitoring.models import Alert, EscalationStep, MonitoringSettings, ResponseTracking
from monitoring.snowflakes import snowflake_time
from tests.factories import (
    make_alert,
    make_channel,
    make_curator,
    make_id,
    make_role,
    make_step,
)

from .setting import CHANNEL, OWNER, Setting, blocked, rows

pytestmark = [pytest.mark.database, pytest.mark.django_db]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def close(**fields: Any) -> None:
    values = {"status": "answered", "closed_at": NOW, **fields}
    ResponseTracking.objects.update(**values)


def sent(setting: Setting, alert_id: int) -> int:
    message_id = make_id(setting.now)
    assert outcome.sent(alert_id, message_id, setting.now)
    return message_id


def test_a_row_is_taken_for_sending_with_its_message(setting: Setting) -> None:
    request = setting.ask(content="<@&5> помогите")
    make_channel(setting.server, channel_id=request.channel_id)
    make_role(setting.server.guild_id, role_id=5, name="Помощь")
    (alert_id,) = setting.claim()
    post = setting.begin(alert_id)
    alert = Alert.objects.get()
    assert post is not None
    assert (post.channel_id, post.nonce) == (CHANNEL, alert.nonce)
    assert post.draft.role_ids == (setting.server.alert_role_id,)
    for part in (setting.server.name, "#вопросы", "Mira Castellano", "10\u00a0мин", "Помощь"):
        assert part in post.draft.content
    assert f"/{setting.server.guild_id}/{request.channel_id}/{request.message_id}" in (
        post.draft.content
    )
    assert alert.nonce in post.draft.content
    assert (alert.status, alert.sending_since, alert.attempts) == ("sending", setting.now, 1)


def test_a_row_is_taken_once(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    assert setting.begin(alert_id) is not None
    assert setting.begin(alert_id) is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "answered_before"),
        ({"status": "dismissed"}, "closed_before"),
        ({"status": "cancelled"}, "closed_before"),
        ({"status": "expired"}, "closed_before"),
        ({"status": "open", "taken_back_at": NOW}, "closed_before"),
    ],
)
def test_a_request_that_closed_meanwhile_calls_nobody(
    setting: Setting, fields: dict[str, Any], reason: str
) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    close(**fields)
    assert setting.begin(alert_id) is None
    assert rows("status", "reason", "message_id") == [("skipped", reason, None)]


def test_a_request_that_is_no_more_calls_nobody(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    ResponseTracking.objects.all().delete()
    assert setting.begin(alert_id) is None
    assert rows("status", "reason") == [("skipped", "closed_before")]


def test_alerts_switched_off_meanwhile_are_not_sent(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    MonitoringSettings.objects.update(sends_alerts=False)
    assert setting.begin(alert_id) is None
    assert rows("status", "reason") == [("skipped", "switched_off")]


def test_a_request_that_was_claimed_meanwhile_waits_for_the_end_of_the_hold(
    setting: Setting,
) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    hold_until = setting.now + timedelta(seconds=60)
    ResponseTracking.objects.update(hold_until=hold_until)
    assert setting.begin(alert_id) is None
    assert rows("status", "retry_at") == [("due", hold_until)]
    assert setting.begin(alert_id, seconds=60) is not None


def test_a_lane_that_is_catching_up_again_waits_and_changes_nothing(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    number = Revision.objects.get().number
    assert setting.begin(alert_id, blocked) is None
    assert rows("status") == [("due",)]
    assert Revision.objects.get().number == number


def test_without_the_lease_nothing_is_sent(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    leases.release(OWNER, setting.lease)
    with pytest.raises(LeaseLost):
        setting.begin(alert_id)
    assert rows("status") == [("due",)]


def test_a_sent_alert_keeps_its_message_and_its_time(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    setting.begin(alert_id)
    message_id = sent(setting, alert_id)
    assert rows("status", "message_id", "sent_at", "edit_due") == [
        ("sent", message_id, snowflake_time(message_id), False)
    ]


def test_what_was_sent_is_kept_by_whoever_sent_it(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    setting.begin(alert_id)
    leases.release(OWNER, setting.lease)
    sent(setting, alert_id)
    assert rows("status") == [("sent",)]


def test_a_message_is_not_replaced_by_another(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    setting.begin(alert_id)
    message_id = sent(setting, alert_id)
    assert not outcome.sent(alert_id, 5, setting.now)
    assert rows("message_id") == [(message_id,)]


@pytest.mark.parametrize("fields", [{}, {"status": "open", "hold_until": "later"}])
def test_a_request_that_changed_while_it_was_sent_is_edited(
    setting: Setting, fields: dict[str, Any]
) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    setting.begin(alert_id)
    if fields:
        fields = {**fields, "hold_until": setting.now + timedelta(seconds=9)}
    close(**fields)
    sent(setting, alert_id)
    assert rows("edit_due") == [(True,)]


def test_a_refusal_is_kept_with_its_reason(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    setting.begin(alert_id)
    reason = "403: Missing Permissions (50013)" + "x" * 400
    outcome.fail(alert_id, reason, setting.now, setting.lease)
    ((status, reason),) = rows("status", "reason")
    assert status == "failed"
    assert reason.startswith("403: Missing Permissions (50013)")
    assert len(reason) == 300


def test_an_uncertain_send_is_looked_for_before_it_is_tried_again(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    setting.begin(alert_id)
    outcome.put_off(alert_id, "TimeoutError", setting.now, setting.lease)
    ((waiting,),) = unsettled().values()
    assert waiting.is_sending
    assert waiting.retry_at == setting.now + timedelta(seconds=5)
    outcome.not_found(alert_id, setting.lease)
    first = Alert.objects.get().sending_since
    assert setting.begin(alert_id, seconds=5) is not None
    alert = Alert.objects.get()
    assert (alert.attempts, alert.sending_since, alert.reason) == (2, first, "")


def test_a_message_that_is_found_again_is_sent(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    setting.begin(alert_id)
    outcome.put_off(alert_id, "TimeoutError", setting.now, setting.lease)
    sent(setting, alert_id)
    assert unsettled() == {}


def test_what_nobody_can_know_stays_unknown(setting: Setting) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    setting.begin(alert_id)
    outcome.unknown(alert_id, "closed", setting.lease)
    assert rows("status", "reason") == [("unknown", "closed")]
    assert unsettled() == {}
    assert setting.begin(alert_id) is None


@pytest.mark.parametrize(
    ("change", "moment"), [(outcome.fail, (NOW,)), (outcome.put_off, (NOW,)), (outcome.unknown, ())]
)
def test_a_former_owner_settles_nothing(setting: Setting, change: Any, moment: Any) -> None:
    setting.ask()
    (alert_id,) = setting.claim()
    setting.begin(alert_id)
    with pytest.raises(LeaseLost):
        change(alert_id, "late", *moment, setting.lease + 1)
    assert rows("status") == [("sending",)]


def test_a_row_that_is_overtaken_while_it_could_not_go_is_skipped(setting: Setting) -> None:
    setting.ask()
    (first,) = setting.claim()
    setting.begin(first)
    outcome.not_found(first, setting.lease)
    (second,) = setting.claim(seconds=590)
    assert setting.begin(first, seconds=590) is None
    assert setting.begin(second, seconds=590) is not None
    assert rows("status", "reason") == [("skipped", "overtaken"), ("sending", "")]


@pytest.mark.parametrize("later", [(0, 3), (2, 0)])
def test_a_later_send_overtakes_whatever_its_step(setting: Setting, later: tuple[int, int]) -> None:
    request = setting.ask()
    step, repetition = later
    earlier = make_alert(request, step=1, due_at=setting.now)
    after = setting.now + timedelta(seconds=1)
    make_alert(request, step=step, repetition=repetition, due_at=after, status="sent")
    assert setting.begin(earlier.pk, seconds=2) is None
    earlier.refresh_from_db()
    assert (earlier.status, earlier.reason) == ("skipped", "overtaken")


def test_two_steps_of_one_moment_overtake_each_other_not(setting: Setting) -> None:
    request = setting.ask()
    (first,) = setting.claim()
    Alert.objects.create(
        server=setting.server,
        request_message_id=request.message_id,
        step=1,
        repetition=0,
        channel_id=CHANNEL,
        due_at=Alert.objects.get().due_at,
        status="due",
        nonce="other",
    )
    assert setting.begin(first) is not None


def test_a_sandbox_tags_nobody(setting: Setting) -> None:
    setting.server.is_sandbox = True
    setting.server.save()
    setting.ask()
    (alert_id,) = setting.claim()
    post = setting.begin(alert_id)
    assert post is not None
    assert (post.draft.role_ids, post.draft.user_ids) == ((), ())


@pytest.mark.parametrize(
    "step", [{}, {"tag": EscalationStep.Tag.PERSON, "tag_id": 5}], ids=["role", "person"]
)
def test_a_server_that_became_a_sandbox_tags_nobody_whatever_its_frozen_plans_say(
    setting: Setting, step: dict[str, Any]
) -> None:
    EscalationStep.objects.all().delete()
    make_step(words="Смотрите", **step)
    setting.ask()
    setting.server.is_sandbox = True
    setting.server.save()
    (alert_id,) = setting.claim()
    post = setting.begin(alert_id)
    assert post is not None
    assert (post.draft.role_ids, post.draft.user_ids) == ((), ())
    assert "<@" not in post.draft.content
    assert "Смотрите" in post.draft.content


def test_the_next_call_names_who_held_the_request(setting: Setting) -> None:
    setting.ask(claimed_by=make_curator("Ева Мельник"), hold_until=setting.now)
    (alert_id,) = setting.claim()
    post = setting.begin(alert_id)
    assert post is not None
    assert "Взято раньше: Ева Мельник" in post.draft.content


# Digests


def ask_four(setting: Setting) -> tuple[list[ResponseTracking], int]:
    requests = [setting.ask() for _ in range(4)]
    (head,) = setting.claim()
    return requests, head


def test_a_digest_is_one_message_for_all_its_rows(setting: Setting) -> None:
    requests, head = ask_four(setting)
    post = setting.begin(head)
    assert post is not None
    assert post.nonce == Alert.objects.get(pk=head).nonce
    assert "4 запроса ждут ответа" in post.draft.content
    for request in requests:
        assert f"/{request.message_id}>" in post.draft.content
    assert post.draft.role_ids == (setting.server.alert_role_id,)
    message_id = sent(setting, head)
    assert rows("status", "message_id") == [("sent", message_id)] * 4


def test_a_digest_leaves_out_what_was_answered_before(setting: Setting) -> None:
    requests, head = ask_four(setting)
    ResponseTracking.objects.filter(pk=requests[1].pk).update(status="answered")
    post = setting.begin(head)
    assert post is not None
    assert "3 запроса ждут ответа" in post.draft.content
    message_id = sent(setting, head)
    assert rows("status", "message_id") == [
        ("sent", message_id),
        ("skipped", None),
        ("sent", message_id),
        ("sent", message_id),
    ]


def test_a_digest_whose_oldest_request_was_answered_is_carried_by_the_next(
    setting: Setting,
) -> None:
    requests, head = ask_four(setting)
    ResponseTracking.objects.filter(pk=requests[0].pk).update(status="answered")
    assert setting.begin(head) is None
    ((waiting,),) = unsettled().values()
    assert Alert.objects.get(pk=waiting.alert_id).request_message_id == requests[1].message_id
    post = setting.begin(waiting.alert_id)
    assert post is not None
    message_id = sent(setting, waiting.alert_id)
    assert rows("status", "message_id", "digest") == [
        ("skipped", None, None),
        ("sent", message_id, None),
        ("sent", message_id, waiting.alert_id),
        ("sent", message_id, waiting.alert_id),
    ]


def test_a_digest_of_which_one_request_is_left_is_an_ordinary_alert(setting: Setting) -> None:
    requests, head = ask_four(setting)
    ResponseTracking.objects.exclude(pk=requests[0].pk).update(status="answered")
    post = setting.begin(head)
    assert post is not None
    assert post.draft.buttons
    assert not Alert.objects.get(pk=head).is_digest


def test_a_digest_of_which_nothing_is_left_is_not_sent(setting: Setting) -> None:
    _, head = ask_four(setting)
    close()
    assert setting.begin(head) is None
    assert {status for (status,) in rows("status")} == {"skipped"}


def test_a_part_that_is_claimed_leaves_its_digest_and_waits(setting: Setting) -> None:
    requests, head = ask_four(setting)
    hold_until = setting.now + timedelta(seconds=60)
    ResponseTracking.objects.filter(pk=requests[2].pk).update(hold_until=hold_until)
    post = setting.begin(head)
    assert post is not None
    assert "3 запроса" in post.draft.content
    assert rows("status", "digest", "retry_at")[2] == ("due", None, hold_until)


def test_a_digest_that_was_tried_keeps_its_carrier(setting: Setting) -> None:
    requests, head = ask_four(setting)
    setting.begin(head)
    outcome.not_found(head, setting.lease)
    ResponseTracking.objects.filter(pk=requests[0].pk).update(status="answered")
    post = setting.begin(head)
    assert post is not None
    assert post.nonce == Alert.objects.get(pk=head).nonce
    assert "3 запроса ждут ответа" in post.draft.content


def test_a_digest_fails_as_a_whole(setting: Setting) -> None:
    _, head = ask_four(setting)
    setting.begin(head)
    outcome.fail(head, "404", setting.now, setting.lease)
    assert rows("status", "reason") == [("failed", "404")] * 4


# Order


def test_a_channels_rows_wait_in_the_order_in_which_they_fell_due(setting: Setting) -> None:
    late = setting.ask(asked_at=setting.now - timedelta(seconds=605))
    early = setting.ask(asked_at=setting.now - timedelta(seconds=620))
    setting.claim()
    (waiting,) = unsettled().values()
    order = [Alert.objects.get(pk=row.alert_id).request_message_id for row in waiting]
    assert order == [early.message_id, late.message_id]


ROW = Waiting(1, CHANNEL, "n", False, None, None, 0)
LATER = NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("first", "count"),
    [
        (ROW, 2),
        (replace(ROW, retry_at=NOW, attempts=1), 2),
        (replace(ROW, retry_at=LATER, attempts=1), 0),
        (replace(ROW, retry_at=LATER, attempts=2), 0),
        (replace(ROW, retry_at=LATER, attempts=3), 1),
        (replace(ROW, retry_at=LATER, attempts=0), 1),
    ],
)
def test_a_row_that_waits_to_be_tried_again_goes_first_for_a_few_tries(
    first: Waiting, count: int
) -> None:
    assert len(in_turn([first, replace(ROW, alert_id=2)], NOW)) == count


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 5), (1, 5), (2, 10), (3, 20), (6, 160), (7, 300), (9999, 300)]
)
def test_tries_become_rarer_up_to_five_minutes(attempts: int, seconds: int) -> None:
    assert backoff(attempts) == timedelta(seconds=seconds)
