"""From payloads to plain events: every branch by example, every text survivable."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from botrunner import translate
from monitoring.emoji import emoji_key, emoji_sign, payload_emoji
from monitoring.events import Message, Source
from monitoring.text import clean, clean_name

ROLE, PERSON, OTHER = 974783377465036861, 728355725121945731, 728356233161080853


def payload(**fields: Any) -> dict[str, Any]:
    return {
        "id": "1574710926748155904",
        "channel_id": "1574710926748155000",
        "type": 0,
        "content": "привет",
        "author": {"id": str(PERSON), "username": "mira", "global_name": None},
        **fields,
    }


def read(**fields: Any) -> Message:
    return translate.message(payload(**fields), 1, 2, Source.LIVE)


@pytest.mark.parametrize(
    ("fields", "is_plain"),
    [
        ({}, True),
        ({"type": 19}, True),
        ({"type": 6}, False),
        ({"type": 18}, False),
        ({"type": 20}, False),
        ({"author": {"id": "1", "username": "b", "bot": True}}, False),
        ({"webhook_id": "5"}, False),
        ({"message_snapshots": [{"message": {}}]}, False),
        ({"message_reference": {"type": 1, "message_id": "3"}}, False),
        ({"message_reference": {"type": 0, "message_id": "3"}}, True),
    ],
)
def test_a_person_s_own_message_of_type_default_or_reply_is_plain(
    fields: dict[str, Any], is_plain: bool
) -> None:
    assert read(**fields).is_plain is is_plain


def test_a_reply_knows_the_message_and_its_author_where_discord_sends_them() -> None:
    reference = {"message_id": "77"}
    quoted = {"author": {"id": str(OTHER)}}
    assert _reply(read(type=19, message_reference=reference, referenced_message=quoted)) == (
        77,
        OTHER,
    )
    assert _reply(read(type=19, message_reference=reference, referenced_message=None)) == (77, None)
    assert _reply(read(type=0, message_reference=reference)) == (None, None)


def _reply(event: Message) -> tuple[int | None, int | None]:
    return event.reply_to_id, event.reply_to_author_id


@pytest.mark.parametrize(
    ("content", "users", "roles"),
    [
        (f"<@{PERSON}> и <@!{OTHER}>", (PERSON, OTHER), ()),
        (f"<@&{ROLE}> помогите <@&{ROLE}>", (), (ROLE,)),
        (f"<@{PERSON}><@{PERSON}>", (PERSON,), ()),
        ("<@99999999999999999999> <@&99999999999999999999>", (), ()),
        ("<@1> <#974783377465036861> @everyone", (1,), ()),
        (f"> <@&{ROLE}> <@{PERSON}>\nо чём это <@{OTHER}>?", (OTHER,), ()),
        (f"`<@&{ROLE}>` ```<@{PERSON}>```", (), ()),
    ],
)
def test_only_who_stands_in_the_text_is_mentioned(
    content: str, users: tuple[int, ...], roles: tuple[int, ...]
) -> None:
    event = read(content=content, mentions=[{"id": "5"}])
    assert (event.user_mentions, event.role_mentions) == (users, roles)


@pytest.mark.parametrize(
    ("author", "member", "name"),
    [
        ({"username": "u", "global_name": "G"}, {"nick": "N"}, "N"),
        ({"username": "u", "global_name": "G"}, {"nick": None}, "G"),
        ({"username": "u", "global_name": None}, {}, "u"),
        ({"username": "x" * 300}, {}, "x" * 100),
        ({"username": "a\0b"}, {}, "ab"),
    ],
)
def test_a_person_is_named_as_people_see_them(
    author: dict[str, Any], member: dict[str, Any], name: str
) -> None:
    assert translate.author_name(author, member) == name


def test_roles_come_with_live_messages_alone() -> None:
    assert read(member={"roles": ["5", "6"], "nick": None}).author_role_ids == (5, 6)
    assert read().author_role_ids == ()


def test_an_edit_is_dated() -> None:
    assert read(edited_timestamp="2026-01-02T03:04:05.678000+00:00").edited_at == datetime(
        2026, 1, 2, 3, 4, 5, 678000, UTC
    )
    assert read(edited_timestamp=None).edited_at is None


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("обычный текст", "обычный текст"),
        ("a\0b\0", "ab"),
        ("пара \ud83d\udc4d", "пара 👍"),
        ("одна \ud83d половина", "одна \ufffd половина"),
        ("\u202eнаоборот", "\u202eнаоборот"),
        ("я" * 5000, "я" * 4000),
    ],
)
def test_text_is_made_fit_for_every_database(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_any_text_can_be_stored(text: str) -> None:
    cleaned = clean(text, 100)
    cleaned.encode()
    assert "\0" not in cleaned
    assert len(cleaned) <= 100
    assert clean(cleaned, 100) == cleaned


def test_a_missing_name_is_empty() -> None:
    assert clean_name(None) == ""


@pytest.mark.parametrize(
    ("emoji", "key", "sign"),
    [
        ({"id": None, "name": "👍"}, "1f44d", "👍"),
        ({"id": None, "name": "❤️"}, "2764-fe0f", "❤️"),
        ({"id": None, "name": "👨‍👩‍👧"}, "1f468-200d-1f469-200d-1f467", "👨‍👩‍👧"),
        ({"id": "123", "name": "plus"}, "123", "plus:123"),
        ({"id": "123", "name": None}, "123", "_:123"),
    ],
)
def test_emoji_are_told_apart_by_code_points_or_id(
    emoji: dict[str, Any], key: str, sign: str
) -> None:
    assert payload_emoji(emoji) == (key, sign)
    assert (emoji_key(emoji["name"], emoji["id"]), emoji_sign(emoji["name"], emoji["id"])) == (
        key,
        sign,
    )
