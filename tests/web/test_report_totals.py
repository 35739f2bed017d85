"""What reports add up to: by server and week, and by author."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from monitoring.report_totals import Totals
from tests.factories import make_curator, make_report, make_server

pytestmark = [pytest.mark.django_db, pytest.mark.database]
WEEKS, AUTHORS = "/api/reports/weeks/", "/api/reports/authors/"
MONDAY = datetime(2026, 3, 2, 12, tzinfo=UTC)
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


def totals(client: Client, url: str, **words: object) -> list[dict]:
    response = client.get(url, {**MARCH, **words})
    assert response.status_code == 200, response.content
    return response.json()


def verified(server, approved: int, **fields: object):
    return make_report(
        server, **{"at": MONDAY, "status": "verified", "approved": approved, **fields}
    )


def test_the_rate_stands_on_reviewed_tasks_alone(signed_in: Client) -> None:
    server = make_server()
    verified(server, 3)
    verified(server, 0, count=4)
    make_report(server, at=MONDAY, count=20)
    make_report(server, at=MONDAY, status="reviewing", count=1)
    [row] = totals(signed_in, WEEKS)
    assert row == {
        "week": "2026-03-02",
        "guild_id": str(server.guild_id),
        "server": server.name,
        "report_count": 4,
        "waiting_count": 2,
        "uncounted_count": 0,
        "task_count": 30,
        "reviewed_task_count": 9,
        "approved_count": 3,
        "approved_of_unknown_count": 0,
        "approval_rate": 33,
    }


def test_where_nothing_was_reviewed_there_is_no_rate(signed_in: Client) -> None:
    make_report(at=MONDAY)
    [row] = totals(signed_in, WEEKS)
    assert (row["reviewed_task_count"], row["approval_rate"]) == (0, None)


def test_tasks_whose_number_nobody_knows_move_no_rate(signed_in: Client) -> None:
    server = make_server()
    verified(server, 2, count=4)
    verified(server, 7, count=None)
    [row] = totals(signed_in, WEEKS)
    assert (row["uncounted_count"], row["approved_of_unknown_count"]) == (1, 7)
    assert (row["task_count"], row["approved_count"], row["approval_rate"]) == (4, 2, 50)


def test_withdrawn_reports_count_nowhere(signed_in: Client) -> None:
    make_report(at=MONDAY, status="withdrawn")
    assert totals(signed_in, WEEKS) == totals(signed_in, AUTHORS) == []


@pytest.mark.parametrize(
    ("approved", "reviewed", "rate"), [(0, 5, 0), (199, 200, 99), (5, 5, 100), (1, 3, 33)]
)
def test_a_rate_is_rounded_down(approved: int, reviewed: int, rate: int) -> None:
    assert Totals(1, 0, 0, reviewed, reviewed, approved, 0).approval_rate == rate


def test_each_server_has_a_row_for_each_week_the_newest_first(signed_in: Client) -> None:
    first, second = make_server(name="A"), make_server(name="B")
    for server, days in ((first, 0), (second, 0), (first, 6), (first, 7)):
        make_report(server, at=MONDAY + timedelta(days=days))
    rows = totals(signed_in, WEEKS)
    assert [(row["week"], row["server"], row["report_count"]) for row in rows] == [
        ("2026-03-09", "A", 1), ("2026-03-02", "A", 2), ("2026-03-02", "B", 1),
    ]  # fmt: skip


def test_an_authors_reports_are_one_row_under_the_latest_name(signed_in: Client) -> None:
    verified(make_server(), 5, author_id=7, author_name="Old Name")
    verified(make_server(), 1, author_id=7, author_name="New Name", at=MONDAY + timedelta(days=1))
    verified(make_server(), 3, author_id=8, author_name="Another")
    rows = totals(signed_in, AUTHORS)
    assert [(row["author_id"], row["author"], row["approved_count"]) for row in rows] == [
        ("7", "New Name", 6), ("8", "Another", 3),
    ]  # fmt: skip
    assert (rows[0]["report_count"], rows[0]["approval_rate"]) == (2, 60)


@pytest.mark.parametrize("url", [WEEKS, AUTHORS])
def test_query_words_narrow_the_totals(signed_in: Client, url: str) -> None:
    server, curator = make_server(), make_curator()
    make_report(server, at=MONDAY)
    verified(make_server(), 2, reviewer=curator)
    make_report(make_server(), at=MONDAY - timedelta(days=30))
    sandbox = make_server(is_sandbox=True)
    make_report(sandbox, at=MONDAY, is_sandbox=True)
    assert len(totals(signed_in, url)) == 2
    for words in ({"server": server.guild_id}, {"curator": curator.discord_id}):
        assert [row["report_count"] for row in totals(signed_in, url, **words)] == [1]
    assert len(totals(signed_in, url, server=sandbox.guild_id)) == 1


@pytest.mark.parametrize(
    ("url", "statements"),
    [
        (WEEKS, 3),  # The user, the revision, the sums.
        (AUTHORS, 4),  # And the authors' latest names.
    ],
)
def test_totals_cost_the_same_statements_however_many(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries, url: str, statements: int
) -> None:
    for count in (1, 10):
        for _ in range(count):
            make_report(at=MONDAY)
        with django_assert_num_queries(statements):
            totals(signed_in, url)
