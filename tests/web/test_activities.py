from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from curators.models import Revision
from monitoring.api import paging
from monitoring.models import Activity
from tests.factories import make_activity, make_channel, make_curator, make_server

pytestmark = [pytest.mark.django_db, pytest.mark.database]
URL = "/api/activities/"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def results(client: Client, **words: object) -> list[dict]:
    response = client.get(URL, words)
    assert response.status_code == 200, response.content
    return response.json()["results"]


def ids(client: Client, **words: object) -> list[str]:
    return [each["message_id"] for each in results(client, **words)]


def test_an_activity_names_the_message_behind_it(signed_in: Client) -> None:
    server, curator = make_server(), make_curator()
    made = make_activity(server, curator, at=NOON, content="смотри **тут**")
    make_channel(server, channel_id=made.channel_id, name="вопросы")
    [row] = results(signed_in)
    assert row == {
        "id": str(made.pk),
        "message_id": str(made.message_id),
        "guild_id": str(server.guild_id),
        "server": server.name,
        "channel_id": str(made.channel_id),
        "channel": "вопросы",
        "curator": {"discord_id": str(curator.discord_id), "name": curator.name},
        "kind": "message",
        "emoji": "",
        "at": "2026-03-02T12:00:00Z",
        "text": "смотри **тут**",
        "url": f"https://discord.com/channels/{server.guild_id}/{made.channel_id}/{made.message_id}",
        "is_sandbox": False,
        "withdrawn_at": None,
    }


def test_the_newest_come_first_and_pages_join_without_a_seam(signed_in: Client) -> None:
    server, curator = make_server(), make_curator()
    # Three to a moment: the place within it must be kept too.
    made = [make_activity(server, curator, at=NOON + timedelta(seconds=n // 3)) for n in range(10)]
    expected = [str(each.message_id) for each in sorted(made, key=lambda a: (a.at, a.pk))][::-1]
    seen, cursor = [], None
    while True:
        page = signed_in.get(URL, {"limit": 2} | ({"cursor": cursor} if cursor else {})).json()
        seen += [each["message_id"] for each in page["results"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == expected


def test_query_words_narrow_the_list(signed_in: Client) -> None:
    server, curator = make_server(), make_curator()
    plain = make_activity(server, at=NOON)
    reply = make_activity(curator=curator, at=NOON - timedelta(days=3), kind="reply")
    assert ids(signed_in, server=server.guild_id) == [str(plain.message_id)]
    both = f"{server.guild_id},{reply.server.guild_id}"
    assert len(ids(signed_in, server=both)) == 2
    assert ids(signed_in, curator=curator.discord_id) == [str(reply.message_id)]
    assert ids(signed_in, kind="reply") == [str(reply.message_id)]
    days = {"from": "2026-03-02", "to": "2026-03-02"}
    assert ids(signed_in, **days) == [str(plain.message_id)]
    assert ids(signed_in, period="all") == []  # No day has any figures here.


def test_days_are_local(signed_in: Client) -> None:
    """In Moscow it is the next day from 21:00 in UTC on."""
    make_activity(at=datetime(2026, 3, 2, 20, 59, tzinfo=UTC))
    after = make_activity(at=datetime(2026, 3, 2, 21, 0, tzinfo=UTC))
    days = {"from": "2026-03-03", "to": "2026-03-03"}
    assert ids(signed_in, **days) == [str(after.message_id)]


def test_withdrawn_and_untimed_ones_are_lists_of_their_own(signed_in: Client) -> None:
    standing = make_activity()
    withdrawn = make_activity(withdrawn_at=NOON)
    untimed = make_activity()
    Activity.objects.filter(pk=untimed.pk).update(at=None)
    assert ids(signed_in) == [str(standing.message_id)]
    assert ids(signed_in, status="withdrawn") == [str(withdrawn.message_id)]
    assert ids(signed_in, status="untimed") == [str(untimed.message_id)]


def test_a_sandbox_shows_where_it_is_named(signed_in: Client) -> None:
    sandbox = make_server(is_sandbox=True)
    made = make_activity(sandbox, is_sandbox=True)
    assert ids(signed_in) == []
    assert ids(signed_in, server=sandbox.guild_id) == [str(made.message_id)]


@pytest.mark.parametrize("q", ["помощь", "ПОМОЩЬ", "Нужна Помощь", "100%", "a_b", "(скобка"])
def test_a_search_finds_texts_in_any_case_and_letter_by_letter(signed_in: Client, q: str) -> None:
    found = make_activity(content="Нужна помощь на 100%, a_b (скобка")
    make_activity(content="нужно помочь на 1000, axb скобка")
    assert ids(signed_in, q=q) == [str(found.message_id)]


def test_a_search_reads_so_many_rows_to_a_page_and_goes_on(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "SEARCHED", 3)
    server, curator = make_server(), make_curator()
    texts = ["да", "нет", "нет", "нет", "нет", "да", "да"]
    for number, text in enumerate(texts):
        make_activity(server, curator, at=NOON - timedelta(seconds=number), content=text)
    first = signed_in.get(URL, {"q": "да"}).json()
    assert len(first["results"]) == 1
    second = signed_in.get(URL, {"q": "да", "cursor": first["next"]}).json()
    assert len(second["results"]) == 1
    third = signed_in.get(URL, {"q": "да", "cursor": second["next"]}).json()
    assert (len(third["results"]), third["next"]) == (1, None)


def test_a_page_costs_the_same_statements_however_long(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 30):
        for _ in range(count):
            make_activity(content="<@&1> <#2> <@3>")
        # The user, the revision, the rows with server and curator; channels, roles and people
        # that the texts name.
        with django_assert_num_queries(6):
            results(signed_in)


def test_a_poll_that_nothing_happened_to_reads_no_rows(
    signed_in: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_activity()
    etag = signed_in.get(URL)["ETag"]
    with django_assert_num_queries(2):  # The user, the revision.
        response = signed_in.get(URL, headers={"If-None-Match": etag})
    assert (response.status_code, response.content) == (304, b"")
    assert response["ETag"] == etag
    Revision.bump()
    assert signed_in.get(URL, headers={"If-None-Match": etag}).status_code == 200


def test_other_words_and_other_people_have_validators_of_their_own(
    signed_in: Client, client: Client
) -> None:
    etag = signed_in.get(URL)["ETag"]
    assert signed_in.get(URL, {"limit": 1})["ETag"] != etag
    assert signed_in.get(URL, {"limit": 1}, headers={"If-None-Match": etag}).status_code == 200
