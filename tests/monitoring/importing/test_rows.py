"""What old rows become: by today's rules, from what happened, in whatever order it is told."""

from datetime import timedelta

import pytest

from monitoring.configuration import load_configuration
from monitoring.models import (
    Activity,
    DiscordChannel,
    DiscordServer,
    RejectedEvent,
    ReportEvent,
    RequestEvent,
    ResponseTracking,
    TaskReport,
)
from monitoring.recording import actions
from monitoring.recording import rows as plain
from monitoring.recording.rebuild import differences, rebuild
from monitoring.recording.report_states import event_of
from monitoring.rules import request_states
from monitoring.rules.report_events import ReportFacts
from monitoring.rules.report_reviews import review_state
from monitoring.snowflakes import snowflake_at, snowflake_time
from tests.factories import make_curator, make_excluded, make_request, make_server
from tests.monitoring.importing.conftest import NOW
from tests.monitoring.importing.legacy import (
    ANNA,
    BEGUN,
    BORIS,
    CHANNEL,
    GUILD,
    OUTSIDER,
    at,
    backup,
    curator,
    message,
    numbered,
    reacted,
    reaction,
    reply,
    report,
    response,
    server,
    sid,
    stamp,
    verified,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

TWO = [curator(), curator(id=2, discordId=str(BORIS), name="Борис")]


def state_of(request: ResponseTracking) -> request_states.State:
    rows = RequestEvent.objects.filter(request_message_id=request.message_id)
    events = [plain.event(row) for row in rows]
    return request_states.state(events, request.asked_at, request.first_due_at)


def test_the_state_of_a_request_follows_from_its_events(importing):
    rows = [response(0, 7), reacted(100, 109), response(200), response(300, 300 + 90_000)]
    importing(backup(responseTracking=numbered(*rows)))
    for request in ResponseTracking.objects.all():
        state = state_of(request)
        assert (request.status, request.closed_at) == (state.status, state.closed_at)
        assert request.response_seconds == state.response_seconds
        assert (request.response_kind, request.next_alert_at) == (state.response_kind, None)
    statuses = ResponseTracking.objects.order_by("message_id").values_list("status", flat=True)
    assert list(statuses) == ["answered", "answered", "expired", "expired"]
    assert importing.became("responseTracking")["created", "answer_not_counted"] == 1


def test_an_activity_beside_a_request_answers_it_and_tells_its_channel_and_text(importing):
    told = {"targetMessageContent": "где мэрия?"}
    activities = numbered(reply(40, sid(0), **told), reaction(30, sid(0), curatorId=2))
    importing(backup(curators=TWO, activities=activities, responseTracking=[response(0)]))
    request = ResponseTracking.objects.get()
    assert (request.answered_by.name, request.response_seconds) == ("Борис", 30)
    assert (request.channel_id, request.content) == (CHANNEL, "где мэрия?")
    assert RequestEvent.objects.count() == 2


def test_of_several_answers_the_earliest_counts_whatever_the_order(importing):
    rows = numbered(response(0, 50), response(0, 20, curatorId=2), response(0))
    importing(backup(curators=TWO, responseTracking=rows))
    request = ResponseTracking.objects.get()
    assert (request.answered_by.name, request.response_seconds) == ("Борис", 20)
    assert importing.became("responseTracking") == {
        ("created", "new"): 2,
        ("quarantined", "duplicate"): 1,
    }


@pytest.mark.django_db(transaction=True)
def test_a_newer_backup_that_knows_the_answer_changes_the_request(importing):
    importing(backup(responseTracking=[response(0)]))
    assert ResponseTracking.objects.get().status == "expired"
    importing(backup(responseTracking=[response(0, 60)]))
    assert importing.became("responseTracking") == {("changed", "differs"): 1}
    assert ResponseTracking.objects.get().response_seconds == 60
    assert differences() == []


def test_a_request_that_is_still_within_its_limit_waits_and_calls_nobody(importing):
    asked = (NOW - timedelta(hours=1) - BEGUN).total_seconds()
    importing(backup(responseTracking=[response(asked)]))
    request = ResponseTracking.objects.get()
    assert (request.status, request.plan, request.next_alert_at) == ("open", [], None)


def test_the_bot_goes_on_with_old_requests_as_they_are(importing):
    """Nobody knows who asked or where: still they are two, and an answer stays an answer."""
    one = {"mentionAuthorId": "64"}
    rows = numbered(
        response(0, 7, responseType="message"), response(60, **one), reacted(120, 129, **one)
    )
    anna = curator(createdAt=stamp(-100))
    importing(backup(curators=[anna], responseTracking=rows))
    before = ResponseTracking.objects.order_by("message_id").values("message_id", "status")
    assert [row["status"] for row in before] == ["answered", "expired", "answered"]
    kept = RequestEvent.objects.count()
    for seconds in (0, 60, 120):
        claimed = (GUILD, int(sid(seconds)), ANNA, at(seconds + 1), snowflake_at(at(seconds + 1)))
        actions.claim(*claimed, load_configuration())
    after = ResponseTracking.objects.order_by("message_id").values("message_id", "status")
    assert list(after) == list(before)
    assert RequestEvent.objects.count() == kept + 3


@pytest.mark.django_db(transaction=True)
def test_what_the_bot_recorded_itself_stays(importing):
    owner = make_server(guild_id=GUILD)
    request = make_request(owner, message_id=int(sid(0)), author_id=5, content="помогите")
    rebuild()
    importing(backup(responseTracking=[response(0, 7)]))
    request.refresh_from_db()
    assert (request.status, request.response_seconds) == ("answered", 7)
    assert (request.author_id, request.content, request.rule) == (5, "помогите", "keyword")
    assert differences() == []


def test_a_request_of_a_curator_or_a_report_is_none(importing):
    activities = numbered(message(0))
    rows = numbered(response(0, 7, curatorId=2), response(500, 507))
    importing(
        backup(
            curators=TWO, activities=activities, responseTracking=rows, taskReports=[report(500)]
        )
    )
    assert importing.became("responseTracking") == {
        ("quarantined", "asked_by_curator"): 1,
        ("quarantined", "is_report"): 1,
    }
    assert not ResponseTracking.objects.exists()


def test_a_dangling_server_is_found_by_message_or_channel_and_else_kept_aside(importing):
    DiscordChannel.objects.create(channel_id=99, guild_id=GUILD, name="x", kind="text")
    lost = {"serverId": 19}
    activities = numbered(
        message(1),
        message(2, **lost),  # the channel of the first
        message(3, **lost, channelId="99"),  # a channel that the bot saw
        message(4, **lost, channelId="98"),
        reply(105, sid(100), **lost, channelId="98"),
        reply(205, sid(200), **lost, channelId="98", curatorId=1),
    )
    rows = numbered(response(100, 105), response(200, 205, **lost))
    importing(backup(activities=activities, responseTracking=rows))
    placed = Activity.objects.order_by("message_id").values_list("message_id", flat=True)
    assert list(placed) == [int(sid(n)) for n in (1, 2, 3)]
    assert ResponseTracking.objects.count() == 1
    assert importing.became("activities")["quarantined", "no_server"] == 3
    kept = RejectedEvent.objects.filter(kind="import responseTracking").get()
    assert kept.reason.endswith("serverId 19") and kept.payload["row"]["mentionMessageId"] == sid(
        200
    )
    importing(backup(activities=activities, responseTracking=rows))
    assert importing.report.changes_nothing


def test_a_dangling_request_is_where_an_activity_answers_it(importing):
    activities = [reply(305, sid(300), channelId=None)]
    importing(backup(activities=activities, responseTracking=[response(300, 305, serverId=19)]))
    assert ResponseTracking.objects.get().server.guild_id == GUILD


def test_what_is_in_quarantine_stays_as_it_was(importing):
    twice = numbered(message(1), message(1))
    importing(backup(activities=twice))
    before = RejectedEvent.objects.values().get()
    importing(backup(activities=[*twice, message(2, id=3)]))
    assert importing.became("activities")["unchanged", "known_quarantine"] == 1
    assert RejectedEvent.objects.values().get() == before


def test_the_excluded_leave_no_rows_and_their_answers_do_not_count(importing):
    make_excluded(discord_id=BORIS)
    rows = numbered(response(0, 7, curatorId=2))
    importing(backup(curators=TWO, activities=[message(1, curatorId=2)], responseTracking=rows))
    assert not Activity.objects.exists()
    assert (ResponseTracking.objects.get().status, RequestEvent.objects.get().kind) == (
        "expired",
        "expired",
    )
    assert importing.became("responseTracking") == {("created", "answer_not_counted"): 1}


def test_an_exclusion_counts_from_its_day_on(importing):
    make_excluded(discord_id=ANNA, started_at=at(50))
    importing(backup(activities=numbered(message(10), message(60))))
    assert [row.at for row in Activity.objects.all()] == [snowflake_time(int(sid(10)))]


def test_who_was_let_go_here_does_not_come_back(importing):
    anna = make_curator(discord_id=ANNA, since=at(100))
    anna.close_term(at(200))
    importing(backup(activities=numbered(message(50), message(150), message(300))))
    assert importing.became("activities") == {("created", "new"): 2, ("skipped", "off_duty"): 1}
    spans = anna.terms.order_by("started_at").values_list("started_at", "ended_at")
    assert list(spans) == [(at(50), at(100)), (at(100), at(200))]


def test_the_rows_of_a_dangling_curator_are_kept_aside(importing):
    rows = numbered(response(0, 7, curatorId=77), reacted(100, 107, OUTSIDER, curatorId=78))
    importing(backup(activities=[message(1, curatorId=77)], responseTracking=rows))
    assert importing.became("activities") == {("quarantined", "no_curator"): 1}
    assert importing.became("responseTracking") == {("quarantined", "no_curator"): 2}


def test_a_report_tells_who_a_curator_is_that_the_file_lacks(importing):
    make_curator(discord_id=ANNA, since=at(-1000))
    importing(backup(curators=[], activities=[message(1)], taskReports=[verified(500, 560)]))
    assert Activity.objects.filter(kind="message").get().curator.discord_id == ANNA


@pytest.mark.django_db(transaction=True)
def test_reactions_and_replies_on_a_report_are_its_events(importing):
    activities = numbered(
        reaction(520, sid(500)),
        reply(560, sid(500), content="одобрено 2"),
        message(560, type="task_verification", messageId=sid(560), targetMessageId=sid(500)),
    )
    importing(backup(activities=activities, taskReports=[verified(500, 560, 2)]))
    kept = TaskReport.objects.get()
    assert (kept.status, kept.approved, kept.reviewing_since) == ("verified", 2, at(520))
    assert kept.verdict_message_id == int(sid(560))
    assert [row.kind for row in Activity.objects.all()] == ["verification"]
    assert {key for key in importing.became("activities")} == {
        ("skipped", "on_report"),
        ("skipped", "of_report"),
    }
    assert differences() == []


@pytest.mark.parametrize(
    ("row", "status", "approved"),
    [
        (report(500), "pending", None),
        (verified(500, 560, status="reviewing"), "reviewing", None),
        (verified(500, 560, 2), "verified", 2),
        (verified(500, 560, 9), "verified", 3),
        (verified(500, 560, None), "verified", None),
    ],
)
def test_the_state_of_a_report_follows_from_its_events(importing, row, status, approved):
    importing(backup(taskReports=[row]))
    kept = TaskReport.objects.get()
    assert (kept.status, kept.approved, kept.count) == (status, approved, 3)
    events = [event_of(event) for event in ReportEvent.objects.all()]
    state = review_state(ReportFacts(kept.author_id, kept.first_count), events)
    assert (state.status, state.approved, state.verified_at) == (
        kept.status,
        kept.approved,
        kept.verified_at,
    )
    assert Activity.objects.filter(kind="verification").count() == (status == "verified")


def test_the_text_counts_the_tasks_and_the_old_number_where_it_says_nothing(importing):
    rows = [
        report(500, content="1. Рейд +\n2. Патруль +\n3. Лекция +", taskCount=1),
        report(600, content="отчёт готов", taskCount=4),
    ]
    importing(backup(taskReports=numbered(*rows)))
    counts = TaskReport.objects.order_by("message_id").values_list("count", flat=True)
    assert list(counts) == [3, 4]


def test_a_server_that_is_here_gets_only_what_it_lacks(importing):
    here = make_server(guild_id=GUILD, name="Наш", help_role_id=5, is_active=False)
    importing(backup())
    here.refresh_from_db()
    assert (here.name, here.help_role_id, here.is_active) == ("Наш", 5, False)
    assert here.report_channel_ids == [72]
    assert importing.became("discordServers") == {("changed", "differs"): 1, ("skipped", "kept"): 1}


@pytest.mark.django_db(transaction=True)
def test_rows_of_a_sandbox_are_in_no_statistic(importing):
    make_server(guild_id=GUILD, is_sandbox=True)
    importing(backup(activities=[message(1)], responseTracking=[response(0, 7)]))
    assert Activity.objects.get().is_sandbox and ResponseTracking.objects.get().is_sandbox
    assert differences() == []


@pytest.mark.django_db(transaction=True)
def test_a_known_time_replaces_none(importing):
    importing(backup(activities=[reaction(9, sid(5), timestamp=None)]))
    assert Activity.objects.get().at is None
    importing(backup(activities=[reaction(9, sid(5))]))
    assert importing.became("activities") == {("changed", "differs"): 1}
    assert Activity.objects.get().at == at(9)
    assert differences() == []


def test_a_new_server_is_as_the_file_has_it(importing):
    importing(backup(discordServers=[server(isActive=False)]))
    made = DiscordServer.objects.get(guild_id=GUILD)
    assert (made.name, made.is_active) == ("LSPD-2", False)


def test_what_the_test_endpoint_invented_is_kept_aside(importing):
    fakes = [
        response(
            n,
            n + s,
            mentionMessageId=f"test_mention_{n}_1",
            responseMessageId=f"test_response_{n}_1",
        )
        for n, s in enumerate((15, 25, 8, 45, 12, 30, 18, 22))
    ]
    real_ids = [
        response(1000 - s, 1000, responseMessageId=f"reaction_{sid(1000 - s)}_{ANNA}",
                 responseTimestamp=stamp(1000), responseType="reaction")
        for s in (15, 25, 8, 45, 12, 30, 18, 22)
    ]  # fmt: skip
    importing(backup(responseTracking=numbered(*fakes, *real_ids)))
    assert importing.became("responseTracking") == {("quarantined", "invented"): 16}
