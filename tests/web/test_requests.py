"""Requests over the API: the list, one with its timeline, and what people do to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from curators.models import Curator
from monitoring.models import RequestEvent, RequestMessage, ResponseTracking
from tests.factories import (
    make_activity,
    make_alert,
    make_answered,
    make_curator,
    make_excluded,
    make_id,
    make_request,
    make_request_event,
    make_request_message,
    make_server,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]
URL = "/api/requests/"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
JSON = "application/json"


def ids(client: Client, **words: object) -> list[str]:
    response = client.get(URL, words)
    assert response.status_code == 200, response.content
    return [each["message_id"] for each in response.json()["results"]]


def do(
    client: Client, request: ResponseTracking, deed: str, by: Curator | None = None, **more: Any
) -> Any:
    body = {"curator": str(by.discord_id)} if by else {}
    url = f"{URL}{request.message_id}/{deed}/"
    return client.post(url, body | more, content_type=JSON)


def test_a_request_says_who_answered_it_and_how_fast(signed_in: Client) -> None:
    server, curator = make_server(), make_curator()
    request = make_answered(server, by=curator, seconds=41, asked_at=NOON)
    [row] = signed_in.get(URL).json()["results"]
    assert row["message_id"] == str(request.message_id)
    assert row["guild_id"] == str(server.guild_id)
    assert row["asked_at"] == "2026-03-02T12:00:00Z"
    assert row["status"] == "answered"
    assert row["answered_by"] == {"discord_id": str(curator.discord_id), "name": curator.name}
    assert (row["response_seconds"], row["response_kind"]) == (41, "reply")
    assert row["claimed_by"] is None


def test_query_words_narrow_the_list(signed_in: Client) -> None:
    curator = make_curator()
    waiting = make_request(asked_at=NOON)
    answered = make_answered(by=curator, asked_at=NOON - timedelta(days=2), content="ОРДЕР")
    sandbox = make_request(make_server(is_sandbox=True), is_sandbox=True)
    assert ids(signed_in) == [str(waiting.message_id), str(answered.message_id)]
    assert ids(signed_in, status="open") == [str(waiting.message_id)]
    assert ids(signed_in, status="answered") == [str(answered.message_id)]
    assert ids(signed_in, status="dismissed") == []
    assert ids(signed_in, kind="reply") == [str(answered.message_id)]
    assert ids(signed_in, curator=curator.discord_id) == [str(answered.message_id)]
    assert ids(signed_in, q="ордер") == [str(answered.message_id)]
    assert ids(signed_in, server=sandbox.server.guild_id) == [str(sandbox.message_id)]
    both = f"{waiting.server.guild_id},{answered.server.guild_id}"
    assert len(ids(signed_in, server=both)) == 2
    days = {"from": "2026-03-02", "to": "2026-03-02"}
    assert ids(signed_in, **days) == [str(waiting.message_id)]
    answers = {"curator": curator.discord_id, "server": waiting.server.guild_id}
    assert ids(signed_in, **answers) == []


def test_a_list_costs_the_same_statements_however_long(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 20):
        for _ in range(count):
            make_answered(content="<@&1> <#2> <@3>")
        # The user, the revision, the rows with server and people; channels, roles and people
        # that the texts name.
        with django_assert_num_queries(6):
            signed_in.get(URL)


def test_a_request_has_its_whole_timeline_in_order(signed_in: Client) -> None:
    server, curator = make_server(), make_curator("Лев")
    request = make_answered(server, by=curator, seconds=900, asked_at=NOON)
    made = {"server": server, "curator": curator, "content": "смотри пункт 5"}
    make_activity(message_id=request.response_message_id, kind="reply", **made)
    later = NOON + timedelta(minutes=5)
    make_request_message(request, message_id=make_id(later), at=later, content="ау")
    make_alert(request, status="sent", sent_at=NOON + timedelta(minutes=10))
    at = NOON + timedelta(minutes=12)
    make_request_event(request, kind="claimed", at=at, actor_id=curator.discord_id)
    make_request_event(request, kind="reaction", at=None, delivered_at=NOON + timedelta(hours=1))
    timeline = signed_in.get(f"{URL}{request.message_id}/").json()["timeline"]
    assert [(each["what"], each["kind"]) for each in timeline] == [
        ("message", "call"),
        ("message", "call"),
        ("alert", "alert"),
        ("event", "claimed"),
        ("event", "reply"),
        ("event", "reaction"),
    ]
    answer = timeline[4]
    assert answer["by"] == {"discord_id": str(curator.discord_id), "name": "Лев"}
    assert answer["text"] == "смотри пункт 5"
    assert answer["url"].endswith(f"/{request.response_message_id}")
    assert [each["is_deciding"] for each in timeline] == [False] * 4 + [True, False]
    assert timeline[0]["by"]["name"] == "Mira Castellano"
    assert (timeline[2]["status"], timeline[2]["repetition"]) == ("sent", 0)
    assert timeline[5]["at"] is None


def test_a_timeline_costs_the_same_statements_however_long(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = make_request(content="<@&1> <#2> <@3>")
    for count in (1, 20):
        for step in range(count):
            make_request_event(request, kind="claimed")
            make_alert(request, step=step, repetition=count)
        # The user, the revision, the servers, the request; its own text's channels, roles and
        # people; messages, events, what events came from, alerts; names of members and of
        # curators; the texts' channels, roles and people.
        with django_assert_num_queries(16):
            signed_in.get(f"{URL}{request.message_id}/")


@pytest.mark.parametrize("message_id", [5, 2**63 - 1, 2**63, 10**30, "x", "-1", "05"])
def test_an_unknown_request_is_a_404(signed_in: Client, message_id: object) -> None:
    response = signed_in.get(f"{URL}{message_id}/")
    assert (response.status_code, list(response.json())) == (404, ["detail"])


def test_taking_and_releasing_hold_and_free_a_request(signed_in: Client) -> None:
    request, curator = make_request(), make_curator()
    taken = do(signed_in, request, "take", curator)
    assert taken.status_code == 200
    assert taken.json()["claimed_by"]["discord_id"] == str(curator.discord_id)
    assert taken.json()["hold_until"] is not None
    assert taken.json()["timeline"][-1]["kind"] == "claimed"
    freed = do(signed_in, request, "release", curator)
    assert (freed.status_code, freed.json()["claimed_by"]) == (200, None)


def test_whoever_does_not_hold_a_request_cannot_release_it(signed_in: Client) -> None:
    request, holder, other = make_request(), make_curator(), make_curator()
    do(signed_in, request, "take", holder)
    response = do(signed_in, request, "release", other)
    assert response.status_code == 409
    assert response.json()["current"]["claimed_by"]["discord_id"] == str(holder.discord_id)


def test_answered_closes_a_request_at_this_moment(signed_in: Client) -> None:
    curator = make_curator()
    request = make_request(asked_at=timezone.now() - timedelta(seconds=90))
    response = do(signed_in, request, "answered", curator)
    assert response.status_code == 200
    assert response.json()["status"] == "answered"
    assert response.json()["response_kind"] == "button"
    assert 90 <= response.json()["response_seconds"] <= 92


@pytest.mark.parametrize("deed", ["take", "answered", "dismiss"])
def test_a_lost_race_is_a_409_with_the_request_as_it_is(signed_in: Client, deed: str) -> None:
    request, first, second = make_request(), make_curator(), make_curator()
    do(signed_in, request, "answered", first)
    response = do(signed_in, request, deed, second, reason="не запрос")
    assert response.status_code == 409
    assert response.json()["detail"] == "Этот запрос уже закрыт."
    current = response.json()["current"]
    assert current["answered_by"]["discord_id"] == str(first.discord_id)


def test_a_dismissal_keeps_its_reason_through_every_later_event(signed_in: Client) -> None:
    request, curator = make_request(), make_curator()
    response = do(signed_in, request, "dismiss", curator, reason="болтовня")
    assert response.status_code == 200
    assert response.json()["status"] == "dismissed"
    do(signed_in, request, "take", curator)
    event = RequestEvent.objects.get(kind="dismissed")
    assert (event.reason, event.actor_id) == ("болтовня", curator.discord_id)
    item = signed_in.get(f"{URL}{request.message_id}/").json()["timeline"][1]
    assert (item["reason"], item["is_deciding"]) == ("болтовня", True)


def test_reopening_lets_the_request_wait_again(signed_in: Client) -> None:
    request, curator = make_request(), make_curator()
    do(signed_in, request, "dismiss", curator, reason="болтовня")
    assert do(signed_in, request, "reopen").json()["status"] == "open"
    again = do(signed_in, request, "reopen")
    assert (again.status_code, again.json()["current"]["status"]) == (409, "open")


def test_a_deed_needs_an_active_curator_who_did_not_ask(signed_in: Client) -> None:
    curator = make_curator()
    request = make_request(author_id=make_curator().discord_id)
    RequestMessage.objects.update(author_id=request.author_id)
    left = make_curator()
    left.close_term(timezone.now())
    excluded = make_curator()
    make_excluded(discord_id=excluded.discord_id)
    own = Curator.objects.get(discord_id=request.author_id)
    for person in (left, excluded, own, Curator(discord_id=5)):
        response = do(signed_in, request, "take", person)
        assert (response.status_code, list(response.json())) == (400, ["curator"])
    assert do(signed_in, request, "take", curator).status_code == 200


@pytest.mark.parametrize(
    ("deed", "body", "field"),
    [
        ("take", {}, "curator"),
        ("take", {"curator": 5}, "curator"),
        ("answered", {"curator": None}, "curator"),
        ("release", {"curator": []}, "curator"),
        ("dismiss", {"curator": "5"}, "reason"),
        ("dismiss", {"curator": "5", "reason": " "}, "reason"),
        ("dismiss", {"curator": "5", "reason": "x" * 301}, "reason"),
        ("dismiss", {"curator": "5", "reason": "a\0b"}, "reason"),
        ("reopen", {"curator": "me"}, "curator"),
    ],
)
def test_a_wrong_body_names_its_field(
    signed_in: Client, deed: str, body: dict[str, Any], field: str
) -> None:
    response = do(signed_in, make_request(), deed, **body)
    assert response.status_code == 400
    assert field in response.json()


@pytest.mark.parametrize("deed", ["take", "release", "answered", "dismiss", "reopen"])
def test_only_staff_does_anything_and_a_stranger_not_even_reads(client: Client, deed: str) -> None:
    request = make_request()
    assert do(client, request, deed).status_code == 401
    assert client.get(f"{URL}{request.message_id}/").status_code == 401
    client.force_login(make_user("curator", is_staff=False, is_superuser=False))
    assert do(client, request, deed).status_code == 403
    assert client.get(f"{URL}{request.message_id}/").status_code == 200
