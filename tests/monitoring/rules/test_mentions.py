"""Whom a text names itself: not whom a quoted line or code names."""

import pytest

from monitoring.rules.mentions import read_mentions

NOBODY = ((), ())


@pytest.mark.parametrize(
    ("text", "people", "roles"),
    [
        ("<@7> и <@!8>", (7, 8), ()),
        ("<@&9> помогите <@&9>", (), (9,)),
        ("<@7><@7>", (7,), ()),
        ("<@&974783377465036861>", (), (974783377465036861,)),
        ("> <@&1> помогите\nо чём он, <@&9>?", (), (9,)),
        ("<@7> смотри\n>>> <@8>\n<@&9>", (7,), ()),
        ("`<@8>` <@7>", (7,), ()),
        ("```\n<@&1>\n``` <@&9>", (), (9,)),
        ("5 > 3, <@7>", (7,), ()),
        ("><@7>", (7,), ()),
        ("незакрытый ` и <@7>", (7,), ()),
        ("/ask <@&9>", (), (9,)),
    ],
)
def test_who_stands_in_the_own_text_is_named_once_in_order(
    text: str, people: tuple[int, ...], roles: tuple[int, ...]
) -> None:
    assert read_mentions(text) == (people, roles)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "помогите",
        "<#5> @everyone <:plus:123> <@> <@&> <@x> < @7>",
        "<@99999999999999999999> <@&99999999999999999999> <@9223372036854775808>",
        "<@123456789012345678901>",
        "> <@7>",
        ">>> кто-то писал\n<@7> <@&9>",
        "` <@7> `",
        "`` <@&9> ` ``",
        "```py\n<@7>\n\n<@&9>```",
    ],
)
def test_what_names_nobody(text: str) -> None:
    assert read_mentions(text) == NOBODY
