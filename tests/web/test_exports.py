"""Exports over the API: the command's tables and formats, in the scope that the words name."""

import json
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from monitoring.exporting import TABLES, tables
from monitoring.models import Activity
from tests.factories import (
    make_activity,
    make_answered,
    make_curator,
    make_report,
    make_request,
    make_request_event,
    make_server,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def export(client: Client, table: str, **words: object) -> Any:
    response = client.get(f"/api/exports/{table}/", words)
    assert response.status_code == 200, response.content
    return response


def lines(client: Client, table: str, **words: object) -> list[dict[str, Any]]:
    raw = export(client, table, format="jsonl", **words).getvalue()
    return [json.loads(line) for line in raw.splitlines()]


def test_a_table_comes_as_a_file_with_a_name(signed_in: Client) -> None:
    make_request(content="=1+1")
    response = export(signed_in, "requests", **{"from": "2026-03-01", "to": "2026-03-31"})
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == (
        'attachment; filename="requests-2026-03-01-2026-03-31.csv"'
    )
    raw = export(signed_in, "requests").getvalue()
    assert raw.startswith(b"\xef\xbb\xbfguild_id,message_id,")
    assert b",'=1+1," in raw


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("file_format", ["csv", "jsonl", "xlsx"])
def test_every_table_has_every_format(signed_in: Client, table: str, file_format: str) -> None:
    raw = export(signed_in, table, format=file_format).getvalue()
    assert raw.startswith({"csv": b"\xef\xbb\xbf", "jsonl": b"", "xlsx": b"PK"}[file_format])


def test_an_export_keeps_to_its_scope(signed_in: Client) -> None:
    server, curator = make_server(), make_curator()
    mine = make_activity(server, curator, at=NOON)
    make_activity(server, at=NOON)
    make_activity(curator=curator, at=NOON)
    words: dict[str, Any] = {"server": server.guild_id, "curator": curator.discord_id}
    [row] = lines(signed_in, "activities", **words)
    assert row["message_id"] == str(mine.message_id)
    days = {"from": "2026-03-02", "to": "2026-03-02"}
    assert len(lines(signed_in, "activities", **days)) == 3
    assert lines(signed_in, "activities", period="yesterday") == []


def test_each_table_knows_whose_its_rows_are(signed_in: Client) -> None:
    curator = make_curator()
    request = make_answered(by=curator)
    make_answered()
    make_request_event(request)
    make_report(reviewer=curator, status="reviewing")
    make_report()
    for table in ("requests", "events", "reports"):
        assert len(lines(signed_in, table, curator=curator.discord_id)) == 1, table
    for table in ("alerts", "gaps"):
        response = signed_in.get(f"/api/exports/{table}/", {"curator": curator.discord_id})
        assert (response.status_code, list(response.json())) == (400, ["curator"])


def test_a_sandbox_is_exported_and_says_so(signed_in: Client) -> None:
    make_activity(make_server(is_sandbox=True), is_sandbox=True)
    [row] = lines(signed_in, "activities")
    assert row["is_sandbox"] is True


def test_an_unknown_table_or_format_is_refused(signed_in: Client) -> None:
    assert signed_in.get("/api/exports/secrets/").status_code == 404
    response = signed_in.get("/api/exports/requests/", {"format": "doc"})
    assert (response.status_code, list(response.json())) == (400, ["format"])


def test_only_staff_takes_files_away(client: Client) -> None:
    assert client.get("/api/exports/requests/").status_code == 401
    client.force_login(make_user("curator", is_staff=False, is_superuser=False))
    assert client.get("/api/exports/requests/").status_code == 403


def test_a_page_of_rows_costs_one_statement(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: Any
) -> None:
    monkeypatch.setattr(tables, "PAGE", 2)
    server, curator = make_server(), make_curator()
    for _ in range(5):
        make_activity(server, curator)
    # The user, the server, the curator; three pages of rows and the one that has none.
    with django_assert_num_queries(7):
        words = {"server": server.guild_id, "curator": curator.discord_id}
        assert len(lines(signed_in, "activities", **words)) == 5


@pytest.mark.slow
@pytest.mark.parametrize("file_format", ["csv", "jsonl", "xlsx"])
def test_many_rows_cost_no_more_memory_than_some(signed_in: Client, file_format: str) -> None:
    make_activities(2 * tables.PAGE)
    some = peak(signed_in, file_format)
    make_activities(8 * tables.PAGE)
    assert peak(signed_in, file_format) < some * 1.2


def make_activities(count: int) -> None:
    made = make_activity()
    values = {f.attname: getattr(made, f.attname) for f in Activity._meta.fields if f.name != "id"}
    first = Activity.objects.count()
    ids = range(first, first + count)
    rows = [Activity(**values | {"message_id": number}) for number in ids]
    Activity.objects.bulk_create(rows, batch_size=1_000)


def peak(client: Client, file_format: str) -> int:
    """Bytes that an export of all activities holds at most."""
    response = export(client, "activities", format=file_format)
    tracemalloc.start()
    for _ in response:
        pass
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most
