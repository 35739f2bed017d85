"""`manage.py export`: natural keys, days that include both ends, and cells that run nothing."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from monitoring.exporting import TABLES, tables
from monitoring.models import Activity, Alert
from tests.factories import (
    make_activity,
    make_alert,
    make_answered,
    make_curator,
    make_gap,
    make_report,
    make_request,
    make_request_event,
    make_server,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

# 12:00 in UTC is the same day in Moscow.
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def export(tmp_path):
    def run(*arguments: str) -> bytes:
        call_command("export", *arguments, "--output", str(tmp_path / "out"))
        return (tmp_path / "out").read_bytes()

    return run


def records(raw: bytes) -> list[dict]:
    return [json.loads(line) for line in raw.decode().splitlines()]


def test_a_request_bears_the_names_of_the_documentation(export):
    server, curator = make_server(), make_curator()
    request = make_answered(server, by=curator, seconds=41, asked_at=NOON, word="помощь")
    [row] = records(export("requests", "--format", "jsonl"))
    assert (
        row.items()
        >= {
            "message_id": str(request.message_id),
            "guild_id": str(server.guild_id),
            "channel_id": str(request.channel_id),
            "author_id": str(request.author_id),
            "asked_at": "2026-03-02T12:00:00Z",
            "status": "answered",
            "answered_by": str(curator.discord_id),
            "response_seconds": 41,
            "response_kind": "reply",
            "response_message_id": str(request.response_message_id),
        }.items()
    )


def test_what_is_not_known_is_null(export):
    make_request()
    [row] = records(export("requests"))
    assert row["answered_by"] is None
    assert row["response_seconds"] is None
    assert row["status"] == "open"


def test_an_activity_bears_the_curators_discord_id_and_whether_it_was_withdrawn(export):
    curator = make_curator()
    make_activity(curator=curator, at=NOON)
    make_activity(
        curator=curator,
        kind=Activity.Kind.REACTION,
        emoji="👍",
        emoji_key="1f44d",
        at=None,
        delivered_at=NOON,
        message_id=5,
        withdrawn_at=NOON,
    )
    first, second = records(export("activities"))
    assert first["curator_id"] == str(curator.discord_id)
    assert (first["kind"], first["emoji"], first["withdrawn"]) == ("message", "", False)
    assert first["at"] == "2026-03-02T12:00:00Z"
    assert (second["kind"], second["emoji"], second["withdrawn"]) == ("reaction", "👍", True)
    assert (second["at"], second["message_id"]) == (None, "5")


def test_a_report_names_its_week_and_reviewer(export):
    curator = make_curator()
    make_report(at=NOON, reviewer=curator, status="reviewing")
    [row] = records(export("reports"))
    assert (row["week"], row["count"], row["approved"]) == ("2026-03-02", 5, None)
    assert (row["reviewer_id"], row["status"]) == (str(curator.discord_id), "reviewing")


def test_alerts_events_and_gaps_are_exported(export):
    request = make_request(asked_at=NOON)
    make_alert(request, status=Alert.Status.SENT, sent_at=NOON, message_id=7)
    make_request_event(request)
    make_gap(request.server, started_at=NOON, unread_channels=["9"])
    [alert] = records(export("alerts"))
    assert alert["request_message_id"] == str(request.message_id)
    assert (alert["step"], alert["repetition"], alert["message_id"]) == (0, 0, "7")
    assert (alert["status"], alert["sent_at"]) == ("sent", "2026-03-02T12:00:00Z")
    [event] = records(export("events"))
    assert (event["kind"], event["target_id"]) == ("reply", str(request.message_id))
    [gap] = records(export("gaps"))
    assert (gap["why"], gap["unread_channels"], gap["ended_at"]) == ("reconnect", ["9"], None)


def test_days_are_local_and_include_both_ends(export, settings):
    settings.TIME_ZONE = "Europe/Moscow"
    midnight = datetime(2026, 3, 1, 21, tzinfo=UTC)
    for at in (midnight - timedelta(seconds=1), midnight, midnight + timedelta(days=1)):
        make_request(asked_at=at)
    [row] = records(export("requests", "--from", "2026-03-02", "--to", "2026-03-02"))
    assert row["asked_at"] == "2026-03-01T21:00:00Z"
    assert len(records(export("requests", "--from", "2026-03-02"))) == 2
    assert len(records(export("requests", "--to", "2026-03-02"))) == 2


def test_a_reaction_of_unknown_time_lies_in_the_day_that_brought_it(export):
    make_activity(kind=Activity.Kind.REACTION, at=None, delivered_at=NOON)
    assert len(records(export("activities", "--from", "2026-03-02"))) == 1
    assert not records(export("activities", "--from", "2026-03-03"))


def test_pages_join_without_a_gap_or_a_repetition(export, monkeypatch):
    monkeypatch.setattr(tables, "PAGE", 2)
    request = make_request()
    for _ in range(5):
        make_request_event(request)
    sources = [row["source_id"] for row in records(export("events"))]
    assert len(sources) == len(set(sources)) == 5


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_has_its_mark_and_runs_nothing(export, start):
    make_request(content=f'{start}cmd|"calc"', author_name="Кира, «я»")
    raw = export("requests", "--format", "csv")
    assert raw.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert row["content"] == f'\'{start}cmd|"calc"'
    assert row["author_name"] == "Кира, «я»"
    assert (row["is_sandbox"], row["answered_by"]) == ("false", "")


def test_a_workbook_holds_texts_and_no_formulas(export):
    make_request(content="=1+1\x0b", asked_at=NOON, message_id=2**60 + 1)
    with ZipFile(io.BytesIO(export("requests", "--format", "xlsx"))) as workbook:
        sheet = workbook.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "=1+1" in sheet
    assert str(2**60 + 1) in sheet
    assert "asked_at (Europe/Moscow)" in sheet


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("file_format", ["jsonl", "csv", "xlsx"])
def test_an_empty_table_is_an_empty_file_of_its_kind(export, table, file_format):
    raw = export(table, "--format", file_format)
    assert len(raw.splitlines()) == {"jsonl": 0, "csv": 1}.get(file_format, len(raw.splitlines()))


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--from", "yesterday"], "'yesterday' is no day"),
        (["--from", "2026-03-03", "--to", "2026-03-02"], "--from 2026-03-03 is later"),
        (["--output", "/nowhere/out"], "/nowhere/out cannot be written"),
    ],
)
def test_a_wrong_argument_is_one_line(arguments, line):
    with pytest.raises(CommandError, match=f"^{line}"):
        call_command("export", "requests", *arguments)


def test_an_export_goes_to_standard_output(capfdbinary):
    make_request()
    call_command("export", "requests")
    assert len(records(capfdbinary.readouterr().out)) == 1


def test_an_export_may_be_of_servers_and_of_one_curator(export):
    server, curator = make_server(), make_curator()
    make_activity(server, curator)
    make_activity(server)
    make_activity(curator=curator)
    of_server, of_curator = (
        ("--server", str(server.guild_id)),
        ("--curator", str(curator.discord_id)),
    )
    assert len(records(export("activities", *of_server))) == 2
    assert len(records(export("activities", *of_curator))) == 2
    assert len(records(export("activities", *of_server, *of_curator))) == 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["requests", "--server", "5"], "There is no server 5"),
        (["requests", "--curator", "5"], "There is no curator 5"),
        (["requests", "--server", "LSPD"], "Error: argument --server: invalid"),
        (["requests", "--server", str(2**64)], "Error: argument --server: invalid"),
    ],
)
def test_an_unknown_server_or_curator_is_one_line(arguments, line):
    with pytest.raises(CommandError, match=f"^{line}"):
        call_command("export", *arguments)


def test_what_is_nobodys_is_no_curators(export):
    with pytest.raises(CommandError, match=r"^gaps are nobody's"):
        export("gaps", "--curator", str(make_curator().discord_id))
