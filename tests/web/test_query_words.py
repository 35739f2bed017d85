"""Query words, cursors, bodies and ids that are wrong: 400 or 404 with the field's name."""

import json
from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from monitoring.api import filters
from tests.factories import make_activity, make_curator, make_server, make_user

pytestmark = pytest.mark.django_db
URL = "/api/activities/"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"period": "decade"}, "period"),
        ({"from": "2026-02-30", "to": "2026-03-01"}, "from"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "to"),
        ({"from": "2026-03-02"}, "to"),
        ({"to": "2026-03-02"}, "from"),
        ({"from": "0001-01-01", "to": "0001-01-01"}, "from"),
        ({"from": "2026-01-01", "to": "9999-12-31"}, "from"),
        ({"period": "7d", "from": "2026-03-02"}, "from"),
        ({"from": "yesterday", "to": "2026-03-02"}, "from"),
        ({"server": "LSPD"}, "server"),
        ({"server": "5"}, "server"),
        ({"server": "5,"}, "server"),
        ({"server": str(2**63)}, "server"),
        ({"server": ",".join("5" * 200)}, "server"),
        ({"curator": "5"}, "curator"),
        ({"curator": "-5"}, "curator"),
        ({"curator": "٣"}, "curator"),
        ({"curator": str(2**64)}, "curator"),
        ({"kind": "scream"}, "kind"),
        ({"status": "open"}, "status"),
        ({"q": "x" * 201}, "q"),
        ({"q": "a\0b"}, "q"),
        ({"limit": "0"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"limit": "9" * 30}, "limit"),
        ({"cursor": "x"}, "cursor"),
        ({"cursor": "WyJhIl0:AAAA"}, "cursor"),
        ({"cursor": "\0"}, "cursor"),
        ({"cursor": "y" * 501}, "cursor"),
    ],
)
def test_a_wrong_word_is_named(signed_in: Client, words: dict[str, str], field: str) -> None:
    response = signed_in.get(URL, words)
    assert response.status_code == 400
    assert field in response.json()


def test_a_damaged_cursor_is_refused(signed_in: Client) -> None:
    make_activity()
    make_activity()
    cursor = signed_in.get(URL, {"limit": 1}).json()["next"]
    assert signed_in.get(URL, {"cursor": cursor}).status_code == 200
    assert signed_in.get(URL, {"cursor": cursor[:-1]}).status_code == 400
    assert signed_in.get(URL, {"cursor": "a" + cursor}).status_code == 400


def test_a_word_left_empty_is_left_out(signed_in: Client) -> None:
    empty = dict.fromkeys(("period", "from", "to", "server", "curator", "kind", "q", "cursor"), "")
    assert signed_in.get(URL, empty).status_code == 200


def test_far_days_are_as_good_as_near_ones(signed_in: Client) -> None:
    for days in (("0001-01-02", "0001-01-02"), ("9999-12-30", "9999-12-30")):
        words = dict(zip(("from", "to"), days, strict=True))
        assert signed_in.get(URL, words).status_code == 200


def test_a_scope_says_what_the_words_ask_for(settings: Settings) -> None:
    server, curator = make_server(), make_curator()
    scope = filters.scope({"server": [server.guild_id], "curator": curator.discord_id}, "30d")
    assert scope.servers == (server,)
    assert scope.curator == curator
    assert scope.period is not None and len(scope.period) == 30
    custom = {"from": date(2026, 3, 1), "to": date(2026, 3, 2)}
    assert filters.scope(custom).period.days == [date(2026, 3, 1), date(2026, 3, 2)]
    assert filters.scope({}) == filters.Scope(None, None, None)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" " * 10_000_000, 413),
        (b"[" * 200_000, 400),
        (b'{"a":' * 40_000, 400),
        (b"[]", 400),
        (b"1", 400),
        (b"null", 400),
        (b"\xff", 400),
        (b'{"username": NaN}', 400),
        (b'{"username": "\\ud800"}', 400),
        (b'{"username": "a\\u0000b", "password": "x"}', 400),
        (b'{"username": ' + b"9" * 5_000 + b"}", 400),
        (json.dumps({"username": {}, "password": []}).encode(), 400),
    ],
)
def test_a_body_that_makes_no_sense_is_refused(client: Client, body: bytes, status: int) -> None:
    make_user()
    response = client.post("/api/auth/login/", body, content_type="application/json")
    assert response.status_code == status
    assert response["Content-Type"] == "application/json"
    assert isinstance(response.json(), dict)


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data; boundary=x", ""])
def test_a_body_that_is_no_json_is_a_415(client: Client, content_type: str) -> None:
    response = client.post("/api/auth/login/", b"a=b", content_type=content_type)
    assert response.status_code == 415


def test_whatever_a_client_accepts_it_gets_json(signed_in: Client) -> None:
    response = signed_in.get(URL, headers={"Accept": "text/html"})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


def test_a_list_is_for_those_who_are_signed_in(client: Client) -> None:
    assert client.get(URL).status_code == 401
