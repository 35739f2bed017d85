"""From single events to rows: terms, switches, withdrawals, rejects, cursors."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError

from curators.models import Curator, Revision
from monitoring.configuration import load_configuration
from monitoring.events import (
    ChannelDeleted,
    MessagesDeleted,
    ReactionsCleared,
    ReactionsRead,
    Source,
)
from monitoring.models import (
    Activity,
    ActivitySums,
    AnswerSums,
    BotLease,
    ChannelCursor,
    DiscordServer,
    RejectedEvent,
    RequestEvent,
    RequestMessage,
    RequestSums,
    ResponseTracking,
    TaskReport,
)
from monitoring.recording import recorder
from monitoring.recording.batch import Batch
from monitoring.recording.recorder import record, record_or_reject
from tests.factories import make_excluded
from tests.monitoring.recording.scenario import (
    ASKERS,
    CALL,
    CHANNELS,
    CHATTER,
    CURATORS,
    GUILD,
    HELP_ROLE,
    REPORT,
    REPORTS,
    SOLVED,
    UNCLEAR,
    VERDICT,
    deleted,
    edited,
    make_world,
    moment,
    posted,
    reacted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ASKER, CURATOR = ASKERS[0], CURATORS[0]


@pytest.fixture
def configuration(db):
    return make_world()


def write(configuration, *events):
    record(events, configuration, {}, None)


def the_request() -> ResponseTracking:
    return ResponseTracking.objects.get()


def reply(seconds, to, author=CURATOR, text="сейчас помогу", **fields):
    return posted(
        seconds,
        author,
        text,
        to.channel_id,
        reply_to_id=to.message_id,
        reply_to_author_id=to.author_id,
        **fields,
    )


def test_an_ordinary_message_leaves_no_row_and_asks_the_database_nothing(
    configuration, django_assert_num_queries
):
    with django_assert_num_queries(3, info="savepoint, revision, release"):
        write(configuration, posted(0, ASKER, CHATTER), posted(1, ASKERS[1], CHATTER))
    assert not Activity.objects.exists() and not RequestMessage.objects.exists()


def test_a_call_opens_a_request_with_its_plan_frozen(configuration):
    write(configuration, posted(0, ASKER, CALL))
    request = the_request()
    assert (request.status, request.rule, request.asked_at) == ("open", "keyword", moment(0))
    assert request.next_alert_at == request.first_due_at == moment(600)
    assert [step["after_seconds"] for step in request.plan] == [600, 1800]


@pytest.mark.parametrize(
    ("server", "fields", "rule"),
    [
        ({}, {"content": f"<@&{HELP_ROLE}> привет", "role_mentions": (HELP_ROLE,)}, "role"),
        ({}, {"content": CALL, "is_plain": False}, None),
        ({}, {"content": CHATTER}, None),
        ({"allowed_channel_ids": [1]}, {"content": CALL}, None),
        ({"allowed_channel_ids": [CHANNELS[0]]}, {"content": CALL}, "keyword"),
        ({"allowed_channel_ids": [77]}, {"content": CALL, "lane_id": 77}, "keyword"),
        (
            {"every_message_channel_ids": [CHANNELS[0]]},
            {"content": "роль не выдана"},
            "every_message",
        ),
        ({"every_message_channel_ids": [CHANNELS[0]]}, {"content": "спасибо"}, None),
        ({"ignored_role_ids": [5]}, {"content": CALL, "author_role_ids": (5, 6)}, None),
        ({"ignored_role_ids": [7]}, {"content": CALL, "author_role_ids": (5, 6)}, "keyword"),
        ({"opens_on_curator_mention": True}, {"user_mentions": (CURATOR,)}, "curator"),
        ({}, {"content": CHATTER, "user_mentions": (CURATOR,)}, None),
        ({"is_active": False}, {"content": CALL}, None),
        ({"active_since": moment(1)}, {"content": CALL}, None),
        ({"active_since": moment(0)}, {"content": CALL}, "keyword"),
    ],
)
def test_what_opens_a_request(db, server, fields, rule):
    configuration = make_world(**server)
    write(configuration, replace(posted(0, ASKER, CHATTER), **fields))
    assert list(ResponseTracking.objects.values_list("rule", flat=True)) == ([rule] if rule else [])


def test_keywords_open_nothing_while_detection_is_off(configuration):
    write(replace(configuration, keyword_detection=False), posted(0, ASKER, CALL))
    assert not ResponseTracking.objects.exists()


def test_a_curator_opens_nothing_but_in_a_sandbox(configuration):
    write(configuration, posted(0, CURATOR, CALL))
    assert (ResponseTracking.objects.count(), Activity.objects.count()) == (0, 1)
    DiscordServer.objects.filter(guild_id=GUILD).update(is_sandbox=True)
    write(load_configuration(), posted(5, CURATOR, CALL))
    assert the_request().is_sandbox
    assert Activity.objects.filter(is_sandbox=True).count() == 1


def test_an_excluded_person_leaves_no_rows(configuration):
    for person in (ASKER, CURATOR):
        make_excluded(discord_id=person, started_at=moment(10))
    configuration = load_configuration()
    call = posted(0, ASKER, CALL)
    late = reply(20, call)
    write(configuration, call, posted(11, ASKER, CALL), late, reacted(call, 30))
    assert RequestMessage.objects.count() == 1
    assert not Activity.objects.exists() and not RequestEvent.objects.exists()


def test_outside_a_term_a_curator_is_an_ordinary_member(configuration):
    Curator.objects.get(discord_id=CURATOR).close_term(moment(100))
    configuration = load_configuration()
    call = posted(0, ASKER, CALL)
    write(configuration, call, reply(99, call), reply(100, call), posted(101, CURATOR, CALL))
    assert Activity.objects.count() == 1
    assert RequestMessage.objects.filter(author_id=CURATOR).count() == 1


def test_a_reply_answers_and_is_an_activity(configuration):
    call = posted(0, ASKER, CALL)
    write(configuration, call, reply(45, call))
    request = the_request()
    assert (request.status, request.response_seconds) == ("answered", 45)
    assert (request.answered_by.discord_id, request.response_kind) == (CURATOR, "reply")
    assert request.next_alert_at is None
    assert Activity.objects.get().kind == "reply"


def test_an_answer_deleted_at_once_is_taken_back_and_the_clock_goes_on(configuration):
    call = posted(0, ASKER, CALL)
    answer = reply(45, call)
    write(configuration, call, answer)
    write(configuration, deleted(answer, 60))
    request = the_request()
    assert (request.status, request.next_alert_at) == ("open", moment(600))
    assert Activity.objects.get().withdrawn_at == moment(60)


@pytest.mark.parametrize(
    "change",
    [
        {"seconds": 45 + 601},
        {"seconds": 60, "is_timed": False},
        {"seconds": 60, "is_bulk": True},
    ],
)
def test_a_deletion_late_replayed_or_in_bulk_takes_no_answer_back(configuration, change):
    call = posted(0, ASKER, CALL)
    answer = reply(45, call)
    write(configuration, call, answer)
    write(configuration, deleted(answer, **change))
    assert the_request().status == "answered"
    assert Activity.objects.get().withdrawn_at is None


def test_reactions_stand_on_a_message_that_is_deleted(configuration):
    call = posted(0, ASKER, CALL)
    write(configuration, call, reacted(call, 30), deleted(call, 50))
    assert Activity.objects.get().withdrawn_at is None
    assert the_request().status == "answered"


@pytest.mark.parametrize("emoji_key", [None, "2705"])
def test_cleared_reactions_are_taken_back(configuration, emoji_key):
    call = posted(0, ASKER, CALL)
    write(configuration, call, reacted(call, 30))
    cleared = ReactionsCleared(
        GUILD, CHANNELS[0], CHANNELS[0], call.message_id, emoji_key, moment(40)
    )
    write(configuration, cleared)
    assert the_request().status == "open"
    assert Activity.objects.get().withdrawn_at == moment(40)


def test_another_emoji_that_is_cleared_takes_nothing_back(configuration):
    call = posted(0, ASKER, CALL)
    cleared = ReactionsCleared(GUILD, CHANNELS[0], CHANNELS[0], call.message_id, "2764", moment(40))
    write(configuration, call, reacted(call, 30), cleared)
    assert the_request().status == "answered"


def test_an_older_change_of_a_reaction_is_ignored(configuration):
    call = posted(0, ASKER, CALL)
    write(configuration, call, reacted(call, 30), reacted(call, 40, is_added=False))
    write(configuration, reacted(call, 30))
    assert the_request().status == "open"


def reactors(call, seconds, *people):
    seen = tuple(("2705", "✅", person) for person in people)
    return ReactionsRead(GUILD, CHANNELS[0], CHANNELS[0], call.message_id, seen, moment(seconds))


def test_a_reaction_read_from_rest_answers_without_a_time(configuration):
    call = posted(0, ASKER, CALL)
    write(configuration, call, reactors(call, 5000, CURATOR))
    request = the_request()
    assert (request.status, request.response_seconds) == ("answered", None)
    assert request.answered_by.discord_id == CURATOR
    write(configuration, reacted(call, 30))
    assert the_request().response_seconds == 30


def test_a_reaction_that_rest_no_longer_shows_was_taken_back(configuration):
    call = posted(0, ASKER, CALL)
    write(configuration, call, reacted(call, 30), reactors(call, 5000))
    assert the_request().status == "open"


@pytest.mark.parametrize("is_together", [False, True])
def test_a_reaction_read_days_later_answers_whatever_it_is_read_with(configuration, is_together):
    call = replace(posted(0, ASKER, CALL), source=Source.HISTORY)
    seen = reactors(call, 2 * 86_400, CURATOR)
    for batch in [[call, seen]] if is_together else [[call], [seen]]:
        write(configuration, *batch)
    assert the_request().status == "answered"


def test_a_reaction_taken_back_days_later_lets_the_next_decide(configuration):
    call = posted(0, ASKER, CALL)
    write(configuration, call, reacted(call, 30))
    write(configuration, reacted(call, 2 * 86_400, is_added=False))
    assert the_request().status == "open"


@pytest.mark.parametrize(("seconds", "count"), [(600, 1), (601, 0)])
def test_an_edit_makes_a_call_of_a_message_within_ten_minutes(configuration, seconds, count):
    first = posted(0, ASKER, CHATTER)
    write(configuration, first, edited(first, seconds, CALL))
    assert ResponseTracking.objects.filter(asked_at=moment(0)).count() == count


def test_an_edit_ends_nothing(configuration):
    call = posted(0, ASKER, CALL)
    write(configuration, call, edited(call, 30, SOLVED))
    assert the_request().status == "open"


def test_an_edited_message_of_history_opens_but_answers_only_as_a_reply(configuration):
    call = replace(posted(0, ASKER, CALL), source=Source.HISTORY, edited_at=moment(5000))
    named = posted(
        50, CURATOR, "см. выше", user_mentions=(ASKER,), source=Source.HISTORY, edited_at=moment(60)
    )
    write(configuration, call, named)
    assert the_request().status == "open"
    write(configuration, replace(reply(70, call), source=Source.HISTORY, edited_at=moment(80)))
    assert the_request().response_seconds == 70


def test_history_and_live_leave_the_same_rows_once(configuration):
    call = posted(0, ASKER, CALL)
    events = [call, reply(45, call)]
    write(configuration, *events)
    write(configuration, *(replace(event, source=Source.HISTORY) for event in events))
    assert (RequestMessage.objects.count(), RequestEvent.objects.count()) == (1, 1)
    assert Activity.objects.count() == 1


def test_a_deleted_channel_takes_its_open_requests_back(configuration):
    write(configuration, posted(0, ASKER, CALL), posted(5, ASKERS[1], CALL, CHANNELS[1]))
    write(configuration, ChannelDeleted(GUILD, CHANNELS[0], CHANNELS[0], moment(60)))
    assert set(ResponseTracking.objects.values_list("channel_id", "status")) == {
        (CHANNELS[0], "cancelled"),
        (CHANNELS[1], "open"),
    }


def test_a_deletion_that_was_heard_replaces_one_that_was_only_found(configuration):
    call = posted(0, ASKER, CALL)
    write(configuration, call, deleted(call, 90, is_timed=False), deleted(call, 60))
    assert RequestEvent.objects.get().at == moment(60)


def test_a_request_is_cancelled_when_all_its_messages_are_deleted(configuration):
    first, second = posted(0, ASKER, CALL), posted(30, ASKER, CALL)
    ids = (first.message_id, second.message_id)
    write(configuration, first, second, deleted(first, 60))
    assert the_request().status == "open"
    write(configuration, MessagesDeleted(GUILD, CHANNELS[0], CHANNELS[0], ids, moment(90)))
    assert (the_request().status, the_request().closed_at) == ("cancelled", moment(90))


# Reports


def test_a_report_is_opened_reviewed_and_counted_once(configuration):
    report = posted(0, ASKER, REPORT, REPORTS)
    write(configuration, report, reacted(report, 60), reply(120, report, text=VERDICT))
    row = TaskReport.objects.get()
    assert (row.count, row.approved, row.status) == (5, 3, "verified")
    assert (row.reviewer.discord_id, row.verified_at) == (CURATOR, moment(120))
    activity = Activity.objects.get()
    assert (activity.kind, activity.message_id, activity.at) == (
        "verification",
        report.message_id,
        moment(120),
    )
    assert not ResponseTracking.objects.exists()


def test_a_verdict_that_is_not_understood_leaves_the_review_open(configuration):
    report = posted(0, ASKER, REPORT, REPORTS)
    write(configuration, report, reacted(report, 60), reply(120, report, text=UNCLEAR))
    assert TaskReport.objects.get().status == "reviewing"


@pytest.mark.parametrize(
    ("server", "fields"),
    [
        ({"takes_reports": False}, {}),
        ({"report_channel_ids": []}, {}),
        ({}, {"reply_to_id": 1}),
    ],
)
def test_what_is_no_report_may_be_a_request(db, server, fields):
    write(make_world(**server), replace(posted(0, ASKER, REPORT, REPORTS), **fields))
    assert not TaskReport.objects.exists()
    assert the_request().rule == "role"


def test_the_list_of_allowed_channels_does_not_limit_reports(db):
    write(make_world(allowed_channel_ids=[CHANNELS[0]]), posted(0, ASKER, REPORT, REPORTS))
    assert TaskReport.objects.count() == 1


@pytest.mark.parametrize(("is_reviewed", "count"), [(False, 7), (True, 5)])
def test_an_edit_is_read_again_while_the_report_is_pending(configuration, is_reviewed, count):
    report = posted(0, ASKER, REPORT, REPORTS)
    before = [reacted(report, 30)] if is_reviewed else []
    text = REPORT.replace("5", "7")
    write(configuration, report, *before, edited(report, 5000, text))
    assert TaskReport.objects.get().count == count


# Batches


def test_a_refused_event_is_set_aside_and_the_rest_is_written(configuration, monkeypatch):
    bad = posted(3, ASKERS[1], CALL)
    add = Batch._message

    def refuse(self, judged):
        if judged.message.message_id == bad.message_id:
            raise IntegrityError("refused")
        add(self, judged)

    monkeypatch.setattr(Batch, "_message", refuse)
    calls = [posted(n, 100 + n, CALL) for n in (0, 1, 2)]
    record_or_reject([*calls[:2], bad, calls[2]], configuration, {}, None)
    assert RequestMessage.objects.count() == 3
    rejected = RejectedEvent.objects.get()
    assert (rejected.guild_id, rejected.kind) == (GUILD, "Message")
    assert "refused" in rejected.reason and rejected.payload["content"] == bad.content


def test_a_passing_error_repeats_the_whole_batch(configuration, monkeypatch):
    monkeypatch.setattr(recorder, "is_passing", lambda error: True)
    monkeypatch.setattr(Batch, "_message", lambda *_: (_ for _ in ()).throw(IntegrityError()))
    with pytest.raises(IntegrityError):
        record_or_reject([posted(0, ASKER, CALL)], configuration, {}, None)
    assert not RejectedEvent.objects.exists()


def test_cursors_move_with_the_lease_and_never_back(configuration):
    BotLease.objects.update_or_create(shards="all", defaults={"number": 7})
    first, second = posted(0, ASKER, CHATTER), posted(60, ASKER, CHATTER)
    moved = record([second], configuration, {}, 7)
    assert moved == {CHANNELS[0]: second.message_id}
    assert record([first], configuration, moved, 7) == {}
    assert ChannelCursor.objects.get().message_id == second.message_id
    assert record([posted(90, ASKER, CHATTER)], configuration, moved, 6) == {}


@pytest.mark.parametrize(("number", "kept"), [(7, 2), (6, 1), (0, 1), (None, 2)])
def test_what_came_late_is_written_by_the_owner_alone(configuration, number, kept):
    BotLease.objects.update_or_create(shards="all", defaults={"number": 7})
    call = posted(0, ASKER, CALL)
    write(configuration, call)
    timed = reacted(call, 60)
    late = replace(reacted(call, 70, CURATORS[1]), is_timed=False)
    record([timed, late], configuration, {}, number)
    assert Activity.objects.filter(kind="reaction").count() == kept


def test_who_lost_the_lease_takes_back_nothing_by_an_old_reading(configuration):
    BotLease.objects.update_or_create(shards="all", defaults={"number": 7})
    call = posted(0, ASKER, CALL)
    write(configuration, call, reacted(call, 60))
    empty = reactors(call, 600)
    record([empty], configuration, {}, 6)
    assert not Activity.objects.exclude(withdrawn_at=None).exists()
    record([empty], configuration, {}, 7)
    assert Activity.objects.exclude(withdrawn_at=None).exists()


def test_each_batch_bumps_the_revision(configuration):
    before = Revision.objects.get(pk=1).number
    write(configuration, posted(0, ASKER, CALL))
    assert Revision.objects.get(pk=1).number == before + 1


def test_a_request_across_midnight_counts_on_the_day_it_was_asked(configuration):
    late = timedelta(hours=8, minutes=59).total_seconds()  # 23:59 in Moscow
    call = posted(late, ASKER, CALL)
    write(configuration, call, reply(late + 120, call))
    asked = RequestSums.objects.get(answered_count=1, span="day")
    tuesday_23 = 24 + 23
    assert (str(asked.date), asked.week_hour) == ("2026-11-24", tuesday_23)
    assert asked.response_seconds == 120
    assert str(AnswerSums.objects.get(span="day").date) == "2026-11-24"
    assert str(ActivitySums.objects.get(span="day").date) == "2026-11-25"
