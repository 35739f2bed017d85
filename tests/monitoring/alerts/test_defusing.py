import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.alerts.defusing import TEXT_LIMIT, cut, defuse, mentioned_ids

ALIVE = re.compile(r"<(?:@!?|@&|#|a?:|t:|/|id:)|@(?:everyone|here)")
NAMES = {5: "Кураторы", 6: "Mira *C*", 7: "вопросы"}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("нужна помощь", "нужна помощь"),
        ("<@&5> помогите", "@Кураторы помогите"),
        ("<@6> и <@!6>", r"@Mira \*C\* и @Mira \*C\*"),
        ("в <#7>", "в #вопросы"),
        ("<@&99> <#98>", "@… #…"),
        ("@everyone @here", "@everyone @here"),
        ("<:plus:123456789012345678> <a:go:1>", ":plus: :go:"),
        ("<t:1700000000:R> </start:1> <id:browse>", "… … …"),
        ("**жирно** `код` ~~нет~~ ||тайна||", r"\*\*жирно\*\* \`код\` \~\~нет\~\~ \|\|тайна\|\|"),
        ("# громко", r"\# громко"),
        ("> цитата", r"\> цитата"),
        ("-# мелко", r"\-# мелко"),
        ("[сюда](https://a.b/c_d)", r"\[сюда](https://a.b/c_d)"),
        ("одна\nдве\r\n  три\t", "одна две три"),
        ("a\u202eb\u200bc\u0000d", "abcd"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_what_others_wrote_is_shown_and_does_nothing(text: str, shown: str) -> None:
    assert defuse(text, NAMES).replace("\u200b", "") == shown
    assert not ALIVE.search(defuse(text, NAMES))


@given(st.text(st.sampled_from("<@!&#:>0123456789aehnorvyt/[]() \n\\*`_\u200b"), max_size=80))
def test_no_text_at_all_keeps_a_mention_alive(text: str) -> None:
    assert not ALIVE.search(defuse(text, {1: "<@2>", 2: "@everyone"}))


def test_a_name_cannot_smuggle_a_mention_in() -> None:
    assert not ALIVE.search(defuse("<@1>", {1: "<@&5> @everyone"}))


def test_a_long_text_is_cut() -> None:
    assert len(defuse("я" * 4000)) == TEXT_LIMIT
    assert defuse("я" * 4000).endswith("…")
    assert cut("абв", 3) == "абв"
    assert cut("аб вг", 4) == "аб…"


def test_all_kinds_of_mentions_are_found() -> None:
    assert mentioned_ids("<@1> <@!2> <@&3> <#4> @everyone 5") == {1, 2, 3, 4}
