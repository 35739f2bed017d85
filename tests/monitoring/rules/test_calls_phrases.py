import pytest

from monitoring.rules.calls import CallSettings, Phrase, compile_rules
from monitoring.rules.calls.phrases import orders
from tests.monitoring.rules.calls_helpers import phrase_rules

PASSED_OVER = {
    "thanks": [
        "спасибо за помощь", "куратору респект", "thanks for the help", "spasibo za pomosh",
        "за помощь отдельное спасибо", "благодарю за быструю помощь", "спс за хелп",
    ],
    "resolved": [
        "вопрос решён", "вопрос снят", "помощь уже не нужна", "вопрос по отчёту снят",
        "вопросы закрыты", "vopros reshen", "question solved", "куратор уже ответил",
        "решили мой вопрос",
    ],
    "denial": [
        "вопросов нет", "нет вопросов", "никаких вопросов", "не вопрос", "помощь не требуется",
        "no questions", "не нужна нам тут помощь", "куратор не нужен", "не зовите кураторов",
    ],
    "rhetorical": [
        "вопрос века", "вот в чём вопрос", "хороший вопрос", "вопрос времени", "гугл в помощь",
        "господи помоги дожить до отпуска",
    ],
    "about_them": ["куратор сказал, что собрание в 8", "он был куратором", "кураторы молодцы"],
    "radio": [
        "10-4, нужна помощь на 5 улице", "всем юнитам, нужна поддержка", "[R] нужна поддержка",
        "*достал рацию и запросил поддержку*", "запрашиваю поддержку",
    ],
    "offer": ["спроси у куратора", "кому помощь нужна, пишите", "какая помощь нужна?",
              "тебе нужна помощь?", "отвечу на любые вопросы"],
    "announcement": ["по вопросам — в лс", "по всем вопросам пишите заму"],
}  # fmt: skip

CALLS = [
    "вопрос не решён",
    "вопрос решён?",
    "как решить вопрос с ролью",
    "вопрос, почему нет роли",
    "заранее спасибо за помощь",
    "буду благодарен за помощь",
    "спасибо за помощь, но есть ещё одно: где форма",
    "вопрос решён, но роль не дали",
    "глупый вопрос, а где искать устав",
    "вот в чём вопрос: можно ли заму в отпуск?",
    "если вопрос решён, где моя роль",
    "помощь",
]


@pytest.mark.parametrize(
    ("kind", "text"), [(kind, text) for kind, texts in PASSED_OVER.items() for text in texts]
)
def test_a_keyword_inside_a_phrase_is_passed_over_with_its_kind(kind: str, text: str) -> None:
    decision = phrase_rules().decide(text)
    assert not decision.opens
    assert {passed.why for passed in decision.passed_over} == {kind}


@pytest.mark.parametrize("text", CALLS)
def test_a_phrase_means_nothing_where_the_words_mean_something_else(text: str) -> None:
    assert phrase_rules().decide(text).opens


def test_only_the_words_of_the_phrase_are_passed_over() -> None:
    decision = phrase_rules().decide("не вопрос, но есть другой вопрос")
    assert decision.opens
    assert [passed.why for passed in decision.passed_over] == ["denial"]
    assert decision.word == "вопрос"


def test_an_acted_scene_passes_over_what_it_holds_alone() -> None:
    assert phrase_rules().decide("*достал телефон* ладно, без рп, нужна помощь с ботом").opens
    assert phrase_rules().decide("нужна **помощь**").opens


def own(text: str, *phrases: str, guild_id: int | None = None, kind: str = "thanks") -> bool:
    listed = tuple(Phrase(phrase, kind) for phrase in phrases)
    rules = compile_rules(CallSettings(phrases=listed, points=False))
    return rules.decide(text, guild_id).opens


@pytest.mark.parametrize(
    ("phrase", "text", "opens"),
    [
        ("помощь пришла", "помощь пришла", False),
        ("помощь пришла", "пришла помощь", False),
        ("помощь пришла", "помощь придёт", True),
        ("помощь пришла", "помощи пришли", False),
        ("вопрос закрыт", "вопросы закрыты", False),
        ("вопрос закрыт", "вопрос закрыть", True),
        ("вопросов нет", "вопрос нет", True),
        ("вопрос * закрыт", "вопрос по новой форме закрыт", False),
        ("вопрос * закрыт", "вопрос по новой зимней форме закрыт", True),
        ("вопрос * закрыт", "вопрос не закрыт", True),
        ("вопрос * закрыт", "вопрос где он закрыт", True),
        ("вопрос * закрыт", "вопрос, закрыт", True),
        ("вопрос, закрыт", "вопрос, закрыт", False),
        ("вопрос закрыт", "вопрос. закрыт", True),
        ("вопрос закрыт/снят", "вопрос снят", False),
        ("=вопрос закрыт", "вопросы закрыты", True),
        ("нужна помощь?", "нужна помощь", True),
        ("нужна помощь?", "нужна помощь?", False),
        ("вопрос закрыт", "vopros zakryt", False),
        ("вопрос закрыт", "вапрос закрыт", False),
        ("*", "вопрос", True),
        ("", "вопрос", True),
    ],
)
def test_the_owners_phrases_read_as_they_are_written(phrase: str, text: str, opens: bool) -> None:
    assert own(text, phrase) is opens


def test_phrases_of_one_guild_do_not_apply_in_another() -> None:
    rules = compile_rules(
        CallSettings(phrases=(Phrase("вопрос недели", "rhetorical", guild_id=1),), points=False)
    )
    assert not rules.decide("вопрос недели", guild_id=1).opens
    assert rules.decide("вопрос недели", guild_id=2).opens
    assert rules.decide("вопрос недели").opens


def test_three_parts_stand_in_any_order_and_four_in_their_own() -> None:
    assert len(list(orders("куратор уже помог"))) == 6
    assert len(list(orders("куратор уже нам помог"))) == 1
    assert len(list(orders("спасибо за помощь"))) == 2
