from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reports import hostile_texts
from benchmarks.reports_quality import CORPUS, measure_verdicts, summary
from monitoring.rules.verdicts import Verdict, read_verdict

REFUSALS = [
    "нет", "не одобрено", "отклонено", "отказ", "переделать", "0", "❌", "👎", "-", "не принято",
    "ни одной", "ничего не принято", "все отклонены", "не ок", "rejected", "not approved", "no",
    "не принято, но молодцы", "отклонено, спасибо", "Отклонено. Где скрины?", "0/5",
]  # fmt: skip
APPROVALS = [
    "все засчитаны", "одобряю", "принято", "проверил, молодцы", "ок", "+", "✅", "замечаний нет",
    "approved", "👍", "всё верно", "Отчёт принят", "принято 18.08", "пpинятo",
]  # fmt: skip
NOT_UNDERSTOOD = [
    "", "?", "спс", "принято?", "проверяю", "гляну вечером", "жду скрины", "все вечером",
    "все скрины есть", "через 5 минут гляну", "пункт 2 где скрин", "почти", "не все",
    "принято не всё", "всё кроме 2", "минус одна", "принято, но 3 переделать", "+1", "-1", "+ +",
    "3 пункт переделать", "2 задача не засчитана", "рейд не принимаю", "приняты 1 и 3",
    "1-4 приняты",
    "принята 3", "отклонено 2", "нет, всё принято", "принято к сведению", "не отклонено",
    "не принято, остальное ок",
    "переделывать не надо", "принял бы, но нет скринов", "принято 80%", "нет времени", "✅❌",
    "1 ✅ 2 ❌",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "approved"),
    [
        ("одобрено 3", 3), ("Одобрено: 3", 3), ("3/5", 3), ("3 из 5", 3), ("3", 3),
        ("принято 3, отклонено 2", 3), ("отклонено 2 принято 3", 3), ("3 ✅ 2 ❌", 3),
        ("✅ 3 ❌ 2", 3), ("две приняты", 2), ("только одна засчитана", 1), ("все 5 приняты", 5),
        ("ок, 4/5", 4), ("из 5 принято 4", 4), ("приняты первые две", 2), ("approved 3", 3),
        ("засчитал 3, жду скрин по последней", 3), ("5 из 5, пункты 3 и 4 без скрина", 5),
    ],
)  # fmt: skip
def test_an_explicit_number_wins(text, approved):
    assert read_verdict(text, 5) == Verdict(approved, "number")


@pytest.mark.parametrize("text", ["6", "принято 7", "10/10", "6 из 7"])
def test_more_than_the_count_is_not_understood(text):
    assert read_verdict(text, 5) == Verdict(None, "over_count")


def test_a_share_of_another_total_is_not_understood():
    assert read_verdict("3 из 4", 5) == Verdict(None, "other_total")


@pytest.mark.parametrize("text", REFUSALS)
@pytest.mark.parametrize("count", [5, None])
def test_a_refusal_of_the_whole_beats_a_positive_word(text, count):
    assert read_verdict(text, count).approved == 0


@pytest.mark.parametrize("text", APPROVALS)
def test_approval_of_the_whole_is_the_count(text):
    assert read_verdict(text, 5).approved == 5


@pytest.mark.parametrize("text", APPROVALS)
def test_approval_of_the_whole_means_nothing_against_an_empty_count(text):
    assert read_verdict(text, None) == Verdict(None, "empty_count")


@pytest.mark.parametrize(("text", "approved"), [("принято 3", 3), ("3/5", 3), ("7", 7)])
def test_a_number_is_understood_against_an_empty_count(text, approved):
    assert read_verdict(text, None).approved == approved


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_no_verdict_is_not_understood(text):
    assert read_verdict(text, 5).approved is None


@pytest.mark.parametrize("ending", [", спасибо", ". Молодцы", " ❌", ", хорошо", ", ок", " 👍"])
@pytest.mark.parametrize("refusal", REFUSALS)
def test_a_refusal_never_reads_as_approval(refusal, ending):
    assert read_verdict(refusal + ending, 5).approved in (0, None)


@pytest.mark.parametrize("approval", ["одобрено", "принято", "засчитано", "принимаю", "approved"])
def test_the_count_of_one_task_and_of_many_are_read_alike(approval):
    assert [read_verdict(approval, count).approved for count in (1, 100)] == [1, 100]


def test_the_corpus_holds_no_wrong_guess():
    readings = measure_verdicts(CORPUS / "verdicts.tsv")
    assert len(readings) >= 150
    assert summary(readings) == f"right {len(readings)}, refused 0, wrong 0"


@given(st.text(), st.one_of(st.none(), st.integers(1, 50)))
def test_any_text_is_read_without_failing_and_never_above_the_count(text, count):
    approved = read_verdict(text, count).approved
    assert approved is None or approved >= 0
    assert approved is None or count is None or approved <= count


WORDS = "принято нет не все 3 5 из / , ок ✅ ❌ переделать кроме пункт задачи ? + - только"


@given(st.lists(st.sampled_from(WORDS.split()), max_size=7).map(" ".join))
def test_a_mix_of_approval_and_denial_never_approves_everything_unasked(text):
    approved = read_verdict(text, 7).approved
    doubtful = {"не", "нет", "❌", "переделать", "кроме", "?", "пункт"} & set(text.split())
    assert not (doubtful and approved == 7)


@pytest.mark.parametrize(("name", "text"), hostile_texts().items())
def test_no_hostile_text_takes_long(name, text):
    read_verdict(text, 5)
    begun = process_time()
    read_verdict(text, 5)
    assert process_time() - begun < 0.02
