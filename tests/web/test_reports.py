"""The list of task reports, and one with its history."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from monitoring.models import ReportEvent, TaskReport
from monitoring.rules.report_events import Kind
from tests.factories import make_channel, make_curator, make_report, make_server

pytestmark = [pytest.mark.django_db, pytest.mark.database]
URL = "/api/reports/"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ids(client: Client, **words: object) -> list[str]:
    response = client.get(URL, words)
    assert response.status_code == 200, response.content
    return [each["message_id"] for each in response.json()["results"]]


def detail(client: Client, report: TaskReport) -> dict:
    response = client.get(f"{URL}{report.message_id}/")
    assert response.status_code == 200, response.content
    return response.json()


def happened(report: TaskReport, kind: Kind, minutes: int, **fields: object) -> ReportEvent:
    at = report.at + timedelta(minutes=minutes)
    values = {"source_id": minutes, "at": at, "delivered_at": at, **fields}
    return ReportEvent.objects.create(
        server=report.server, report_message_id=report.message_id, kind=kind.value, **values
    )


def test_a_report_bears_its_numbers_its_review_and_the_message_behind_it(
    signed_in: Client,
) -> None:
    server, curator = make_server(), make_curator()
    report = make_report(
        server, at=NOON, reviewer=curator, status="verified", approved=3,
        reviewing_since=NOON, verified_at=NOON + timedelta(hours=1), verdict_message_id=77,
    )  # fmt: skip
    make_channel(server, channel_id=report.channel_id, name="отчёты")
    [row] = signed_in.get(URL).json()["results"]
    assert row == {
        "message_id": str(report.message_id),
        "guild_id": str(server.guild_id),
        "server": server.name,
        "channel_id": str(report.channel_id),
        "channel": "отчёты",
        "author_id": str(report.author_id),
        "author": "Bogdan Kartel",
        "at": "2026-03-02T12:00:00Z",
        "week": "2026-03-02",
        "text": "отчёт: 5 задач",
        "url": f"https://discord.com/channels/{server.guild_id}/{report.channel_id}/{report.message_id}",
        "count": 5,
        "count_rule": "number",
        "status": "verified",
        "reviewer": {"discord_id": str(curator.discord_id), "name": curator.name},
        "reviewing_since": "2026-03-02T12:00:00Z",
        "approved": 3,
        "verified_at": "2026-03-02T13:00:00Z",
        "verdict_message_id": "77",
        "is_sandbox": False,
    }


def test_query_words_narrow_the_list(signed_in: Client) -> None:
    server, curator = make_server(), make_curator()
    first = make_report(server, at=NOON)
    second = make_report(at=NOON - timedelta(days=3), reviewer=curator, author_name="Мария")
    assert ids(signed_in) == [str(first.message_id), str(second.message_id)]
    assert ids(signed_in, server=server.guild_id) == [str(first.message_id)]
    assert ids(signed_in, curator=curator.discord_id) == [str(second.message_id)]
    assert ids(signed_in, q="МАРИЯ") == [str(second.message_id)]
    assert len(ids(signed_in, q="ОТЧЁТ")) == 2
    days = {"from": "2026-03-02", "to": "2026-03-02"}
    assert ids(signed_in, **days) == [str(first.message_id)]


@pytest.mark.parametrize(
    ("status", "found"),
    [
        ("pending", {"new", "unread"}),
        ("reviewing", {"reviewing"}),
        ("verified", {"verified"}),
        ("withdrawn", {"withdrawn"}),
        ("waiting", {"new", "unread", "reviewing"}),
        ("uncounted", {"unread"}),
    ],
)
def test_a_status_is_one_of_the_reports_or_who_waits(
    signed_in: Client, status: str, found: set[str]
) -> None:
    server = make_server()
    make_report(server, content="new")
    make_report(server, content="unread", count=None)
    make_report(server, content="reviewing", status="reviewing")
    make_report(server, content="verified", status="verified")
    make_report(server, content="withdrawn", status="withdrawn", count=None)
    rows = signed_in.get(URL, {"status": status}).json()["results"]
    assert {row["text"] for row in rows} == found


def test_a_sandbox_shows_where_it_is_named(signed_in: Client) -> None:
    sandbox = make_server(is_sandbox=True)
    report = make_report(sandbox, is_sandbox=True)
    assert ids(signed_in) == []
    assert ids(signed_in, server=sandbox.guild_id) == [str(report.message_id)]


def test_a_list_costs_the_same_statements_however_long(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 30):
        for _ in range(count):
            make_report(reviewer=make_curator(), content="<@&1> <#2> <@3>")
        # The user, the revision, the rows with server and reviewer; channels, roles and people
        # that the texts name.
        with django_assert_num_queries(6):
            ids(signed_in)


# One report


def test_a_history_says_who_when_from_and_to(signed_in: Client) -> None:
    anna, boris = make_curator("Анна"), make_curator("Борис")
    report = make_report(at=NOON)
    happened(report, Kind.REACTION, 1, actor_id=anna.discord_id, emoji_key="2705")
    happened(report, Kind.REPLY, 2, actor_id=anna.discord_id, content="3/5")
    happened(report, Kind.CORRECTED, 9, actor_id=boris.discord_id, number=4)
    reaction, reply, correction = detail(signed_in, report)["history"]
    person = {"discord_id": str(anna.discord_id), "name": "Анна"}
    pending = {"status": "pending", "reviewer": None, "count": 5, "approved": None}
    assert (reaction["by"], reaction["before"]) == (person, pending)
    assert reaction["after"] == pending | {"status": "reviewing", "reviewer": person}
    assert (reply["text"], reply["after"]["approved"]) == ("3/5", 3)
    assert (correction["by"]["name"], correction["at"]) == ("Борис", "2026-03-02T12:09:00Z")
    assert (correction["before"]["approved"], correction["after"]["approved"]) == (3, 4)
    assert correction["after"]["reviewer"] == person


def test_what_has_no_time_says_when_it_was_known(signed_in: Client) -> None:
    anna, report = make_curator(), make_report(at=NOON)
    happened(report, Kind.REACTION, 5, actor_id=anna.discord_id, at=None)
    [reaction] = detail(signed_in, report)["history"]
    assert (reaction["at"], reaction["known_at"]) == (None, "2026-03-02T12:05:00Z")


def test_a_history_costs_the_same_statements_however_long(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report = make_report(content="отчёт")
    for count in (1, 30):
        for number in range(count):
            happened(
                report, Kind.REPLY, count + number, actor_id=make_curator().discord_id,
                content="<@&1> <#2> <@3>",
            )  # fmt: skip
        # The user, the revision, the servers, the report with server and reviewer, its channel;
        # its events; who did them, of members and curators; channels, roles and people that the
        # texts name.
        with django_assert_num_queries(11):
            detail(signed_in, report)


@pytest.mark.parametrize("message_id", ["1", "0", "9" * 19, "x"])
def test_an_unknown_report_is_404(signed_in: Client, message_id: str) -> None:
    response = signed_in.get(f"{URL}{message_id}/")
    assert (response.status_code, "detail" in response.json()) == (404, True)


def test_a_stranger_reads_nothing(client: Client) -> None:
    report = make_report()
    for address in (URL, f"{URL}{report.message_id}/", f"{URL}weeks/", f"{URL}authors/"):
        assert client.get(address).status_code == 401
