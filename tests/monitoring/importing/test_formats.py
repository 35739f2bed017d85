"""Every format that an earlier version wrote."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from curators.models import Curator, CuratorTerm, ExcludedCurator
from monitoring.importing import Damaged
from monitoring.importing.people import A_MOMENT
from monitoring.models import Activity, DiscordServer, ResponseTracking, TaskReport
from tests.factories import make_server
from tests.monitoring.importing.legacy import (
    ANNA,
    BORIS,
    CHANNEL,
    GUILD,
    LEADER,
    Row,
    at,
    backup,
    curator,
    message,
    numbered,
    reaction,
    report,
    response,
    server,
    sid,
    stamp,
    verified,
    written,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def snake(row: Row) -> Row:
    names = {k: "".join(f"_{c.lower()}" if c.isupper() else c for c in k) for k in row}
    return {names[key]: value for key, value in row.items()}


def zipped(folder: Path, content: Any, name: str) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(json.dumps(content, ensure_ascii=False).encode()))
    return path


def nested(row: Row) -> Row:
    """As the split files of the first version hold it: with its whole curator and server."""
    return {**row, "curator": curator(), "server": server()}


def counts() -> tuple[int, int, int]:
    models = Activity, ResponseTracking, TaskReport
    return tuple(model.objects.count() for model in models)  # type: ignore[return-value]


def test_split_files_make_one_import_in_any_order(importing, tmp_path):
    files = [
        written(tmp_path, [nested(message())], "activities.json"),
        written(tmp_path, [{"key": "keywordDetection", "value": "true"}], "bot-settings.json"),
        written(tmp_path, {"id": 1, "notificationServerId": "1", "notificationChannelId": "77",
                           "isActive": True}, "notification-settings.json"),
        written(tmp_path, {"id": 1, "activityPointsMessage": 4}, "global-rating-config.json"),
        written(tmp_path, [server()], "discord-servers.json"),
        written(tmp_path, [curator()], "curators.json"),
        written(tmp_path, [], "rating-settings.json"),
    ]  # fmt: skip
    importing(*files)
    assert counts() == (1, 0, 0)
    assert Activity.objects.get().server.guild_id == GUILD
    assert DiscordServer.objects.get(guild_id=GUILD).alert_channel_id == 77
    importing(*reversed(files))
    assert importing.report.changes_nothing


def complete(**head: Row) -> Row:
    """A per-server or per-curator file of the first version."""
    return {
        **head,
        "summary": {"totalActivities": 1},
        "dailyStats": {"activitiesByDay": {"2025-07-24": {"messages": 0}}},
        "fullData": {
            "activities": [nested(message())],
            "taskReports": [verified(500, 560)],
            "responseTracking": [response(100, 107)],
        },
        "exportedAt": stamp(9_000),
    }


def test_files_of_one_server_and_of_one_curator_tell_the_same_rows(importing):
    of_server = complete(server=server())
    of_curator = complete(curator=curator(), serverStats={"activitiesByServer": {}})
    importing(of_server, of_curator)
    assert counts() == (2, 1, 1)
    assert importing.became("activities") == {("created", "new"): 1, ("skipped", "same_row"): 1}
    assert importing.became("responseTracking") == {
        ("created", "new"): 1,
        ("skipped", "same_row"): 1,
    }


def test_an_archive_ends_the_term_of_its_curator(importing):
    archive = {
        "archivedAt": stamp(9_000),
        "type": "curator",
        "curator": curator(),
        "activities": [nested(message(10))],
        "taskReports": [],
        "responseTracking": [],
        "stats": {"totalActivities": 1},
    }
    importing(archive)
    term = CuratorTerm.objects.get()
    assert (term.started_at, term.ended_at) == (at(10), at(86_400) + A_MOMENT)
    importing({**archive, "curator": curator(createdAt=None)})
    assert importing.report.changes_nothing


def test_a_backup_of_the_second_version_is_read(importing, tmp_path):
    lspd = DiscordServer.objects.get(name="LSPD")
    rows = {
        "curators": [curator(), curator(id=2, discordId=str(BORIS), name="Борис")],
        "discord_servers": [server(serverId="0", name="LSPD", roleTagId=str(lspd.alert_role_id))],
        "activities": [
            message(timestamp="2025-07-24T20:00:00"),
            reaction(100, sid(100), messageId=sid(100)),
            message(70, curatorId=2),
        ],
        "response_tracking": [
            {**response(100, 107), "mentionContent": "помогите", "mentionAuthorId": str(LEADER)}
        ],
        "task_reports": [],
        "excluded_curators": [
            {"id": 1, "discordId": str(BORIS), "excludedAt": "2025-07-25T00:00:00"}
        ],
        "users": [{"id": 1, "username": "admin", "passwordHash": "x"}],
        "backup_settings": [{"id": 1, "frequency": "daily"}],
        "bot_settings": [{"id": 1, "settingKey": "bot_name", "settingValue": "Curator#2772"}],
    }
    data = {name: [snake(row) for row in section] for name, section in rows.items()}
    whole = {"metadata": {"version": "2.0", "backup_type": "full"}, "data": data}
    importing(zipped(tmp_path, whole, "govtracker2_backup.json.gz"))
    assert importing.became("activities") == {("created", "new"): 2, ("skipped", "excluded"): 1}
    assert Activity.objects.get(kind="reaction").at is None
    assert not Curator.objects.filter(discord_id=BORIS).exists()
    assert ExcludedCurator.objects.get().started_at is None
    request = ResponseTracking.objects.get()
    assert (request.server, request.content, request.author_id) == (lspd, "помогите", LEADER)
    lspd.refresh_from_db()
    assert lspd.help_role_id is None


def test_a_backup_of_the_third_version_is_read(importing, tmp_path):
    lspd = DiscordServer.objects.get(name="LSPD")
    activity = {"id": 1, "curator_id": 1, "server_id": 9, "points": 3, "channel_id": str(CHANNEL)}
    people = {"id": 1, "discord_id": str(ANNA), "name": "Анна", "assigned_servers": [9]}
    data = {
        "curators": [{**people, "created_at": "2025-07-24T20:00:00"}],
        "discord_servers": [
            {"id": 9, "server_id": str(lspd.alert_role_id), "name": "Полиция", "is_active": True,
             "tasks_channel_id": "72", "curator_role_id": None}
        ],
        "activities": [
            {**activity, "type": "message", "message_id": sid(7), "content": "да"},
            {**activity, "id": 2, "type": "reply", "message_id": sid(7), "content": "да"},
            {**activity, "id": 3, "type": "reaction", "message_id": sid(5),
             "content": "Reacted with 👍", "timestamp": "2025-07-24T20:00:09"},
        ],
        "response_tracking": [
            {"id": 1, "curator_id": 1, "server_id": 9, "mention_timestamp": "2025-07-24T20:00:00.2",
             "response_timestamp": "2025-07-24T20:00:07.3", "response_time_seconds": 7,
             "mention_message_id": sid(0), "response_message_id": sid(7),
             "channel_id": str(CHANNEL), "trigger_keywords": ["help"]}
        ],
        "task_reports": [
            {"id": 1, "discord_user_id": str(LEADER), "discord_username": "leader",
             "discord_server_id": str(lspd.guild_id), "discord_channel_id": "72",
             "discord_message_id": sid(600), "title": "отчёт: 3 задачи",
             "description": "отчёт: 3 задачи", "status": "completed", "reviewer_name": "Анна",
             "reviewed_at": "2025-07-24T20:20:00", "report_date": "2025-07-24T20:10:00.5"}
        ],
        "users": [],
    }  # fmt: skip
    whole = {"metadata": {"version": "1.0", "source": "GovTracker2 Python Migration"}, "data": data}
    importing(zipped(tmp_path, whole, "some-uuid.json.gz"))
    assert importing.became("activities") == {
        ("created", "new"): 2,
        ("quarantined", "duplicate"): 1,
    }
    assert Activity.objects.get(message_id=int(sid(7))).kind == "reply"
    assert Activity.objects.get(kind="reaction").at == at(9)
    assert ResponseTracking.objects.get().response_seconds == 7
    kept = TaskReport.objects.get()
    assert (kept.server, kept.status, kept.reviewer.name) == (lspd, "verified", "Анна")
    assert list(Curator.objects.get().servers.all()) == [lspd]


def test_two_files_may_use_one_old_id_for_different_people(importing):
    first = backup(activities=numbered(message(1)))
    second = backup(
        curators=[curator(discordId=str(BORIS), name="Борис")], activities=numbered(message(2))
    )
    importing(first, second)
    names = Activity.objects.order_by("message_id").values_list("curator__name", flat=True)
    assert list(names) == ["Анна", "Борис"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "файл обрывается"),
        (b"[1, 2", "файл обрывается"),
        (b"no json", "не JSON"),
        (b'{"a": "\xff"}', "не JSON"),
        (b"[" * 100_000, "вложенность"),
        (gzip.compress(json.dumps(backup()).encode())[:-20], "архив обрывается"),
        (b"\x1f\x8bnothing", "архив обрывается"),
        (b'{"cats": [{"name": "Tom"}], "dogs": 3}', "no known shape; keys: cats, dogs"),
        (b"5", "незнакомый формат"),
    ],
)  # fmt: skip
def test_a_broken_file_says_in_one_line_what_is_wrong(importing, tmp_path, content, says):
    path = tmp_path / "broken.json"
    path.write_bytes(content)
    with pytest.raises(Damaged) as error:
        importing(path)
    assert says in str(error.value) and str(error.value).startswith("broken.json: ")
    assert "\n" not in str(error.value)


def test_a_file_that_is_not_there_says_so(importing, tmp_path):
    with pytest.raises(Damaged, match="не читается"):
        importing(tmp_path / "nowhere.json")


def test_a_file_cut_in_half_changes_nothing_though_another_is_whole(importing, tmp_path):
    whole = written(tmp_path, backup(activities=numbered(*map(message, range(20)))))
    half = tmp_path / "half.json"
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    make_server()
    before = counts(), DiscordServer.objects.count(), Curator.objects.count()
    with pytest.raises(Damaged):
        importing(whole, half)
    assert (counts(), DiscordServer.objects.count(), Curator.objects.count()) == before
    assert not (tmp_path / "snapshots").exists()


def test_what_no_database_takes_is_cleaned(importing, tmp_path):
    odd = message(content="а\0б\ud800", channelName="\0")
    whole = backup(activities=[odd, {**odd, "id": 2}], taskReports=[report(authorName="\0Я")])
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(whole))
    importing(path)
    # The parser makes a mark of half a surrogate pair.
    assert Activity.objects.get().content == "аб?"
