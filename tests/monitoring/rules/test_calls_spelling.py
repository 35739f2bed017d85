from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.rules.calls import DEFAULT_KEYWORDS
from monitoring.rules.calls.folding import fold, squeeze
from tests.monitoring.rules.calls_helpers import keyword_in

SPELLINGS = {
    "куратор": [
        "КУРАТОР", "кураторам", "кураторов", "кураторский состав", "кураторскому составу",
        "KYPATOP", "KУРАТОР", "кypaтop", "кур@тор", "кура7ор", "к у р а т о р", "к.у.р.а.т.о.р",
        "к-у-р-а-т-о-р-у", "ку-ра-тор", "курааатооор", "кураттор", "kurator", "kuratoram",
        "KURATORI", "кураотр", "кураторр", "куартор", "куртор", "курвтор", "кур атор",
        "𝗸𝘂𝗿𝗮𝘁𝗼𝗿", "ку\u200bра\u00adтор", "к\u0301у\u0301ратор", "@куратор", "2куратора",
    ],
    "вопрос": ["вопросы", "вопросами", "BOПPOC", "в0прос", "вопросс", "vopros", "voprosi",
               "вопрсо", "вапрос", "вопос", "есть в о п р о с ы"],
    "помощь": ["помощи", "пoмoщь", "pomosh", "pomoshch", "pomo6", "помошь", "помщь"],
    "помогите": ["памогите", "памагити", "pomogite", "п0м0гите", "помогитее", "пооомогите",
                 "помогайте", "помо гите", "помогите-ка", "не поможете"],
    "подскажите": ["podskazhite", "podskajite", "падскажите", "подскажыте", "подскажте"],
    "help": ["HELP", "𝗛𝗘𝗟𝗣", "🇭🇪🇱🇵", "🅷🅴🅻🅿", "ʜᴇʟᴘ", "h3lp", "he1p", "hеlр", "helppp", "h e l p"],
    "question": ["questions", "quest1on", "qustion"],
    "support": ["5upport", "supports", "suport"],
    "хелп": ["xeлп", "хелппп"],
    "хелпаните": ["хелпани", "кто хелпанёт"],
    "выручайте": ["выручай", "выручите", "кто выручит"],
    "кура": ["куры", "кур", "кур. состав"],
    "сос": ["SOS", "соооос"],
}  # fmt: skip

OTHER_WORDS = [
    "прокуратор", "прокуратура", "помощник", "помощница", "беспомощный", "запрос", "опрос",
    "допрос", "вопросник", "вопросительный", "кураторство", "кураторка", "хелпер", "helper",
    "helpful", "questionable", "supporter", "supportive", "поддержал", "поддерживаю",
    "подсказка", "подсказал", "помог", "помогли", "помогла", "куришь", "курица", "саппортер",
    "cure", "copy", "cop", "рапорт", "раппорт", "подскажу", "помогу", "поможем",
    "подожжет", "подобии",
]  # fmt: skip


@pytest.mark.parametrize(
    ("keyword", "text"), [(k, text) for k, texts in SPELLINGS.items() for text in texts]
)
def test_a_keyword_is_found_in_every_accepted_spelling(keyword: str, text: str) -> None:
    same_verb = {other for other in DEFAULT_KEYWORDS if other.startswith(keyword[:5])}
    assert keyword_in(text) in same_verb


@pytest.mark.parametrize("word", OTHER_WORDS)
def test_longer_and_other_words_are_no_keyword(word: str) -> None:
    assert keyword_in(word) is None


@pytest.mark.parametrize(
    ("text", "keyword"),
    [
        ("кто поможет с формой", "помогите"),
        ("подскажете?", "подскажите"),
        ("может кто помочь", "помогите"),
        ("прошу помочь", "помогите"),
        ("не подскажете где форма", "подскажите"),
        ("помогли бы кто с анкетой", "помогите"),
        ("вчера помог", None),
        ("помогли", None),
        ("могу помочь", None),
        ("рад помочь", None),
        ("он поможет завтра", None),
        ("надо было помочь вчера ему, я и помог", "помогите"),
        ("поможем чем сможем", None),
    ],
)
def test_a_verb_calls_in_the_imperative_and_in_questions_about_what_may_be(
    text: str, keyword: str | None
) -> None:
    assert keyword_in(text) == keyword


def test_transliteration_can_be_switched_off() -> None:
    assert keyword_in("est vopros", transliteration=False) is None
    assert keyword_in("нужен kуратор", transliteration=False) == "куратор"


def test_misspellings_can_be_switched_off() -> None:
    assert keyword_in("нужен куартор", misspellings=False) is None
    assert keyword_in("нужен кураторр", misspellings=False) == "куратор"


def test_words_under_six_letters_have_no_misspellings() -> None:
    assert keyword_in("хелс") is None


def test_keywords_are_what_the_owner_lists() -> None:
    assert keyword_in("где модераторы", keywords=("модератор",)) == "модератор"
    assert keyword_in("где кураторы", keywords=("модератор",)) is None
    assert keyword_in("нужен старший смены", keywords=("старший смены",)) == "старший смены"
    assert keyword_in("куратор", keywords=()) is None
    assert keyword_in("куратор", keywords=("", "  ", "!")) is None


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="аобпabc", max_size=20))
def test_squeezing_leaves_no_double_letter(word: str) -> None:
    squeezed = squeeze(word)
    assert squeeze(squeezed) == squeezed
    assert all(a != b for a, b in pairwise(squeezed))
