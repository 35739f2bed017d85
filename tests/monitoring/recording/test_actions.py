"""What people and the clock do to a request."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.models import Alert, DiscordServer, RequestEvent, ResponseTracking
from monitoring.recording import actions
from monitoring.recording.actions import Outcome
from monitoring.recording.recorder import record
from tests.monitoring.recording.scenario import (
    ASKERS,
    CALL,
    CHATTER,
    CURATORS,
    GUILD,
    edited,
    make_world,
    moment,
    posted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

FIRST, SECOND = CURATORS


@pytest.fixture
def configuration(db):
    return make_world()


@pytest.fixture
def key(configuration) -> int:
    call = posted(0, ASKERS[0], CALL)
    record([call], configuration, {}, None)
    return call.message_id


def act(action, key, configuration, *, by=FIRST, seconds=30.0, source=7):
    return action(GUILD, key, by, moment(seconds), source, configuration)


def the_request() -> ResponseTracking:
    return ResponseTracking.objects.get()


def test_a_button_answers_at_the_interactions_own_time(key, configuration):
    result = act(actions.mark_answered, key, configuration, seconds=38.5)
    assert (result.outcome, the_request().response_seconds) == (Outcome.DONE, 39)
    assert the_request().response_kind == "button"


def test_the_same_press_again_changes_nothing(key, configuration):
    for _ in range(2):
        act(actions.mark_answered, key, configuration)
    assert RequestEvent.objects.count() == 1


def test_an_answer_after_a_dismissal_is_late(key, configuration):
    act(actions.dismiss, key, configuration, seconds=10)
    result = act(actions.mark_answered, key, configuration, by=SECOND, seconds=20, source=8)
    assert (result.outcome, the_request().status) == (Outcome.LATE, "dismissed")


def test_a_reopened_request_has_its_old_clock_and_plan(key, configuration):
    act(actions.dismiss, key, configuration, seconds=10)
    assert the_request().next_alert_at is None
    act(actions.reopen, key, configuration, seconds=20, source=8)
    request = the_request()
    assert (request.status, request.next_alert_at) == ("open", moment(600))


def test_a_head_curator_reopens_without_being_a_curator(key, configuration):
    act(actions.dismiss, key, configuration, seconds=10)
    assert act(actions.reopen, key, configuration, by=0, source=8).outcome is Outcome.DONE
    assert the_request().status == "open"


@pytest.mark.parametrize(
    ("by", "outcome"),
    [(ASKERS[0], Outcome.REFUSED), (ASKERS[1], Outcome.REFUSED), (FIRST, Outcome.DONE)],
)
@pytest.mark.parametrize("action", [actions.mark_answered, actions.dismiss, actions.claim])
def test_only_a_curator_may_act(key, configuration, action, by, outcome):
    assert act(action, key, configuration, by=by).outcome is outcome


def test_an_unknown_request_is_said_to_be_missing(configuration):
    assert act(actions.dismiss, 1, configuration).outcome is Outcome.MISSING


def test_a_claim_holds_and_another_takes_over(key, configuration):
    act(actions.claim, key, configuration)
    request = the_request()
    assert (request.claimed_by.discord_id, request.hold_until) == (FIRST, moment(630))
    assert request.status == "open"
    act(actions.claim, key, configuration, by=SECOND, seconds=40, source=8)
    assert the_request().claimed_by.discord_id == SECOND


def test_who_took_it_last_is_told_by_discords_time(key, configuration):
    act(actions.claim, key, configuration, by=SECOND, seconds=20)
    act(actions.claim, key, configuration, by=FIRST, seconds=10, source=8)
    request = the_request()
    assert (request.claimed_by.discord_id, request.hold_until) == (SECOND, moment(620))


def test_a_hold_goes_with_a_request_that_joins_an_earlier_one(configuration):
    first, second = posted(0, ASKERS[0], CHATTER), posted(300, ASKERS[0], CALL)
    record([first, second], configuration, {}, None)
    act(actions.claim, second.message_id, configuration, seconds=310)
    record([edited(first, 320, CALL)], configuration, {}, None)
    request = the_request()
    assert (request.message_id, request.claimed_at) == (first.message_id, moment(310))


def test_only_the_holder_releases(key, configuration):
    act(actions.claim, key, configuration)
    other = act(actions.release, key, configuration, by=SECOND, source=8)
    assert (other.outcome, the_request().claimed_by.discord_id) == (Outcome.CLOSED, FIRST)
    act(actions.release, key, configuration, source=9)
    assert (the_request().claimed_by, the_request().hold_until) == (None, None)


def test_a_closed_request_is_claimed_by_nobody(key, configuration):
    act(actions.mark_answered, key, configuration)
    assert act(actions.claim, key, configuration, source=8).outcome is Outcome.CLOSED
    assert the_request().claimed_by is None


def test_alerts_of_a_request_that_closes_are_to_be_edited(key, configuration):
    request = the_request()
    ResponseTracking.objects.update(next_alert_at=moment(1200))
    Alert.objects.create(
        server=request.server,
        request_message_id=key,
        step=0,
        repetition=0,
        due_at=moment(600),
        status=Alert.Status.SENT,
        nonce="n",
    )
    act(actions.mark_answered, key, configuration, seconds=700)
    assert Alert.objects.get().edit_due


def make_alert(message_id: int, repetition: int = 0, **fields) -> Alert:
    return Alert.objects.create(
        server=DiscordServer.objects.get(guild_id=GUILD),
        request_message_id=message_id,
        step=0,
        repetition=repetition,
        due_at=moment(600),
        status=Alert.Status.SENT,
        nonce=f"{message_id}-{repetition}",
        **fields,
    )


def test_an_alert_is_edited_however_often_its_request_closed_and_opened(key, configuration):
    make_alert(key)
    act(actions.claim, key, configuration, seconds=610)
    Alert.objects.update(edit_due=False)
    act(actions.mark_answered, key, configuration, seconds=640, source=8)
    assert Alert.objects.get().edit_due


def test_alerts_of_two_requests_that_become_one_are_all_kept(configuration):
    first, second = posted(0, ASKERS[0], CHATTER), posted(300, ASKERS[0], CALL)
    record([first, second], configuration, {}, None)
    for message in (first, second):
        make_alert(message.message_id)
    record([edited(first, 320, CALL)], configuration, {}, None)
    alerts = Alert.objects.filter(request_message_id=first.message_id)
    assert sorted(alerts.values_list("repetition", flat=True)) == [0, 1]


def test_many_requests_expire_in_as_many_statements_as_few(configuration):
    def statements(seconds: int, count: int) -> int:
        calls = [posted(seconds + n, 100 + n, CALL) for n in range(count)]
        record(calls, configuration, {}, None)
        with CaptureQueriesContext(connection) as asked:
            actions.expire_due(configuration, moment(seconds + 90_000), gate("ready"))
        return len(asked)

    assert statements(0, 2) == statements(200_000, 20)


def gate(state):
    return lambda guild_id, lane_id: state


@pytest.mark.parametrize(
    ("late", "state", "status", "is_unread"),
    [
        (-1, "ready", "open", False),
        (0, "ready", "expired", False),
        (5, "blocked", "open", False),
        (5, "unread", "expired", True),
    ],
)
def test_a_request_expires_at_its_limit_when_its_channel_is_read(
    key, configuration, late, state, status, is_unread
):
    now = moment(86_400) + timedelta(seconds=late)
    actions.expire_due(configuration, now, gate(state))
    request = the_request()
    assert (request.status, request.is_history_unread) == (status, is_unread)
    if status == "expired":
        assert request.closed_at == moment(86_400)
