"""Alerts, gaps, rejected events, the system's state, labels and versions over the API."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from curators.models import RatingSettings, ScoringVersion
from monitoring.models import BotLease, RejectedEvent
from tests.factories import make_alert, make_gap, make_request, make_server, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]
JSON = "application/json"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def results(client: Client, url: str, **words: object) -> list[dict[str, Any]]:
    response = client.get(url, words)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def make_rejected(**fields: Any) -> RejectedEvent:
    defaults = {
        "key": f"message-{RejectedEvent.objects.count()}",
        "kind": "message",
        "guild_id": 5,
        "payload": {"content": "привет"},
        "reason": "value too long",
        "rejected_at": NOON,
    }
    return RejectedEvent.objects.create(**{**defaults, **fields})


def test_alerts_are_listed_by_when_they_were_due(signed_in: Client) -> None:
    late = make_alert(due_at=NOON, status="sent", sent_at=NOON, message_id=5)
    early = make_alert(due_at=NOON - timedelta(days=2), status="failed", reason="403")
    rows = results(signed_in, "/api/alerts/")
    assert [row["id"] for row in rows] == [str(late.pk), str(early.pk)]
    assert (rows[0]["message_id"], rows[0]["status"]) == ("5", "sent")
    assert rows[1]["reason"] == "403"
    assert len(results(signed_in, "/api/alerts/", status="failed")) == 1
    assert len(results(signed_in, "/api/alerts/", kind="request")) == 2
    assert len(results(signed_in, "/api/alerts/", server=late.server.guild_id)) == 1
    days = {"from": "2026-03-02", "to": "2026-03-02"}
    assert len(results(signed_in, "/api/alerts/", **days)) == 1


def test_gaps_say_what_was_missed_and_read(signed_in: Client) -> None:
    made = make_gap(started_at=NOON, why="start", lost=["buttons"], unread_channels=[7])
    make_gap(started_at=NOON, ended_at=NOON, read_at=NOON)
    make_gap(started_at=NOON, ended_at=NOON)
    [row] = results(signed_in, "/api/gaps/", status="open")
    assert (row["kind"], row["lost"], row["unread_channels"]) == ("start", ["buttons"], ["7"])
    assert row["guild_id"] == str(made.server.guild_id)
    assert len(results(signed_in, "/api/gaps/", status="read")) == 1
    assert len(results(signed_in, "/api/gaps/", status="reading")) == 1
    assert len(results(signed_in, "/api/gaps/", kind="reconnect")) == 2
    assert len(results(signed_in, "/api/gaps/", server=made.server.guild_id)) == 1


def test_rejected_events_are_staffs_alone(signed_in: Client) -> None:
    server = make_server()
    make_rejected(guild_id=server.guild_id)
    make_rejected(kind="reaction", reason="нет сервера")
    rows = results(signed_in, "/api/rejected-events/")
    assert [row["kind"] for row in rows] == ["reaction", "message"]
    assert rows[1]["payload"] == {"content": "привет"}
    assert len(results(signed_in, "/api/rejected-events/", kind="message")) == 1
    assert len(results(signed_in, "/api/rejected-events/", q="СЕРВЕРА")) == 1
    assert len(results(signed_in, "/api/rejected-events/", server=server.guild_id)) == 1
    other = Client()
    other.force_login(make_user("curator", is_staff=False, is_superuser=False))
    assert other.get("/api/rejected-events/").status_code == 403


@pytest.mark.parametrize(
    ("url", "statements"), [("/api/alerts/", 4), ("/api/gaps/", 4), ("/api/rejected-events/", 3)]
)
def test_a_list_costs_the_same_statements_however_long(
    signed_in: Client, url: str, statements: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 10):
        for _ in range(count):
            make_alert()
            make_gap()
            make_rejected()
        # The user, the revision, the rows; the servers of alerts and gaps.
        with django_assert_num_queries(statements):
            assert results(signed_in, url)


def test_the_system_tells_what_its_rows_know(signed_in: Client) -> None:
    now = timezone.now()
    server = make_server()
    BotLease.objects.create(
        shards="all",
        owner="one",
        number=3,
        expires_at=now + timedelta(seconds=30),
        seen_at=now,
        state={"queue": 4, "latency_ms": 80, "reading": 2, "heard_at": NOON.isoformat()},
    )
    make_gap(server, ended_at=now)
    make_rejected()
    make_alert(make_request(server), status="failed")
    state = signed_in.get("/api/system/").json()
    assert state["bot"]["state"] == "catching_up"
    assert state["bot"]["catching_up"] == [str(server.guild_id)]
    assert state["bot"]["heard_at"] == "2026-03-02T12:00:00Z"
    [lease] = state["bot"]["leases"]
    assert (lease["owner"], lease["number"], lease["is_held"]) == ("one", 3, True)
    assert state["queue"] == {"events": 4, "rejected_events": 1, "unread_gaps": 1}
    assert state["alerts"] == {"due": 0, "sending": 0, "failed": 1, "unknown": 0}
    assert {job["name"] for job in state["jobs"]} >= {"check_statistics", "prune"}
    assert state["database"]["revision"] >= 0


def test_a_system_whose_bot_never_ran_says_so(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    BotLease.objects.create(shards="all")
    # The user; leases, revision; when the bot was seen, what it reads and where; channels that
    # refuse; rejected events, gaps, alerts.
    with django_assert_num_queries(9):
        state = signed_in.get("/api/system/").json()
    assert (state["bot"]["state"], state["bot"]["latency_ms"]) == ("never", None)
    assert state["bot"]["leases"][0]["is_held"] is False


def test_labels_fall_to_the_one_that_begins_at_0(signed_in: Client) -> None:
    labels = signed_in.get("/api/rating-labels/").json()["labels"]
    assert labels[0] == {"name": "Великолепно", "min_score": 50}
    assert labels[-1] == {"name": "Ужасно", "min_score": 0}
    wanted = [{"name": "Да", "min_score": 7}, {"name": "Нет", "min_score": 0}]
    response = signed_in.put("/api/rating-labels/", {"labels": wanted}, content_type=JSON)
    assert (response.status_code, response.json()) == (200, {"labels": wanted})
    assert RatingSettings.objects.count() == 2


@pytest.mark.parametrize(
    "labels",
    [
        [],
        None,
        "x",
        [{"name": "Да", "min_score": 7}],
        [{"name": "Да", "min_score": 7}, {"name": "Нет", "min_score": 7}],
        [{"name": "Нет", "min_score": 0}, {"name": "Да", "min_score": 7}],
        [{"name": "Да", "min_score": 7}, {"name": "да", "min_score": 0}],
        [{"name": "Да", "min_score": 2**31}, {"name": "Нет", "min_score": 0}],
        [{"name": "Да", "min_score": -1}],
        [{"name": "", "min_score": 0}],
        [{"min_score": 0}],
        [5],
    ],
)
def test_labels_that_name_no_score_rightly_are_refused(signed_in: Client, labels: Any) -> None:
    response = signed_in.put("/api/rating-labels/", {"labels": labels}, content_type=JSON)
    assert (response.status_code, list(response.json())) == (400, ["labels"])
    assert RatingSettings.objects.count() == 5


def test_a_new_version_begins_now_and_keeps_what_is_left_out(signed_in: Client) -> None:
    response = signed_in.post("/api/scoring-versions/", {"reply_points": 0}, content_type=JSON)
    assert response.status_code == 201
    assert (response.json()["reply_points"], response.json()["message_points"]) == (0, 3)
    versions = signed_in.get("/api/scoring-versions/").json()
    assert [each["reply_points"] for each in versions] == [0, 2]
    assert ScoringVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"good_seconds": 0}, "good_seconds"),
        ({"good_seconds": 300}, "good_seconds"),
        ({"poor_seconds": 60}, "poor_seconds"),
        ({"message_points": -1}, "message_points"),
        ({"message_points": 2**31}, "message_points"),
        ({"message_points": "many"}, "message_points"),
        ({"message_points": None}, "message_points"),
        ({"block_cap": 1.5}, "block_cap"),
        ({"is_speed_counted": None}, "is_speed_counted"),
    ],
)
def test_weights_that_make_no_sense_are_refused(
    signed_in: Client, body: dict[str, Any], field: str
) -> None:
    response = signed_in.post("/api/scoring-versions/", body, content_type=JSON)
    assert response.status_code == 400
    assert field in response.json()
    assert ScoringVersion.objects.count() == 1


def test_only_staff_changes_how_scores_are_made(client: Client) -> None:
    client.force_login(make_user("curator", is_staff=False, is_superuser=False))
    assert client.put("/api/rating-labels/", {}, content_type=JSON).status_code == 403
    assert client.post("/api/scoring-versions/", {}, content_type=JSON).status_code == 403
    for url in ("/api/rating-labels/", "/api/scoring-versions/", "/api/system/"):
        assert client.get(url).status_code == 200
