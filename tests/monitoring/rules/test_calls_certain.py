"""Calls that the points alone must not pass over, and what only looks like them."""

import pytest

from monitoring.rules.calls import CallSettings, compile_rules
from tests.monitoring.rules.calls_helpers import default_rules

# Opens at no threshold by the points.
CERTAIN = """
помогите!!! спасибо заранее
помогите
помогите, бот не работает
помогите попасть в голосовой канал
подскажите цену перевода
помоги с ролью
выручайте, слетела роль
хелпаните
ребят подсобите
pomogite pozhaluista
пoмoгите с отчётом
нужна помощь
срочно нужна помощь с формой
помощь нужна
куратор, спасибо заранее
куратор, заранее благодарен
кураторы сказали ждать, жду уже неделю
""".strip().splitlines()
CALLS = """
кураторы спят что ли
куратор сказал, что выдаст роль, а роли нет
вопрос на счёт отпуска
вопрос на щет перевода
тегните куратора пожалуйста
напишите куратору, что я жду
позовите куратора, спс заранее
""".strip().splitlines()
NO_CALLS = """
вопрос к залу: кто пойдёт в кино?
помощь пришла вовремя
куратор занят
*кричит* помогите
кричит: помогите, грабят!
помогите ахахах
боже помоги
господи помоги, опять собрание
помогайте друг другу
не помогайте ему
если нужна помощь, я в войсе
вам нужна помощь? могу подойти
помощь нам не нужна
помогите мне развидеть эту форму
помоги себе сам, как говорил наш прапор
напиши куратору
тегни куратора
куратор сказал, что собрание в 8
кураторы спят
вчера помогли с ролью
куратор уже забрал отчёт, жду до завтра спокойно
""".strip().splitlines()


@pytest.mark.parametrize("text", CERTAIN)
def test_a_plea_opens_whatever_its_points_are(text: str) -> None:
    assert default_rules().decide(text).opens
    assert compile_rules(CallSettings(points_threshold=50.0)).decide(text).opens


@pytest.mark.parametrize("text", CALLS)
def test_a_complaint_or_a_message_to_curators_opens(text: str) -> None:
    assert default_rules().decide(text).opens


@pytest.mark.parametrize("text", NO_CALLS)
def test_scenes_jokes_offers_and_news_open_nothing(text: str) -> None:
    assert not default_rules().decide(text).opens


@pytest.mark.parametrize(
    "text",
    [
        "пишет: помогите",
        "он шепчет: «помогите»",
        "помогите 😂",
        "помоги ему с отчётом",
        "помощь была нужна",
    ],
)
def test_a_plea_that_is_told_laughed_at_or_for_others_is_left_to_the_points(text: str) -> None:
    assert not compile_rules(CallSettings(points_threshold=50.0)).decide(text).opens


def test_a_phrase_still_passes_a_plea_over() -> None:
    decision = default_rules().decide("боже помоги")
    assert [passed.why for passed in decision.passed_over] == ["rhetorical"]
