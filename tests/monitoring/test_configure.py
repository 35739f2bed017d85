"""`manage.py configure`: whole or not at all, twice is once, and a dump changes nothing."""

import json
from datetime import UTC, datetime, time
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from curators.models import (
    Curator,
    CuratorTerm,
    ExcludedCurator,
    RatingSettings,
    Revision,
    ScoringVersion,
)
from monitoring.models import DiscordServer, EscalationStep, Keyword, MonitoringSettings
from tests.factories import make_curator, make_server

pytestmark = [pytest.mark.django_db, pytest.mark.database]

# The example of the documentation, with ids in it.
DOCUMENT: dict[str, Any] = {
    "settings": {
        "keyword_detection": False,
        "join_seconds": 60,
        "expire_seconds": 3600,
        "hold_seconds": 30,
        "digest_over": 5,
    },
    "keywords": ["куратор", "сюда"],
    "rating": {"message_points": 0, "good_seconds": 30, "poor_seconds": 90},
    "labels": [{"name": "Легенда", "min_score": 9}, {"name": "Никак", "min_score": 0}],
    "servers": [
        {
            "guild_id": "11",
            "name": "LSPD",
            "is_active": True,
            "is_sandbox": False,
            "help_role_id": "12",
            "alert_role_id": "13",
            "alert_channel_id": "14",
            "report_channel_ids": ["15"],
            "takes_reports": True,
            "allowed_channel_ids": [],
            "every_message_channel_ids": ["16", "17"],
            "counts_plain_messages": True,
            "quiet_from": "23:30",
            "quiet_to": "07:00",
        }
    ],
    "curators": [
        {
            "discord_id": "21",
            "name": "Mira Castellano",
            "servers": ["11"],
            "since": "2025-01-01T00:00:00Z",
        }
    ],
    "excluded": [{"discord_id": "31", "name": "Bot", "reason": "музыка", "since": None}],
    "steps": [
        {
            "guild_id": None,
            "after_seconds": 120,
            "channel_id": None,
            "tag": "alert_role",
            "repeat_every_seconds": 600,
            "repeat_limit": 3,
        },
        {"guild_id": "11", "after_seconds": 60, "tag": "person", "tag_id": "21"},
    ],
}


@pytest.fixture
def configure(tmp_path):
    def run(document: Any, *options: str) -> str:
        file = tmp_path / "configuration.json"
        file.write_text(json.dumps(document), encoding="utf-8")
        return call(str(file), *options)

    return run


def call(*arguments: str) -> str:
    output = StringIO()
    call_command("configure", *arguments, stdout=output)
    return output.getvalue()


def config_number() -> int:
    return Revision.objects.get().config_number


def test_everything_that_the_file_says_is_stored(configure):
    configure(DOCUMENT)
    settings = MonitoringSettings.objects.get()
    assert not settings.keyword_detection
    assert (settings.join_seconds, settings.expire_seconds) == (60, 3600)
    assert [it.text for it in Keyword.objects.all()] == ["куратор", "сюда"]
    assert [it.name for it in RatingSettings.objects.all()] == ["Легенда", "Никак"]
    server = DiscordServer.objects.get(guild_id=11)
    assert (server.help_role_id, server.every_message_channel_ids) == (12, [16, 17])
    assert (server.quiet_from, server.quiet_to) == (time(23, 30), time(7))
    assert server.is_active and server.active_since
    curator = Curator.objects.get(discord_id=21)
    assert list(curator.servers.all()) == [server]
    assert curator.terms.get().started_at == datetime(2025, 1, 1, tzinfo=UTC)
    assert ExcludedCurator.objects.get(discord_id=31).started_at is None
    first, own = EscalationStep.objects.order_by("-after_seconds")
    assert (first.server, first.repeat_limit) == (None, 3)
    assert (own.server, own.tag, own.tag_id) == (server, "person", 21)


def test_the_second_run_changes_nothing_and_bumps_nothing(configure):
    configure(DOCUMENT)
    before, steps = config_number(), set(EscalationStep.objects.values_list("pk", flat=True))
    configure(DOCUMENT)
    assert config_number() == before
    assert set(EscalationStep.objects.values_list("pk", flat=True)) == steps
    assert CuratorTerm.objects.count() == 1


def test_applying_a_dump_changes_nothing(configure):
    configure(DOCUMENT)
    before, dumped = config_number(), call("--dump")
    assert configure(json.loads(dumped), "--dump") == dumped
    assert config_number() == before


def test_a_dump_names_people_and_servers_by_texts(configure):
    configure(DOCUMENT)
    dumped = json.loads(call("--dump"))
    assert dumped["curators"] == DOCUMENT["curators"]
    assert dumped["excluded"] == DOCUMENT["excluded"]
    server = next(it for it in dumped["servers"] if it["guild_id"] == "11")
    assert server.items() >= DOCUMENT["servers"][0].items()
    assert dumped["rating"]["good_seconds"] == 30


def test_a_dump_restores_another_database(configure):
    configure(DOCUMENT)
    dumped = call("--dump")
    for model in (EscalationStep, Keyword, RatingSettings, ExcludedCurator, Curator):
        model.objects.all().delete()
    DiscordServer.objects.all().delete()
    assert configure(json.loads(dumped), "--dump") == dumped


def test_keys_that_are_left_out_stay(configure):
    server = make_server(guild_id=11, help_role_id=5, name="Before")
    configure({"servers": [{"guild_id": "11", "name": "After"}], "settings": {"hold_seconds": 1}})
    server.refresh_from_db()
    assert (server.name, server.help_role_id, server.is_active) == ("After", 5, True)
    settings = MonitoringSettings.objects.get()
    assert (settings.hold_seconds, settings.join_seconds) == (1, 600)
    assert Keyword.objects.filter(text="помощь").exists()
    assert EscalationStep.objects.count() == 2


def test_servers_curators_and_excluded_are_merged_and_lists_replaced(configure):
    make_curator(discord_id=21)
    configure(DOCUMENT)
    assert DiscordServer.objects.count() == 9
    assert Curator.objects.count() == 1
    assert Keyword.objects.count() == 2
    configure({"keywords": [], "steps": []})
    assert not Keyword.objects.exists()
    assert not EscalationStep.objects.exists()


def test_a_step_that_stays_keeps_its_row(configure):
    configure(DOCUMENT)
    kept = EscalationStep.objects.get(after_seconds=60).pk
    configure({"steps": [DOCUMENT["steps"][1], {"after_seconds": 5}]})
    assert EscalationStep.objects.get(after_seconds=60).pk == kept
    assert EscalationStep.objects.count() == 2


def test_a_curator_without_since_starts_now_and_an_open_term_goes_on(configure):
    configure({"curators": [{"discord_id": "21"}]})
    term = CuratorTerm.objects.get()
    assert (datetime.now(UTC) - term.started_at).total_seconds() < 60
    configure({"curators": [{"discord_id": "21", "name": "Named"}]})
    assert CuratorTerm.objects.get().started_at == term.started_at


def test_a_curator_who_left_and_comes_back_has_two_terms(configure):
    curator = make_curator(discord_id=21)
    curator.close_term(datetime(2025, 6, 1, tzinfo=UTC))
    configure({"curators": [{"discord_id": "21", "since": "2025-07-01T00:00:00+03:00"}]})
    assert [term.ended_at for term in curator.terms.order_by("started_at")] == [
        datetime(2025, 6, 1, tzinfo=UTC),
        None,
    ]


def test_other_weights_are_a_new_version_and_the_old_one_stays(configure):
    configure({"rating": {"message_points": 7}})
    new, old = ScoringVersion.objects.all()
    assert (new.message_points, new.reply_points) == (7, 2)
    assert old.message_points == 3
    configure({"rating": {"message_points": 7}})
    assert ScoringVersion.objects.count() == 2


@pytest.mark.parametrize(
    ("document", "line"),
    [
        ([], "must be an object, not a list"),
        ({"colour": 1}, "colour: unknown key"),
        ({"settings": {"join": 1}}, "settings.join: unknown key"),
        ({"settings": {"join_seconds": "ten"}}, "settings.join_seconds: must be a whole number"),
        ({"settings": {"join_seconds": True}}, "settings.join_seconds: must be a whole number"),
        ({"settings": {"join_seconds": 1.5}}, "settings.join_seconds: must be a whole number"),
        ({"settings": {"join_seconds": -1}}, "settings.join_seconds: must be from 0"),
        ({"settings": {"join_seconds": 2**31}}, "settings.join_seconds: must be from 0"),
        ({"settings": {"expire_seconds": 0}}, "settings.expire_seconds: must be from 1"),
        ({"settings": {"keyword_detection": 1}}, "settings.keyword_detection: must be true or"),
        ({"settings": {"language": "de"}}, "settings.language: must be one of ru, en"),
        ({"settings": {"is_demo": True}}, "settings.is_demo: unknown key"),
        ({"settings": None}, "settings: must be an object, not null"),
        ({"keywords": "куратор"}, "keywords: must be a list"),
        ({"keywords": ["куратор", "Куратор"]}, "keywords[1]: is a duplicate of keywords[0]"),
        ({"keywords": ["  "]}, "keywords[0]: must not be empty"),
        ({"keywords": ["а" * 51]}, "keywords[0]: must have at most 50 characters"),
        ({"keywords": ["a\0b"]}, "keywords[0]: holds control characters"),
        ({"keywords": ["\ud800"]}, "keywords[0]: holds control characters"),
        ({"rating": {"good_seconds": 300}}, "rating.good_seconds: must be less than poor_seconds"),
        ({"labels": []}, "labels: the lowest label must have min_score 0"),
        ({"labels": [{"name": "а"}]}, "labels[0].min_score: is missing"),
        (
            {"labels": [{"name": "а", "min_score": 0}, {"name": "б", "min_score": 0}]},
            "labels[1]: is a duplicate of labels[0]",
        ),
        ({"servers": [{"name": "x"}]}, "servers[0].guild_id: is missing"),
        ({"servers": [{"guild_id": "x"}]}, "servers[0].guild_id: must be a Discord ID"),
        ({"servers": [{"guild_id": "0"}]}, "servers[0].guild_id: must be a Discord ID"),
        ({"servers": [{"guild_id": str(2**63)}]}, "servers[0].guild_id: must be a Discord ID"),
        (
            {"servers": [{"guild_id": "1", "help_role_id": ["2"]}]},
            "servers[0].help_role_id: must be a Discord ID",
        ),
        (
            {"servers": [{"guild_id": "1", "report_channel_ids": ["2", "2"]}]},
            "servers[0].report_channel_ids[1]: is a duplicate",
        ),
        (
            {"servers": [{"guild_id": "1"}, {"guild_id": "1"}]},
            "servers[1]: is a duplicate of servers[0]",
        ),
        (
            {"servers": [{"guild_id": "1", "quiet_from": "25:00", "quiet_to": "07:00"}]},
            "servers[0].quiet_from: must be a time of day",
        ),
        (
            {"servers": [{"guild_id": "1", "quiet_from": "23:00"}]},
            "servers[0].quiet_to: quiet hours need both ends",
        ),
        (
            {"curators": [{"discord_id": "1", "servers": ["404"]}]},
            "curators[0].servers[0]: unknown guild 404",
        ),
        (
            {"curators": [{"discord_id": "1", "since": "yesterday"}]},
            "curators[0].since: must be a time",
        ),
        (
            {"curators": [{"discord_id": "1", "since": "2025-01-01T00:00:00"}]},
            "curators[0].since: must be a time",
        ),
        ({"steps": [{"tag": "nobody"}]}, "steps[0].after_seconds: is missing"),
        ({"steps": [{"after_seconds": 1, "tag": "all"}]}, "steps[0].tag: must be one of"),
        ({"steps": [{"after_seconds": 1, "tag": "person"}]}, "steps[0].tag_id: tag"),
        ({"steps": [{"after_seconds": 1, "tag_id": "5"}]}, "steps[0].tag_id: tag"),
        (
            {"steps": [{"after_seconds": 1, "guild_id": "404"}]},
            "steps[0].guild_id: unknown guild 404",
        ),
        (
            {"steps": [{"after_seconds": 1}, {"after_seconds": 1}]},
            "steps[1]: is a duplicate of steps[0]",
        ),
    ],
)
def test_a_wrong_file_is_one_line_that_names_the_place_and_changes_nothing(
    configure, document, line
):
    before = call("--dump")
    if isinstance(document, dict):
        good = {"settings": {"hold_seconds": 1}, "keywords": ["другое"]}
        document = good | document
    with pytest.raises(CommandError) as error:
        configure(document)
    assert str(error.value).startswith(line)
    assert "\n" not in str(error.value)
    assert call("--dump") == before
    assert config_number() == 0


def test_a_term_may_not_begin_inside_an_earlier_one(configure):
    make_curator(discord_id=21).close_term(datetime(2025, 6, 1, tzinfo=UTC))
    with pytest.raises(CommandError, match=r"^curators\[0\].since: lies in an earlier term"):
        configure({"curators": [{"discord_id": "21", "since": "2025-05-01T00:00:00Z"}]})


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"", "the file is no JSON"),
        (b'{"a": 1', "the file is no JSON"),
        (b"\xff\xfe", "the file is no UTF-8 text"),
        (b'{"settings": {}, "settings": {}}', "settings: this key stands twice"),
        (b'{"settings": {"points_threshold": NaN}}', "NaN is no JSON number"),
    ],
)
def test_what_is_no_json_is_one_line(tmp_path, raw, line):
    file = tmp_path / "broken.json"
    file.write_bytes(raw)
    with pytest.raises(CommandError, match=f"^{line}"):
        call(str(file))


def test_a_file_that_is_not_there_is_one_line():
    with pytest.raises(CommandError, match=r"^nowhere.json cannot be read: No such file"):
        call("nowhere.json")


def test_neither_file_nor_dump_is_refused():
    with pytest.raises(CommandError, match="Name a JSON file"):
        call()
