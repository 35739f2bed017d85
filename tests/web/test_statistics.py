"""Figures over the API: one score everywhere, every number with what it stands on."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from time_machine import travel

from curators.models import Curator, ScoringVersion
from monitoring.api.figures import change_percent
from monitoring.models import DiscordServer, MonitoringSettings
from monitoring.recording.rebuild import rebuild
from tests.factories import make_activity, make_answered, make_curator, make_request, make_server

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOON = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 24)
Get = Callable[..., Any]


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with travel(NOON, tick=False):
        yield


@pytest.fixture
def get(signed_in: Client) -> Get:
    def get(path: str, **words: object) -> Any:
        response = signed_in.get(f"/api/{path}/", words)
        assert response.status_code == 200, response.content
        return response.json()

    return get


def make_worked_example(server: DiscordServer, seconds: int | None = 45) -> Curator:
    """10 messages, 4 replies, 6 reactions, 1 verification, and one answer."""
    eva = make_curator("Ева", servers=(server,))
    for kind, count in (("message", 10), ("reply", 4), ("reaction", 6), ("verification", 1)):
        for n in range(count):
            make_activity(server, eva, kind=kind, at=NOON - timedelta(minutes=n))
    if seconds:
        make_answered(server, by=eva, seconds=seconds, asked_at=NOON - timedelta(hours=1))
    rebuild()
    return eva


def test_a_score_comes_with_all_its_parts(get: Get) -> None:
    eva = make_worked_example(make_server())
    [row] = get("leaderboard")["results"]
    assert row == {
        "rank": 1,
        "curator": {"discord_id": str(eva.discord_id), "name": "Ева"},
        "servers_unanswered": 0,
        "counts": {"messages": 10, "replies": 4, "reactions": 6, "verifications": 1, "capped": 0},
        "base": 49,
        "speed_percent": 120,
        "paced": 1,
        "paced_seconds": 45,
        "score": 58,
        "label": {"name": "Великолепно", "min_score": 50},
        "next_label": None,
        "missing": 0,
        "answers": {
            "count": 1, "timed": 1, "seconds": 45, "usual": 1, "usual_seconds": 45, "rescues": 0,
            "quiet": 0,
        },
        "held": 0,
        "dismissed": 0,
        "version": "2015-01-01T00:00:00Z",
        "mean_seconds": 45,
        "median_seconds": 45,
        "median_over_seconds": None,
        "p90_seconds": 45,
        "p90_over_seconds": None,
    }  # fmt: skip


def test_the_page_explains_the_score_in_the_readers_language(get: Get, signed_in: Client) -> None:
    eva = make_worked_example(make_server())
    russian = get(f"curators/{eva.discord_id}/statistics")["explanation"]
    assert "Баллы: 49 × 120 : 100 = 58 (дробь отброшена)." in russian
    signed_in.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    english = get(f"curators/{eva.discord_id}/statistics")["explanation"]
    assert "Points: 49 × 120 : 100 = 58 (the fraction is dropped)." in english


def test_a_page_in_another_language_is_another_answer(signed_in: Client) -> None:
    eva = make_worked_example(make_server())
    url = f"/api/curators/{eva.discord_id}/statistics/"
    etag = signed_in.get(url)["ETag"]
    assert signed_in.get(url, headers={"If-None-Match": etag}).status_code == 304
    english = {"If-None-Match": etag, "Accept-Language": "en"}
    assert signed_in.get(url, headers=english).status_code == 200


def test_servers_are_the_parts_of_what_was_done(get: Get) -> None:
    server, other = make_server(), make_server()
    eva = make_worked_example(server)
    make_activity(other, eva, kind="reply", at=NOON)
    rebuild()
    page = get(f"curators/{eva.discord_id}/statistics")
    assert {row["guild_id"]: row["base"] for row in page["servers"]} == {
        str(server.guild_id): 49,
        str(other.guild_id): 2,
    }
    assert page["base"] == 51
    alone = get(f"curators/{eva.discord_id}/statistics", server=other.guild_id)
    assert (alone["base"], alone["score"]) == (2, 2)


def test_the_period_before_is_as_long(get: Get) -> None:
    eva, server = make_curator(), make_server()
    make_activity(server, eva, at=NOON)
    for _ in range(2):
        make_activity(server, eva, at=NOON - timedelta(days=1))
    rebuild()
    page = get(f"curators/{eva.discord_id}/statistics", period="today")
    assert (page["counts"]["messages"], page["before"]["counts"]["messages"]) == (1, 2)
    assert page["period"] == {
        "from": "2026-11-24",
        "to": "2026-11-24",
        "days": 1,
        "zone": "Europe/Moscow",
        "is_current": True,
    }


def test_days_ascend_and_none_is_left_out(get: Get) -> None:
    eva, server = make_curator(), make_server()
    make_activity(server, eva, at=NOON - timedelta(days=2))
    rebuild()
    days = get(f"curators/{eva.discord_id}/days", period="7d")
    assert [day["date"] for day in days] == [
        str(TODAY - timedelta(days=n)) for n in range(6, -1, -1)
    ]
    assert [day["messages"] for day in days] == [0, 0, 0, 0, 1, 0, 0]


def test_equals_share_a_rank_and_who_did_nothing_is_last(get: Get) -> None:
    server = make_server()
    for name, messages in (("Аня", 2), ("Боря", 3), ("Вера", 2), ("Глеб", 0)):
        curator = make_curator(name)
        for _ in range(messages):
            make_activity(server, curator, at=NOON)
    rebuild()
    ranks = [(row["curator"]["name"], row["rank"]) for row in get("leaderboard")["results"]]
    assert ranks == [("Боря", 1), ("Аня", 2), ("Вера", 2), ("Глеб", 4)]


def test_speed_ranks_from_five_answers_of_known_time(get: Get) -> None:
    server = make_server()
    for name, waits in (
        ("Быстрый", [10] * 5),
        ("Медленный", [500] * 5),
        ("Редкий", [1] * 4),
        ("Точный", [10, 10, 10, 10, 9]),
    ):
        curator = make_curator(name)
        for seconds in waits:
            make_answered(server, by=curator, seconds=seconds, asked_at=NOON - timedelta(hours=1))
    rebuild()
    rows = get("leaderboard", by="speed")["results"]
    assert [(row["curator"]["name"], row["rank"]) for row in rows] == [
        ("Точный", 1),
        ("Быстрый", 2),
        ("Медленный", 3),
        ("Редкий", None),
    ]


def test_activity_ranks_by_what_was_done_whatever_it_weighs(get: Get) -> None:
    server, one, two = make_server(), make_curator("Много"), make_curator("Дорого")
    for _ in range(3):
        make_activity(server, one, kind="reaction", at=NOON)
    make_activity(server, two, kind="verification", at=NOON)
    rebuild()
    by_activity = get("leaderboard", by="activity")["results"]
    assert [row["curator"]["name"] for row in by_activity] == ["Много", "Дорого"]
    assert get("leaderboard")["results"][0]["curator"]["name"] == "Дорого"


def test_a_figure_of_speed_stands_beside_who_was_not_answered(get: Get) -> None:
    server, other = make_server(), make_server()
    make_curator("Ева", servers=(server,))
    make_curator("Отто")
    for where in (server, other, other):
        make_request(where, asked_at=NOON - timedelta(days=2), status="expired", closed_at=NOON)
    rebuild()
    rows = get("leaderboard")["results"]
    found = {row["curator"]["name"]: row["servers_unanswered"] for row in rows}
    assert found == {"Ева": 1, "Отто": 3}


def test_a_sandbox_counts_in_nothing(get: Get) -> None:
    make_worked_example(make_server())
    sandbox = make_server()
    make_activity(sandbox, make_curator("Тест"), at=NOON)
    rebuild()
    DiscordServer.objects.filter(pk=sandbox.pk).update(is_sandbox=True)
    rows = {row["curator"]["name"]: row["score"] for row in get("leaderboard")["results"]}
    assert rows == {"Ева": 58, "Тест": 0}
    servers = {row["guild_id"]: row for row in get("servers/statistics")["results"]}
    assert servers[str(sandbox.guild_id)]["activities"]["messages"] == 0


def test_the_dashboard_opens_on_today_beside_yesterday(get: Get) -> None:
    server, eva = make_server(), make_curator()
    for hours, seconds in ((1, 30), (2, 60), (3, 90), (26, 30)):
        make_answered(server, by=eva, seconds=seconds, asked_at=NOON - timedelta(hours=hours))
    make_request(server, asked_at=NOON - timedelta(seconds=100))
    make_request(server, asked_at=NOON - timedelta(minutes=5), is_quiet=True)
    make_activity(server, eva, at=NOON)
    rebuild()
    page = get("dashboard")
    assert page["requests"] == {
        "asked": 4,
        "open": 1,
        "answered": 3,
        "in_time": 2,
        "unanswered": 0,
        "cancelled": 0,
        "dismissed": 0,
        "timed": 3,
        "service_level": 50,
        "service_level_of": 4,
        "mean_seconds": 60,
        "median_seconds": None,
        "median_over_seconds": None,
        "p90_seconds": None,
        "p90_over_seconds": None,
    }
    assert (page["quiet"]["asked"], page["requests_before"]["asked"]) == (1, 1)
    assert page["changes"]["asked"] == 300
    assert page["changes"]["messages"] is None
    assert page["curators"] == 1
    assert page["days"] == [
        {
            "date": "2026-11-24", "messages": 1, "replies": 0, "reactions": 0, "verifications": 0,
            "asked": 4, "answered": 3, "unanswered": 0, "mean_seconds": 60,
        }
    ]  # fmt: skip
    tuesday_11 = 24 + 11
    assert len(page["hours"]) == 168
    assert page["hours"][tuesday_11] == {"week_hour": tuesday_11, "asked": 3, "unanswered": 0}


def test_servers_stand_side_by_side(get: Get) -> None:
    server, idle = make_server(), make_server()
    for seconds in (10, 20, 30, 40, 50):
        make_answered(server, seconds=seconds, asked_at=NOON - timedelta(hours=1))
    rebuild()
    found = get("servers/statistics", server=f"{server.guild_id},{idle.guild_id}")["results"]
    rows = {row["guild_id"]: row["requests"] for row in found}
    assert rows[str(server.guild_id)]["median_seconds"] == 30
    assert rows[str(server.guild_id)]["service_level"] == 100
    assert rows[str(idle.guild_id)]["service_level"] is None


def test_hours_that_hang_on_one_person_are_named(get: Get) -> None:
    server, eva, otto = make_server(), make_curator("Ева"), make_curator("Отто")
    for hours, seconds, by in ((1, 30, eva), (1, 300, eva), (2, 300, eva), (2, 30, otto)):
        make_answered(server, by=by, seconds=seconds, asked_at=NOON - timedelta(hours=hours))
    rebuild()
    team = get("team")
    thin = {row["week_hour"]: row["is_thin"] for row in team["coverage"]}
    tuesday = 24
    assert thin == {tuesday + 10: False, tuesday + 11: True}
    assert [(row["curator"]["name"], row["answers"]) for row in team["load"]] == [
        ("Ева", 3),
        ("Отто", 1),
    ]


@pytest.mark.parametrize(("answers", "overloaded"), [(3, False), (4, True)])
def test_three_times_the_mean_is_not_too_much_but_more_is(
    get: Get, answers: int, overloaded: bool
) -> None:
    """Four people: a mean of 1 where Ева gave three of four answers."""
    server, eva = make_server(), make_curator("Ева")
    idle = [make_curator("Отто"), make_curator("Ира"), make_curator("Мия")]
    for by in (idle[0], *[eva] * answers):
        make_answered(server, by=by, seconds=9, asked_at=NOON - timedelta(hours=1))
    rebuild()
    [first, *others] = get("team")["load"]
    assert (first["curator"]["name"], first["is_overloaded"]) == ("Ева", overloaded)
    assert not any(row["is_overloaded"] for row in others)


def test_keywords_are_counted_by_what_came_of_them(get: Get) -> None:
    server = make_server()
    make_request(server, asked_at=NOON, keyword="вопрос", status="dismissed", closed_at=NOON)
    make_answered(server, asked_at=NOON, keyword="куратор")
    [first, second] = get("keywords/statistics")["results"]
    assert (first["keyword"], first["dismissed"]) == ("вопрос", 1)
    assert (second["keyword"], second["answered"]) == ("куратор", 1)


@pytest.mark.parametrize(
    ("now", "before", "percent"),
    [(3, 2, 50), (1, 3, -67), (0, 4, -100), (4, 4, 0), (5, 0, None), (0, 0, None), (201, 200, 1)],
)
def test_from_nothing_there_is_no_percentage(now: int, before: int, percent: int | None) -> None:
    assert change_percent(now, before) == percent


def test_figures_of_another_zone_say_so(get: Get) -> None:
    MonitoringSettings.objects.update(sums_zone="UTC")
    assert get("leaderboard")["period"]["is_current"] is False


@pytest.mark.parametrize(
    ("path", "statements"),
    [
        # The signed-in user; for a poll the revision; the servers that are no sandbox; of which
        # zone the figures are; and then:
        # the version, activities, answers, who was on duty, curators, unanswered, memberships
        pytest.param("leaderboard", 4 + 7, id="leaderboard"),
        # the version; for both periods: who waits, requests, activities, now's by day; requests by
        # day and by hour; duty
        pytest.param("dashboard", 3 + 1 + 6 + 2 + 1, id="dashboard"),
        # servers in place of those that are no sandbox; the bot's lease and what it reads; the
        # version; for both periods: who waits, requests, activities
        pytest.param("servers/statistics", 3 + 2 + 1 + 6, id="servers"),
    ],
)
def test_a_page_takes_as_many_statements_however_much_there_is(
    get: Get, django_assert_num_queries: DjangoAssertNumQueries, path: str, statements: int
) -> None:
    make_worked_example(make_server())
    with django_assert_num_queries(statements):
        get(path)
    for _ in range(3):
        server, curator = make_server(), make_curator()
        make_activity(server, curator, at=NOON - timedelta(days=3))
        make_answered(server, by=curator, asked_at=NOON - timedelta(hours=2))
    rebuild()
    with django_assert_num_queries(statements):
        get(path)


def test_one_curators_page_takes_as_many_statements_whatever_they_did(
    get: Get, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    eva = make_worked_example(make_server())
    # User, revision, curator, servers that count, zone; the version twice (the period before has
    # its own); activities and answers of now, before and by server; unanswered, memberships,
    # servers' names.
    with django_assert_num_queries(5 + 2 + 6 + 3):
        get(f"curators/{eva.discord_id}/statistics")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"period": "fortnight"}, "period"),
        ({"period": "custom", "from": "2026-02-30", "to": "2026-03-01"}, "from"),
        ({"period": "custom", "from": "2026-03-02", "to": "2026-03-01"}, "to"),
        ({"period": "custom", "from": "0001-01-01", "to": "9999-12-31"}, "from"),
        ({"server": "1"}, "server"),
        ({"server": "LSPD"}, "server"),
    ],
)
@pytest.mark.parametrize("path", ["dashboard", "leaderboard", "servers/statistics", "team"])
def test_what_makes_no_sense_is_refused_with_its_field(
    signed_in: Client, path: str, words: dict[str, str], field: str
) -> None:
    response = signed_in.get(f"/api/{path}/", words)
    assert (response.status_code, list(response.json())) == (400, [field])


def test_nobody_reads_figures_without_signing_in(client: Client) -> None:
    for path in ("dashboard", "leaderboard", "servers/statistics", "team", "keywords/statistics"):
        assert client.get(f"/api/{path}/").status_code == 401


def test_a_period_that_ended_keeps_its_version(get: Get) -> None:
    make_worked_example(make_server(), seconds=None)
    ScoringVersion.renew(NOON, message_points=0)
    [row] = get("leaderboard", period="today")["results"]
    assert (row["base"], row["version"]) == (19, "2026-11-24T09:00:00Z")
    [row] = get("leaderboard", period="yesterday")["results"]
    assert row["version"] == "2015-01-01T00:00:00Z"
