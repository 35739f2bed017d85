"""Curators, excluded people and servers over the API."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from curators.models import Curator, ExcludedCurator, Revision
from monitoring.models import BotLease, DiscordServer
from tests.factories import make_curator, make_excluded, make_gap, make_server, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]
CURATORS = "/api/curators/"
EXCLUDED = "/api/excluded-curators/"
SERVERS = "/api/servers/"
JSON = "application/json"


@pytest.fixture(autouse=True)
def _no_servers() -> None:
    """A new database has eight."""
    DiscordServer.objects.all().delete()


def config_number() -> int:
    return Revision.objects.get(pk=1).config_number


def names(client: Client, **words: object) -> list[str]:
    response = client.get(CURATORS, words)
    assert response.status_code == 200, response.content
    return [each["name"] for each in response.json()]


def test_a_curator_has_terms_and_servers(signed_in: Client) -> None:
    server = make_server()
    curator = make_curator("Лев", servers=(server,))
    expected = {
        "discord_id": str(curator.discord_id),
        "name": "Лев",
        "is_active": True,
        "is_excluded": False,
        "servers": [{"guild_id": str(server.guild_id), "name": server.name}],
        "terms": [{"started_at": "2025-01-01T00:00:00Z", "ended_at": None}],
    }
    [row] = signed_in.get(CURATORS).json()
    assert row.pop("rating")["score"] == 0
    assert row == expected
    assert signed_in.get(f"{CURATORS}{curator.discord_id}/").json() == expected


def test_curators_are_found_by_name_id_server_and_status(signed_in: Client) -> None:
    server = make_server()
    one = make_curator("Анна", servers=(server,))
    former = make_curator("Борис")
    former.close_term(timezone.now())
    excluded = make_curator("Вера")
    make_excluded(discord_id=excluded.discord_id)
    make_excluded(discord_id=one.discord_id, ended_at=timezone.now())
    assert names(signed_in) == ["Анна", "Борис", "Вера"]
    assert names(signed_in, status="active") == ["Анна"]
    assert names(signed_in, status="former") == ["Борис", "Вера"]
    assert names(signed_in, q="бори") == ["Борис"]
    assert names(signed_in, q=one.discord_id) == ["Анна"]
    assert names(signed_in, server=server.guild_id) == ["Анна"]


def test_the_list_costs_the_same_statements_however_long(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 10):
        for _ in range(count):
            make_curator(servers=(make_server(),))
        # The user; the curators, their servers, their terms; the servers that count, the version,
        # the sums of activities and of answers.
        with django_assert_num_queries(8):
            names(signed_in)


def test_a_new_curator_has_a_term_and_rules_at_once(signed_in: Client) -> None:
    server, before = make_server(), config_number()
    body = {"discord_id": "77", "name": "Лев", "servers": [str(server.guild_id)]}
    response = signed_in.post(CURATORS, body, content_type=JSON)
    assert response.status_code == 201
    assert response.json()["is_active"] is True
    assert len(response.json()["servers"]) == 1
    assert config_number() > before
    since = {"discord_id": "78", "name": "Ян", "since": "2025-03-01T12:00:00+03:00"}
    response = signed_in.post(CURATORS, since, content_type=JSON)
    assert response.json()["terms"] == [{"started_at": "2025-03-01T09:00:00Z", "ended_at": None}]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "Лев"}, "discord_id"),
        ({"discord_id": 77, "name": "Лев"}, "discord_id"),
        ({"discord_id": str(2**63), "name": "Лев"}, "discord_id"),
        ({"discord_id": "77"}, "name"),
        ({"discord_id": "77", "name": ""}, "name"),
        ({"discord_id": "77", "name": "x" * 101}, "name"),
        ({"discord_id": "77", "name": "Лев", "servers": ["5"]}, "servers"),
        ({"discord_id": "77", "name": "Лев", "servers": "5"}, "servers"),
        ({"discord_id": "77", "name": "Лев", "servers": ["5"] * 1001}, "servers"),
        ({"discord_id": "77", "name": "Лев", "since": "yesterday"}, "since"),
        ({"discord_id": "77", "name": "Лев", "since": "0001-01-01T00:00:00+14:00"}, "since"),
    ],
)
def test_a_wrong_field_of_a_new_curator_is_named(
    signed_in: Client, body: dict[str, Any], field: str
) -> None:
    response = signed_in.post(CURATORS, body, content_type=JSON)
    assert response.status_code == 400
    assert field in response.json()
    assert not Curator.objects.exists()


def test_a_person_is_a_curator_once(signed_in: Client) -> None:
    curator = make_curator("Лев")
    body = {"discord_id": str(curator.discord_id), "name": "Ещё раз"}
    response = signed_in.post(CURATORS, body, content_type=JSON)
    assert (response.status_code, list(response.json())) == (400, ["discord_id"])
    assert names(signed_in) == ["Лев"]


def test_a_change_leaves_the_rest_as_it_is(signed_in: Client) -> None:
    server = make_server()
    curator = make_curator("Лев", servers=(server,))
    url, before = f"{CURATORS}{curator.discord_id}/", config_number()
    response = signed_in.patch(url, {"name": "Лев Т."}, content_type=JSON)
    assert (response.json()["name"], len(response.json()["servers"])) == ("Лев Т.", 1)
    response = signed_in.patch(url, {"servers": []}, content_type=JSON)
    assert (response.json()["name"], response.json()["servers"]) == ("Лев Т.", [])
    assert config_number() > before


def test_deactivating_ends_the_term_and_restoring_begins_another(signed_in: Client) -> None:
    url = f"{CURATORS}{make_curator().discord_id}/"
    ended = signed_in.post(url + "deactivate/")
    assert (ended.status_code, ended.json()["is_active"]) == (200, False)
    again = signed_in.post(url + "deactivate/")
    assert (again.status_code, again.json()["current"]["is_active"]) == (409, False)
    restored = signed_in.post(url + "restore/")
    assert (restored.status_code, restored.json()["is_active"]) == (200, True)
    assert [term["ended_at"] is None for term in restored.json()["terms"]] == [False, True]
    again = signed_in.post(url + "restore/")
    assert (again.status_code, len(again.json()["current"]["terms"])) == (409, 2)


@pytest.mark.parametrize("path", ["", "deactivate/", "restore/"])
def test_an_unknown_curator_is_a_404(signed_in: Client, path: str) -> None:
    url = f"{CURATORS}5/{path}"
    response = signed_in.post(url) if path else signed_in.get(url)
    assert (response.status_code, list(response.json())) == (404, ["detail"])


def test_an_exclusion_begins_now_and_ends_once(signed_in: Client) -> None:
    body = {"discord_id": "77", "name": "Тень", "reason": "накрутка"}
    made = signed_in.post(EXCLUDED, body, content_type=JSON)
    assert made.status_code == 201
    began = datetime.fromisoformat(made.json()["started_at"])
    assert timezone.now() - began < timedelta(minutes=1)
    url = f"{EXCLUDED}{made.json()['id']}/"
    assert [each["id"] for each in signed_in.get(EXCLUDED, {"status": "active"}).json()] == [
        made.json()["id"]
    ]
    assert signed_in.post(url + "end/").json()["ended_at"] is not None
    assert signed_in.post(url + "end/").status_code == 409
    assert signed_in.get(EXCLUDED, {"status": "active"}).json() == []
    assert len(signed_in.get(EXCLUDED, {"q": "НАКРУТКА"}).json()) == 1
    assert signed_in.delete(url).status_code == 204
    assert signed_in.delete(url).status_code == 404
    assert not ExcludedCurator.objects.exists()


def test_an_exclusion_may_be_since_ever(signed_in: Client) -> None:
    body = {"discord_id": "77", "started_at": None}
    made = signed_in.post(EXCLUDED, body, content_type=JSON)
    assert (made.status_code, made.json()["started_at"]) == (201, None)


def test_a_server_shows_how_it_is_heard_and_configured(signed_in: Client) -> None:
    server = make_server(quiet_from="23:00", quiet_to="07:30", report_channel_ids=[5])
    off = make_server(is_active=False)
    rows = signed_in.get(SERVERS).json()
    assert [(each["guild_id"], each["state"]) for each in rows] == [
        (str(server.guild_id), "unavailable"),
        (str(off.guild_id), "off"),
    ]
    assert (rows[0]["quiet_from"], rows[0]["quiet_to"]) == ("23:00", "07:30")
    assert rows[0]["report_channel_ids"] == ["5"]
    assert signed_in.get(f"{SERVERS}{server.guild_id}/").json() == rows[0]


def test_servers_cost_the_same_statements_however_many(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    BotLease.objects.create(shards="all", seen_at=timezone.now())
    for count in (1, 10):
        for _ in range(count):
            make_gap()
        # The user; when the bot was seen and what it reads; the servers.
        with django_assert_num_queries(4):
            signed_in.get(SERVERS)


def test_a_change_of_a_server_rules_at_once(signed_in: Client) -> None:
    server, before = make_server(is_active=False, active_since=None), config_number()
    body = {"is_active": True, "help_role_id": "9", "allowed_channel_ids": ["7", "7", "8"]}
    response = signed_in.patch(f"{SERVERS}{server.guild_id}/", body, content_type=JSON)
    assert response.status_code == 200
    server.refresh_from_db()
    assert (server.is_active, server.help_role_id) == (True, 9)
    assert server.allowed_channel_ids == [7, 8]
    assert server.active_since is not None  # Recorded from now on.
    assert config_number() > before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"quiet_from": "23:00"}, "quiet_to"),
        ({"quiet_from": "23:00", "quiet_to": "23:00"}, "quiet_to"),
        ({"quiet_from": "25:00"}, "quiet_from"),
        ({"name": ""}, "name"),
        ({"name": None}, "name"),
        ({"is_active": "maybe"}, "is_active"),
        ({"help_role_id": "role"}, "help_role_id"),
        ({"allowed_channel_ids": [5]}, "allowed_channel_ids"),
        ({"allowed_channel_ids": {"a": 1}}, "allowed_channel_ids"),
        ({"report_channel_ids": [str(2**63)]}, "report_channel_ids"),
    ],
)
def test_a_wrong_setting_of_a_server_is_named(
    signed_in: Client, body: dict[str, Any], field: str
) -> None:
    url, before = f"{SERVERS}{make_server().guild_id}/", config_number()
    response = signed_in.patch(url, body, content_type=JSON)
    assert response.status_code == 400
    assert field in response.json()
    assert config_number() == before


def test_only_staff_changes_people_and_servers(client: Client) -> None:
    client.force_login(make_user("curator", is_staff=False, is_superuser=False))
    curator, server, excluded = make_curator(), make_server(), make_excluded()
    one = f"{CURATORS}{curator.discord_id}/"
    for method, url in (
        ("post", CURATORS),
        ("patch", one),
        ("post", one + "deactivate/"),
        ("post", one + "restore/"),
        ("post", EXCLUDED),
        ("delete", f"{EXCLUDED}{excluded.pk}/"),
        ("post", f"{EXCLUDED}{excluded.pk}/end/"),
        ("patch", f"{SERVERS}{server.guild_id}/"),
    ):
        response = getattr(client, method)(url, {}, content_type=JSON)
        assert response.status_code == 403, url
    for url in (CURATORS, one, EXCLUDED, SERVERS):
        assert client.get(url).status_code == 200


def test_a_term_that_begins_later_is_not_yet_in_force(signed_in: Client) -> None:
    curator = make_curator(since=None)
    curator.open_term(datetime.now(UTC) + timedelta(days=1))
    assert signed_in.get(f"{CURATORS}{curator.discord_id}/").json()["is_active"] is False


@pytest.mark.django_db(transaction=True)
def test_of_two_who_restore_at_once_one_finds_it_done() -> None:
    curator, user, start = make_curator(since=None), make_user(), Barrier(2)
    statuses: list[int] = []

    def restore() -> None:
        client = Client()
        client.force_login(user)
        start.wait(10)
        statuses.append(client.post(f"{CURATORS}{curator.discord_id}/restore/").status_code)
        connection.close()

    threads = [Thread(target=restore) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(statuses) == [200, 409]
    assert curator.terms.count() == 1
