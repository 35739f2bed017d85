import dataclasses

import pytest

from monitoring.rules.calls import DEFAULT_THRESHOLD, CallSettings, PassedOver, compile_rules
from tests.monitoring.rules.calls_helpers import default_rules

CALLS = [
    "куратор",
    "Кураторы!",
    "есть вопрос",
    "можно куратора на минуту",
    "нужна помощь куратора",
    "кто поможет с отчётом?",
    "куратор, зайди в войс пожалуйста",
    "any curator here?",
    "nuzhen kurator, kiknuli bez prichiny",
    "вопрос по отпускам: сколько дней",
    "не вопрос, но есть другой вопрос",
    "куратор обещал разобраться ещё в среду, тишина",
    "спасибо за помощь, но роль так и не появилась, кто поможет?",
    "заранее спасибо за помощь с формой",
]
NO_CALLS = [
    "спасибо за помощь, вопрос решён",
    "куратору респект",
    "помощь уже не нужна",
    "разобрался, подсказали",
    "вопросов нет",
    "никаких вопросов",
    "помощь не требуется",
    "вопрос века",
    "кураторы сегодня отдыхают",
    "куратор сказал, что собрание в 8",
    "он был куратором",
    "10-4, нужна помощь на 5 улице",
    "всем юнитам, нужна поддержка",
    "по вопросам — в лс",
    "спроси у куратора",
    "кому помощь нужна, я свободен",
    "привет",
    "",
]


@pytest.mark.parametrize("text", CALLS)
def test_a_request_opens(text: str) -> None:
    assert default_rules().decide(text).opens


@pytest.mark.parametrize("text", NO_CALLS)
def test_what_calls_nobody_opens_nothing(text: str) -> None:
    decision = default_rules().decide(text)
    assert not decision.opens
    assert decision.keyword is None
    assert decision.word is None


def test_the_decision_says_which_word_opened_and_which_were_passed_over() -> None:
    decision = default_rules().decide("Вопрос решён, спасибо. Кураторам: проверьте заявку!")
    assert decision.opens
    assert (decision.keyword, decision.word) == ("куратор", "кураторам")
    assert decision.passed_over == (PassedOver("вопрос", "resolved"),)


def test_points_give_a_reason_and_their_sum() -> None:
    decision = default_rules().decide("видел куратора на розовой панто лол")
    assert decision.passed_over == (PassedOver("куратора", "points"),)
    assert decision.points is not None
    assert decision.points < DEFAULT_THRESHOLD


def test_the_threshold_can_be_moved_and_the_points_switched_off() -> None:
    text = "видел куратора на розовой панто лол"
    assert compile_rules(CallSettings(points_threshold=-50.0)).decide(text).opens
    assert not compile_rules(CallSettings(points_threshold=50.0)).decide("куратор нужен").opens
    off = compile_rules(CallSettings(points=False)).decide(text)
    assert off.opens
    assert off.points is None


def test_a_mention_of_a_keyword_does_not_ask_what_phrases_and_points_say() -> None:
    hit = default_rules().mentions_keyword("вопросов нет")
    assert hit is not None
    assert (hit.keyword, hit.word) == ("вопрос", "вопросов")
    assert default_rules().mentions_keyword("отчёт за неделю") is None


def test_decisions_and_settings_are_values() -> None:
    assert CallSettings() == CallSettings()
    assert compile_rules(CallSettings()) is compile_rules(CallSettings())
    with pytest.raises(dataclasses.FrozenInstanceError):
        default_rules().decide("куратор").opens = False  # type: ignore[misc]
