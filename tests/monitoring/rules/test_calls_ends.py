import pytest

from tests.monitoring.rules.calls_helpers import default_rules

SOLVED = """
вопрос решён
вопрос снят, всем спасибо
спасибо, разобрался
спасибо! помогли
решил сам
помогли, спасибо
всё, решилось
нашёл сам
неактуально
отбой
помощь больше не нужна
куратор помог
сам разобрался, не надо
question solved
nvm
vopros reshen
""".strip().splitlines()
NOT_SOLVED = """
вопрос решён?
вопрос не решён
вопрос решён, но роль не дали
не разобрался
никто не помог
я бы разобрался
хочу чтобы вопрос решили
если вопрос решён, закройте
спасибо за помощь
помогли, но осталась проблема с ролью
привет
""".strip().splitlines()
IDLE = """
спасибо
спс большое
ок
+
👍
<:ok:123456789012345678>
привет
понял, спасибо
мне уже помогли
спасибо за помощь
вопрос решён
вопросов нет
/help
""".strip().splitlines()
NOT_IDLE = """
когда собес?
мне не выдали роль
спасибо, а когда итоги
не могу зайти
куратор нужен
<@123456789012345678>
https://example.ru/screenshot.png
отчёт за неделю
как подать на лидерку
""".strip().splitlines()


@pytest.mark.parametrize("text", SOLVED)
def test_an_author_calls_the_own_request_solved(text: str) -> None:
    assert default_rules().is_solved(text)


@pytest.mark.parametrize("text", NOT_SOLVED)
def test_what_asks_denies_or_only_thanks_solves_nothing(text: str) -> None:
    assert not default_rules().is_solved(text)


def test_a_call_is_never_solved() -> None:
    text = "вопрос решён, спасибо! теперь нужен куратор в войс, кто свободен?"
    assert default_rules().decide(text).opens
    assert not default_rules().is_solved(text)


@pytest.mark.parametrize("text", IDLE)
def test_thanks_and_chatter_open_nothing_anywhere(text: str) -> None:
    assert default_rules().is_idle(text)


@pytest.mark.parametrize("text", [*NOT_IDLE, ""])
def test_anything_else_opens_where_every_message_does(text: str) -> None:
    assert not default_rules().is_idle(text)
