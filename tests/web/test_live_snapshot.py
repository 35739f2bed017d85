"""What the live page shows, from rows that factories made."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from curators.models import ScoringVersion
from monitoring.api.serializers import LiveSerializer
from monitoring.live import snapshot
from monitoring.models import (
    Activity,
    Alert,
    BotLease,
    DiscordMember,
    DiscordServer,
    MonitoringSettings,
    ResponseTracking,
    TaskReport,
)
from tests.factories import (
    make_activity,
    make_alert,
    make_answered,
    make_channel,
    make_curator,
    make_gap,
    make_report,
    make_request,
    make_role,
    make_server,
    make_step,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 18, 47, 32, tzinfo=UTC)
Status = ResponseTracking.Status


def ago(**units: float) -> datetime:
    return NOW - timedelta(**units)


def plan(server: DiscordServer, *steps: dict[str, Any]) -> list[dict[str, Any]]:
    """Steps as a request freezes them; each is a row, so that it counts as switched on."""
    rows = [
        make_step(server, **{k: v for k, v in step.items() if k != "role_id"}) for step in steps
    ]
    return [
        {
            "step_id": row.pk,
            "after_seconds": row.after_seconds,
            "channel_id": server.alert_channel_id,
            "role_id": step.get("role_id", server.alert_role_id),
            "repeat_every_seconds": row.repeat_every_seconds,
            "repeat_limit": row.repeat_limit,
        }
        for row, step in zip(rows, steps, strict=True)
    ]


@pytest.fixture
def server() -> DiscordServer:
    return make_server(name="EMS", is_connected=True)


def server_row(server: DiscordServer, now: datetime = NOW) -> dict[str, Any]:
    rows = snapshot(now)["servers"]
    return next(row for row in rows if row["guild_id"] == server.guild_id)


def test_the_declared_shape_is_the_shape_that_comes(server: DiscordServer) -> None:
    make_request(server, asked_at=ago(minutes=1), plan=plan(server, {"after_seconds": 600}))
    made = snapshot(NOW)
    assert LiveSerializer(data=LiveSerializer(made).data).is_valid(raise_exception=True)
    assert set(made) == set(LiveSerializer(made).data)
    assert set(made["open_requests"][0]) == set(LiveSerializer(made).data["open_requests"][0])
    assert set(made["today"]) == set(LiveSerializer(made).data["today"])


def test_ids_are_strings_and_times_end_in_z(server: DiscordServer) -> None:
    request = make_request(server, asked_at=ago(minutes=1))
    row = LiveSerializer(snapshot(NOW)).data["open_requests"][0]
    assert row["message_id"] == str(request.message_id)
    assert row["asked_at"] == "2026-11-24T18:46:32Z"


# --- the queue


def test_the_longest_wait_is_first(server: DiscordServer) -> None:
    young = make_request(server, asked_at=ago(minutes=1))
    old = make_request(server, asked_at=ago(minutes=9))
    make_answered(server, asked_at=ago(minutes=5), seconds=10)
    ids = [row["message_id"] for row in snapshot(NOW)["open_requests"]]
    assert ids == [old.message_id, young.message_id]


def test_a_row_names_places_people_and_the_way_to_discord(server: DiscordServer) -> None:
    channel = make_channel(server, name="вопросы")
    make_role(server.guild_id, role_id=11, name="Кураторы EMS")
    DiscordMember.objects.create(guild_id=server.guild_id, user_id=22, name="Ева Мельник")
    request = make_request(
        server,
        asked_at=ago(minutes=1),
        channel_id=channel.channel_id,
        content="<@&11> <@22> <@33>?",
    )
    row = snapshot(NOW)["open_requests"][0]
    assert row["channel"] == "вопросы"
    assert row["text"] == "@Кураторы EMS @Ева Мельник @…?"
    assert row["url"] == (
        f"https://discord.com/channels/{server.guild_id}/{channel.channel_id}/{request.message_id}"
    )


def test_who_claimed_is_named(server: DiscordServer) -> None:
    make_request(
        server,
        asked_at=ago(minutes=3),
        claimed_by=make_curator("Марк Левин"),
        claimed_at=ago(minutes=1),
        hold_until=NOW + timedelta(minutes=9),
    )
    made = snapshot(NOW)
    assert made["open_requests"][0]["claimed_by"] == "Марк Левин"
    assert made["today"]["claimed"] == 1


def test_a_long_text_is_cut(server: DiscordServer) -> None:
    make_request(server, asked_at=ago(minutes=3), content="а" * 2000)
    assert len(snapshot(NOW)["open_requests"][0]["text"]) == 400


def test_a_closed_request_tells_how(server: DiscordServer) -> None:
    request = make_answered(server, asked_at=ago(minutes=3), seconds=38, by=make_curator("Ева"))
    assert snapshot(NOW)["closed_requests"] == [
        {
            "message_id": request.message_id,
            "status": "answered",
            "by": "Ева",
            "response_seconds": 38,
        }
    ]


# --- the track


def steps(made: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(step["status"], step["is_next"]) for step in made["open_requests"][0]["steps"]]


def test_the_track_shows_what_was_sent_and_what_is_planned(server: DiscordServer) -> None:
    make_role(server.guild_id, role_id=server.alert_role_id, name="Кураторы EMS")
    frozen = plan(
        server, {"after_seconds": 600, "repeat_every_seconds": 600, "repeat_limit": 3},
        {"after_seconds": 1800, "role_id": None},
    )  # fmt: skip
    request = make_request(server, asked_at=ago(minutes=11), plan=frozen)
    make_alert(request, status=Alert.Status.SENT, sent_at=ago(minutes=1))
    made = snapshot(NOW)
    assert steps(made) == [
        ("sent", False),
        ("planned", True),
        ("planned", False),  # The repeat at 30 minutes is absorbed by the second step.
        ("planned", False),
    ]
    assert [step["target"] for step in made["open_requests"][0]["steps"]] == [
        "@Кураторы EMS", "@Кураторы EMS", "", "@Кураторы EMS",
    ]  # fmt: skip
    assert made["next_alert"] == {
        "at": request.asked_at + timedelta(minutes=20),
        "server": "EMS",
        "target": "@Кураторы EMS",
    }


def test_a_held_request_calls_when_the_hold_ends(server: DiscordServer) -> None:
    hold = NOW + timedelta(minutes=8)
    make_request(
        server, asked_at=ago(minutes=9), hold_until=hold, plan=plan(server, {"after_seconds": 600})
    )
    assert snapshot(NOW)["next_alert"]["at"] == hold


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({"status": Alert.Status.DUE}, "due"),
        ({"status": Alert.Status.SENDING}, "due"),
        ({"status": Alert.Status.DUE, "attempts": 1, "retry_at": NOW}, "failed"),
        ({"status": Alert.Status.FAILED}, "failed"),
        ({"status": Alert.Status.UNKNOWN}, "unknown"),
        ({"status": Alert.Status.SKIPPED}, "skipped"),
    ],
)
def test_a_send_shows_what_became_of_it(
    server: DiscordServer, fields: dict[str, Any], shown: str
) -> None:
    request = make_request(
        server, asked_at=ago(minutes=11), plan=plan(server, {"after_seconds": 600})
    )
    make_alert(request, **fields)
    assert steps(snapshot(NOW)) == [(shown, False)]


@pytest.mark.parametrize("switch", ["step", "server", "all"])
def test_where_alerts_are_switched_off_none_is_planned(server: DiscordServer, switch: str) -> None:
    frozen = plan(server, {"after_seconds": 600})
    make_request(server, asked_at=ago(minutes=1), plan=frozen)
    if switch == "step":
        server.escalationstep_set.update(is_active=False)
    elif switch == "server":
        DiscordServer.objects.filter(pk=server.pk).update(sends_alerts=False)
    else:
        MonitoringSettings.objects.update(sends_alerts=False)
    made = snapshot(NOW)
    assert steps(made) == []
    assert made["next_alert"] is None


def test_a_request_taken_back_calls_nobody_any_more(server: DiscordServer) -> None:
    make_request(
        server,
        asked_at=ago(minutes=11),
        taken_back_at=ago(minutes=1),
        plan=plan(server, {"after_seconds": 600}),
    )
    made = snapshot(NOW)
    assert made["next_alert"] is None
    assert made["open_requests"][0]["is_taken_back"]


def test_after_an_outage_only_the_latest_of_what_is_due_comes_next(server: DiscordServer) -> None:
    frozen = plan(server, {"after_seconds": 600, "repeat_every_seconds": 600, "repeat_limit": 3})
    make_request(server, asked_at=ago(minutes=25), plan=frozen)
    made = snapshot(NOW)
    assert [step["repetition"] for step in made["open_requests"][0]["steps"]] == [1, 2, 3]
    assert steps(made)[0] == ("planned", True)


# --- the figures


def test_the_figures_of_a_day(server: DiscordServer) -> None:
    eva = make_curator()
    for seconds in (30, 60, 61):
        make_answered(server, asked_at=ago(hours=1), seconds=seconds, by=eva)
    make_request(server, asked_at=ago(seconds=60))
    make_request(server, asked_at=ago(seconds=601))
    make_request(server, asked_at=ago(hours=2), status=Status.EXPIRED, closed_at=ago(hours=1))
    assert snapshot(NOW)["today"] | {"hours": None} == {
        "asked": 6,
        "answered": 3,
        "in_time": 2,
        "late": 1,
        "unanswered": 1,
        "waiting": 2,
        "open": 2,
        "claimed": 0,
        "overdue": 1,
        "service_level": 40,  # 2 of 3 answered, one expired and one that waits past the limit.
        "service_level_of": 5,
        "median_seconds": 61,
        "median_over_seconds": None,
        "p90_seconds": None,
        "p90_over_seconds": 3600,
        "curators": 1,
        "hours": None,
    }


def test_without_requests_nothing_is_a_hundred_per_cent() -> None:
    today = snapshot(NOW)["today"]
    assert today["service_level"] is None
    assert today["median_seconds"] is None
    assert today["answered"] == 0


def test_one_miss_in_a_thousand_is_no_hundred_per_cent(server: DiscordServer) -> None:
    make_answered(server, asked_at=ago(hours=1), seconds=61)
    requests = [
        ResponseTracking(
            server=server, message_id=number, channel_id=1, lane_id=1, author_id=1,
            asked_at=ago(hours=1), rule="keyword", first_due_at=NOW, expires_at=NOW,
            status=Status.ANSWERED, response_seconds=5, closed_at=ago(minutes=59),
        )
        for number in range(1, 1000)
    ]  # fmt: skip
    ResponseTracking.objects.bulk_create(requests)
    assert snapshot(NOW)["today"]["service_level"] == 99


def test_an_answer_of_unknown_time_counts_as_answered_but_not_as_quick(
    server: DiscordServer,
) -> None:
    make_answered(server, asked_at=ago(hours=1), response_seconds=None, closed_at=ago(minutes=50))
    today = snapshot(NOW)["today"]
    assert (today["answered"], today["in_time"], today["late"]) == (1, 0, 1)
    assert today["service_level"] == 0


@pytest.mark.parametrize("status", [Status.DISMISSED, Status.CANCELLED])
def test_what_was_no_request_or_was_cancelled_counts_in_nothing(
    server: DiscordServer, status: str
) -> None:
    make_request(server, asked_at=ago(hours=1), status=status, closed_at=ago(minutes=50))
    assert snapshot(NOW)["today"]["asked"] == 0
    assert server_row(server)["asked"] == 0


def test_what_was_cancelled_waited_until_then(server: DiscordServer) -> None:
    """Or else to delete a request that waits would make the service level better."""
    asked_at = ago(hours=1)
    for seconds in (60, 61):
        closed_at = asked_at + timedelta(seconds=seconds)
        make_request(server, asked_at=asked_at, status=Status.CANCELLED, closed_at=closed_at)
    for _ in range(3):
        make_answered(server, asked_at=asked_at, seconds=30)
    today = snapshot(NOW)["today"]
    assert (today["asked"], today["service_level"], today["service_level_of"]) == (3, 75, 4)
    assert (today["median_seconds"], today["p90_over_seconds"]) == (30, 61)


def test_requests_of_quiet_hours_stay_out_of_the_figures(server: DiscordServer) -> None:
    make_request(server, asked_at=ago(hours=1), is_quiet=True)
    made = snapshot(NOW)
    assert (made["today"]["asked"], made["today"]["service_level"]) == (0, None)
    assert made["open_count"] == 1


def test_a_sandbox_is_shown_and_counts_in_nothing() -> None:
    sandbox = make_server(is_sandbox=True)
    make_request(sandbox, asked_at=ago(minutes=30), is_sandbox=True)
    make_answered(sandbox, asked_at=ago(minutes=30), is_sandbox=True)
    made = snapshot(NOW)
    assert made["open_requests"][0]["is_sandbox"]
    assert (made["today"]["asked"], made["today"]["open"], made["today"]["overdue"]) == (0, 0, 0)


def test_a_day_begins_at_local_midnight(server: DiscordServer, settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Moscow"
    midnight = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)
    make_answered(server, asked_at=midnight - timedelta(seconds=1))
    make_answered(server, asked_at=midnight)
    today = snapshot(NOW)["today"]
    assert today["asked"] == 1
    assert today["hours"][0] == {"hour": 0, "in_time": 1, "late": 0, "waiting": 0}


def test_hours_are_local_and_tell_what_became_of_their_requests(
    server: DiscordServer, settings: Settings
) -> None:
    settings.TIME_ZONE = "Europe/Moscow"
    make_answered(server, asked_at=ago(minutes=10), seconds=60)
    make_answered(server, asked_at=ago(minutes=10), seconds=61)
    make_request(server, asked_at=ago(minutes=10))
    hours = snapshot(NOW)["today"]["hours"]
    assert len(hours) == 24
    assert hours[21] == {"hour": 21, "in_time": 1, "late": 1, "waiting": 1}


def test_who_still_waits_since_yesterday_waits_but_is_no_request_of_today(
    server: DiscordServer,
) -> None:
    make_request(server, asked_at=ago(hours=23))
    today = snapshot(NOW)["today"]
    assert (today["open"], today["asked"]) == (1, 0)


def test_the_good_limit_is_the_one_in_force(server: DiscordServer) -> None:
    ScoringVersion.objects.all().delete()
    ScoringVersion.objects.create(started_at=ago(days=9), good_seconds=20, poor_seconds=50)
    ScoringVersion.objects.create(started_at=NOW + timedelta(days=1))
    make_answered(server, asked_at=ago(hours=1), seconds=21)
    made = snapshot(NOW)
    assert made["limits"]["good_seconds"] == 20
    assert made["today"]["in_time"] == 0


# --- the bot and the servers


def lease(seen_at: datetime | None) -> None:
    BotLease.objects.create(shards="0", seen_at=seen_at)


@pytest.mark.parametrize(
    ("seen_at", "state"),
    [
        (None, "never"),
        (NOW, "connected"),
        (ago(seconds=30), "connected"),
        (ago(seconds=31), "silent"),
    ],
)
def test_a_bot_that_is_not_heard_for_half_a_minute_is_silent(
    seen_at: datetime | None, state: str
) -> None:
    lease(seen_at)
    assert snapshot(NOW)["bot"] == {"state": state, "seen_at": seen_at, "catching_up": []}


def test_a_gap_that_is_being_read_is_catching_up(server: DiscordServer) -> None:
    lease(NOW)
    make_gap(server, started_at=ago(minutes=9), ended_at=ago(minutes=1))
    make_gap(make_server(), started_at=ago(days=9), ended_at=ago(days=9), read_at=ago(days=9))
    assert snapshot(NOW)["bot"]["state"] == "catching_up"
    assert snapshot(NOW)["bot"]["catching_up"] == [str(server.guild_id)]
    assert server_row(server)["state"] == "catching_up"


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"is_connected": True}, "connected"),
        ({"is_connected": False}, "unavailable"),
        ({"is_connected": False, "left_at": NOW}, "missing"),
        ({"is_connected": True, "is_active": False}, "off"),
    ],
)
def test_a_server_says_how_it_is_heard(fields: dict[str, Any], state: str) -> None:
    assert server_row(make_server(**fields))["state"] == state


def test_a_server_shows_its_own_figures(server: DiscordServer) -> None:
    asked_at = ago(minutes=9)
    make_request(server, asked_at=ago(seconds=20))
    make_request(server, asked_at=asked_at)
    make_answered(server, asked_at=ago(hours=1), seconds=5)
    row = server_row(server)
    assert (row["in_time"], row["late"], row["missed"], row["waiting"]) == (1, 0, 1, 2)
    assert row["longest_since"] == asked_at


# --- the feed


def kinds(made: dict[str, Any]) -> list[str]:
    return [item["kind"] for item in made["feed"]]


def test_the_feed_is_newest_first_and_holds_seven(server: DiscordServer) -> None:
    for minutes in range(9):
        make_activity(server, at=ago(minutes=minutes))
    feed = snapshot(NOW)["feed"]
    assert len(feed) == 7
    assert [item["at"] for item in feed] == [ago(minutes=minutes) for minutes in range(7)]


def test_an_answer_is_told_once_and_with_its_time(server: DiscordServer) -> None:
    eva = make_curator("Ева")
    request = make_answered(server, asked_at=ago(minutes=9), seconds=22, by=eva)
    make_activity(
        server, eva, kind="reply", message_id=request.response_message_id, at=request.closed_at
    )
    (item,) = snapshot(NOW)["feed"]
    assert (item["kind"], item["who"], item["seconds"]) == ("answer", "Ева", 22)


def test_the_feed_tells_of_alerts_reports_verdicts_and_dismissals(server: DiscordServer) -> None:
    frozen = plan(server, {"after_seconds": 600, "repeat_every_seconds": 600, "repeat_limit": 3})
    request = make_request(server, asked_at=ago(minutes=21), plan=frozen)
    make_alert(request, repetition=1, status=Alert.Status.SENT, sent_at=ago(minutes=1))
    make_request(
        server,
        asked_at=ago(minutes=9),
        status=Status.DISMISSED,
        closed_at=ago(minutes=2),
        word="вопрос",
    )
    report = make_report(
        server, at=ago(hours=2), status=TaskReport.Status.VERIFIED, count=5, approved=3
    )
    make_activity(
        server, make_curator("Ника"), kind=Activity.Kind.VERIFICATION,
        message_id=report.message_id, at=ago(minutes=3),
    )  # fmt: skip
    make_report(server, at=ago(minutes=4), author_name="Лидер")
    columns = ("kind", "who", "detail", "number", "of")
    feed = [tuple(item[column] for column in columns) for item in snapshot(NOW)["feed"]]
    assert feed == [
        ("alert", "", "", 1, 3),
        ("dismissed", "", "вопрос", None, None),
        ("verification", "Ника", "", 3, 5),
        ("report", "Лидер", "", None, None),
    ]  # fmt: skip


def test_what_was_withdrawn_is_not_told(server: DiscordServer) -> None:
    make_activity(server, at=ago(minutes=1), withdrawn_at=NOW)
    assert kinds(snapshot(NOW)) == []


# --- when it changes by itself, and what it costs


@pytest.mark.parametrize(
    ("waited", "seconds"),
    [(10, 51), (59.5, 1.5), (61, 31), (595, 6)],
)
def test_it_is_valid_until_time_alone_changes_it(
    server: DiscordServer, waited: float, seconds: float
) -> None:
    """A second past the moment at which a wait passes a limit, half a minute at most."""
    make_request(server, asked_at=ago(seconds=waited))
    expected = NOW + timedelta(seconds=min(seconds, 31))
    assert snapshot(NOW)["valid_until"] == expected


def test_a_bot_that_falls_silent_is_noticed(server: DiscordServer) -> None:
    lease(ago(seconds=12))
    assert snapshot(NOW)["valid_until"] == NOW + timedelta(seconds=19)


def test_one_snapshot_costs_a_fixed_number_of_queries(server: DiscordServer) -> None:
    """Each query has its reason; more requests, servers or alerts add none."""
    expected = [
        "revision",  # What the snapshot is of; decides whether the configuration is read again.
        "monitoringsettings",  # Limits and switches. This and the next three only after a change.
        "discordserver",  # Names, states and switches of the servers.
        "scoringversion",  # The good and poor limits in force.
        "escalationstep",  # Which steps are switched on.
        "botlease",  # When the bot was last heard.
        "gap",  # Which servers are being caught up with.
        "responsetracking",  # The day's requests, as bare columns, for every figure.
        "responsetracking",  # Who waits, whenever they asked, with who claimed.
        "alert",  # What was sent for those who wait.
        "discordchannel",  # Names of their channels and of what they mention,
        "discordrole",  # of roles in their texts and plans,
        "discordmember",  # and of people.
        "responsetracking",  # The latest that closed: for rows that turn green, and the feed.
        "activity",  # The rest is the feed: what curators did,
        "taskreport",  # how many tasks their verdicts approved,
        "alert",  # the latest calls,
        "responsetracking",  # how often those are repeated,
        "taskreport",  # and reports that wait for a verdict.
    ]  # fmt: skip
    for _ in range(5):
        busy(make_server())
    with CaptureQueriesContext(connection) as queries:
        snapshot(NOW)
    assert [table(query["sql"]) for query in queries] == expected


def busy(server: DiscordServer) -> None:
    frozen = plan(server, {"after_seconds": 600})
    request = make_request(server, asked_at=ago(minutes=15), content="<@5> куратор", plan=frozen)
    make_alert(request, status=Alert.Status.SENT, sent_at=ago(minutes=5))
    make_answered(server, asked_at=ago(hours=1))
    make_activity(server, kind=Activity.Kind.VERIFICATION, at=ago(minutes=1))
    make_report(server, at=ago(minutes=2))
    DiscordServer.objects.filter(pk=server.pk).update(is_connected=True)


def table(sql: str) -> str:
    """The table that a SELECT reads."""
    name = sql.split(" FROM ")[1].split()[0].strip('"`')
    return name.split("_")[-1]
