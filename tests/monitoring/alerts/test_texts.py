from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from monitoring.alerts.cards import Action, Call, Card, Draft, Ending
from monitoring.alerts.digest_texts import MESSAGE_LIMIT, digest
from monitoring.alerts.texts import alert

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CARD = Card(
    guild_id=1004,
    channel_id=2004,
    message_id=3004,
    server_name="LSPD",
    channel_name="вопросы",
    author_name="Mira Castellano",
    content="<@&5> помогите, @everyone",
    asked_at=NOW - timedelta(seconds=620),
    names={5: "Кураторы"},
)
CALL = Call("c0abc-0-0", role_id=77, words="Срочно")
LINK = "https://discord.com/channels/1004/2004/3004"


def plain(draft: Draft) -> list[str]:
    return draft.content.replace("\u00a0", " ").replace("\u200b", "").split("\n")


def written(card: Card = CARD, call: Call = CALL, language: str = "ru") -> Draft:
    return alert(card, call, NOW, NOW, language)


def actions(draft: Draft) -> list[Action]:
    return [button.action for button in draft.buttons]


def test_an_alert_names_all_that_one_needs_to_help() -> None:
    assert plain(written()) == [
        "<@&77> **LSPD: запрос ждёт 10 мин** Срочно",
        "Канал: #вопросы · Автор: Mira Castellano",
        "> @Кураторы помогите, @everyone",
        f"[Открыть сообщение]({LINK})",
        "-# Оповещение c0abc-0-0",
    ]


def test_an_alert_speaks_english_too() -> None:
    assert plain(written(language="en")) == [
        "<@&77> **LSPD: a request has waited 10 min** Срочно",
        "Channel: #вопросы · Author: Mira Castellano",
        "> @Кураторы помогите, @everyone",
        f"[Open the message]({LINK})",
        "-# Alert c0abc-0-0",
    ]


def test_only_whom_the_step_names_can_be_pinged() -> None:
    assert (written().role_ids, written().user_ids) == ((77,), ())
    person = written(call=Call("n", person_id=5))
    assert (person.role_ids, person.user_ids) == ((), (5,))
    assert person.content.startswith("<@5> ")
    nobody = written(call=Call("n"))
    assert (nobody.role_ids, nobody.user_ids) == ((), ())
    assert nobody.content.startswith("**LSPD")


def test_an_unknown_channel_is_shown_by_its_mention_and_an_unknown_author_as_such() -> None:
    lines = plain(written(replace(CARD, channel_name="", author_name="")))
    assert lines[1] == "Канал: <#2004> · Автор: без имени"


def test_an_open_request_has_three_buttons_that_say_all_by_themselves() -> None:
    draft = written()
    assert [button.label for button in draft.buttons] == ["Беру", "Отвечено", "Не запрос"]
    assert [button.custom_id for button in draft.buttons] == [
        "gt:claim:1004:3004:c0abc-0-0",
        "gt:answered:1004:3004:c0abc-0-0",
        "gt:dismiss:1004:3004:c0abc-0-0",
    ]


def test_ids_of_any_size_fit_into_a_button() -> None:
    big = (1 << 64) - 1
    card = replace(CARD, guild_id=big, message_id=big)
    draft = written(card, Call("z" * 25))
    assert max(len(button.custom_id) for button in draft.buttons) <= 100


def test_a_held_request_says_by_whom_and_until_when_and_can_be_released() -> None:
    held = replace(CARD, holder="Ева Мельник", hold_until=NOW + timedelta(seconds=1))
    draft = written(held)
    assert f"Взято: Ева Мельник, до <t:{int(held.hold_until.timestamp())}:t>" in plain(draft)
    assert actions(draft) == [Action.CLAIM, Action.RELEASE, Action.ANSWERED, Action.DISMISS]


def test_a_request_that_was_held_names_who_held_it() -> None:
    before = replace(CARD, holder="Ева Мельник", hold_until=NOW)
    draft = written(before)
    assert "Взято раньше: Ева Мельник" in plain(draft)
    assert Action.RELEASE not in actions(draft)


def test_an_unread_history_and_a_word_of_the_author_are_said() -> None:
    lines = plain(written(replace(CARD, is_history_unread=True, is_taken_back=True)))
    assert "История канала не прочитана: ответ мог остаться незамеченным." in lines
    assert "Автор снял запрос, ответа не было." in lines


@pytest.mark.parametrize(
    ("status", "closed_by", "seconds", "russian", "english"),
    [
        (
            Ending.ANSWERED,
            "Ева",
            38,
            "**Ответ за 38 сек: Ева**",
            "**Answered in 38 s: Ева**",
        ),
        (
            Ending.ANSWERED,
            "Ева",
            None,
            "**Ответ есть, время неизвестно: Ева**",
            "**Answered, time unknown: Ева**",
        ),
        (
            Ending.ANSWERED,
            "",
            None,
            "**Ответ есть, чей первый — неизвестно**",
            "**Answered, first by whom is unknown**",
        ),
        (Ending.DISMISSED, "Ева", None, "**Не запрос: Ева**", "**Not a request: Ева**"),
        (Ending.DISMISSED, "", None, "**Не запрос**", "**Not a request**"),
        (
            Ending.CANCELLED,
            "",
            None,
            "**Автор снял запрос**",
            "**The author took the request back**",
        ),
        (
            Ending.EXPIRED,
            "",
            None,
            "**Без ответа: время ожидания вышло**",
            "**Unanswered: the time is up**",
        ),
    ],
)
def test_a_closed_request_says_by_whom_and_how_fast_and_has_no_buttons(
    status: Ending, closed_by: str, seconds: int | None, russian: str, english: str
) -> None:
    card = replace(CARD, status=status, closed_by=closed_by, response_seconds=seconds)
    draft = written(card)
    assert russian in plain(draft)
    assert english in plain(written(card, language="en"))
    assert plain(draft)[0] == "LSPD: запрос ждал 10 мин"
    assert draft.buttons == ()
    assert "<@&77>" not in draft.content


def test_an_edit_tells_the_wait_of_the_call() -> None:
    later = alert(CARD, CALL, NOW, NOW + timedelta(hours=3), "ru")
    assert later == written()


def test_the_worst_alert_fits_into_a_message() -> None:
    card = replace(
        CARD,
        server_name="_" * 100,
        channel_name="_" * 100,
        author_name="*" * 100,
        content="`" * 4000,
        holder="|" * 100,
        hold_until=NOW,
        is_history_unread=True,
    )
    assert len(written(card, replace(CALL, words="*" * 300)).content) <= MESSAGE_LIMIT


def cards(count: int) -> list[Card]:
    return [
        replace(CARD, message_id=3004 + n, asked_at=CARD.asked_at + timedelta(seconds=30 * n))
        for n in range(count)
    ]


def gathered(given: list[Card], calls: list[Call], url: str = "https://gov.example") -> Draft:
    return digest(given, calls, "c0abc-0-0", NOW, "ru", url)


def test_a_digest_tells_the_total_the_oldest_wait_and_the_ten_oldest() -> None:
    draft = gathered(cards(12), [CALL, CALL, Call("x", role_id=78), Call("y", person_id=5)])
    lines = plain(draft)
    assert lines[0] == "<@&77> <@&78> <@5> **12 запросов ждут ответа.** Дольше всех: 10 мин."
    assert lines[1] == f"1. [10 мин](<{LINK}>) · LSPD · #вопросы · Mira Castellano"
    assert lines[10].startswith("10. [5 мин](<")
    assert lines[11:] == [
        "И ещё 2.",
        "[Живая очередь](<https://gov.example>)",
        "-# Оповещение c0abc-0-0",
    ]
    assert (draft.role_ids, draft.user_ids, draft.buttons) == ((77, 78), (5,), ())


def test_a_digest_has_no_link_to_the_queue_where_no_address_is_set() -> None:
    assert "Живая очередь" not in gathered(cards(4), [CALL], url="").content


def test_a_digest_shrinks_as_its_requests_close() -> None:
    first, *rest = cards(5)
    lines = plain(gathered([replace(first, status=Ending.ANSWERED), *rest], [CALL]))
    assert lines[0] == "<@&77> **4 запроса ждут ответа.** Дольше всех: 9 мин."
    assert lines[1] == "Уже закрыто: 1."
    assert lines[2].startswith("1. [9 мин](<https://discord.com/channels/1004/2004/3005>)")


def test_a_digest_whose_requests_are_all_closed_calls_nobody() -> None:
    closed = [replace(card, status=Ending.DISMISSED) for card in cards(5)]
    assert plain(gathered(closed, [CALL]))[0] == "Все запросы этой сводки закрыты: 5."


def test_a_digest_names_who_holds_a_request() -> None:
    held = replace(CARD, holder="Ева", hold_until=NOW + timedelta(seconds=60))
    assert plain(gathered([held, *cards(2)], [CALL]))[1].endswith(" · Ева")


@pytest.mark.parametrize("roles", [1, 40])
def test_the_worst_digest_fits_into_a_message_and_keeps_its_ten_links(roles: int) -> None:
    big = (1 << 64) - 1
    worst = [
        replace(
            card,
            guild_id=big,
            channel_id=big,
            message_id=big - n,
            server_name="Б" * 100,
            channel_name="w" * 100,
            author_name="A" * 100,
            holder="z" * 100,
            hold_until=NOW + timedelta(days=1),
        )
        for n, card in enumerate(cards(40))
    ]
    draft = gathered(worst, [Call("", role_id=big - n) for n in range(roles)])
    assert len(draft.content) <= MESSAGE_LIMIT
    assert draft.content.count("https://discord.com/channels/") == 10
