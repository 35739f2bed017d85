import pytest

from monitoring.rules.calls.reading import own_text
from tests.monitoring.rules.calls_helpers import keyword_in

NOT_READ = [
    "https://wiki.example.ru/pomosh/kurator",
    "смотри www.majestic-rp.ru/support",
    "почта support@example.com в шапке",
    "help.example.com/question",
    "`куратор` это роль",
    "``куратор`` это роль",
    "```\nhelp: show commands\n```",
    "> нужна помощь\nда уже всё",
    ">>> помогите\nкто это написал",
    "да ну\n>>> куратор зайди\nпомогите\nсрочно",
    "<:kurator:812345678901234567> <a:help:812345678901234568>",
    "<@123456789012345678> <@&123456789012345678> <#123456789012345678> держи",
    "</help:123456789012345678>",
    "/help",
    "/me вызвал поддержку",
    "!help 2",
    "?help",
    ".помощь",
    "r!help",
    "  !вопрос как дела",
]

READ = [
    "куратор https://example.ru/a",
    "спасибо.помогите",
    "... помогите",
    "!!! помогите",
    "?? куратор",
    "> цитата\nкуратор нужен",
    ">куратор",
    "5 > 3, куратор",
    "[куратор](https://example.ru)",
    "**куратор**",
    "||куратор||",
    "куратор`",
    "<куратор",
]


@pytest.mark.parametrize("text", NOT_READ)
def test_links_code_quotes_emoji_mentions_and_commands_are_not_searched(text: str) -> None:
    assert keyword_in(text) is None


@pytest.mark.parametrize("text", READ)
def test_the_rest_of_the_message_is_searched(text: str) -> None:
    assert keyword_in(text) is not None


def test_words_around_what_is_cut_do_not_grow_together() -> None:
    assert own_text("кура<@1>тор") == "кура тор"
    assert keyword_in("во<:a_b:1>прос") is None


def test_past_four_thousand_characters_nothing_is_read() -> None:
    assert keyword_in("по-дружески " * 332 + "а вот куратор") == "куратор"
    assert keyword_in("по-дружески " * 333 + "а вот куратор") is None
