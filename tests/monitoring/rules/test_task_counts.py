from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.reports import hostile_texts
from benchmarks.reports_quality import CORPUS, measure_counts, summary
from monitoring.rules.number_words import NUMBER_WORDS, combined
from monitoring.rules.task_counts import is_report_text, read_count


@pytest.mark.parametrize(
    ("text", "number", "rule"),
    [
        ("5 задач, куратор", 5, "number"),
        ("7 выполненных задач", 7, "number"),
        ("сделано 5 больших задач", 5, "number"),
        ("5 (пять) задач", 5, "number"),
        ("Задач выполнено: 14", 14, "number"),
        ("сделано 8 шт", 8, "number"),
        ("20 tasks", 20, "number"),
        ("5️⃣ задач", 5, "number"),
        ("5 зaдaч", 5, "number"),
        ("seven tasks", 7, "words"),
        ("двадцать одна задача", 21, "words"),
        ("отчёт о двух задачах", 2, "words"),
        ("сто задач", 100, "words"),
        ("задачи 1-4", 4, "range"),
        ("задачи с 5 по 10", 6, "range"),
        ("4 из 6 задач", 4, "of"),
        ("5/5 задач", 5, "of"),
        ("пять заданий из семи", 5, "of"),
        ("из 6 задач выполнено 4", 4, "of"),
        ("1. Рейд +\n2. Лекция +", 2, "lines"),
        ("1) Рейд ✅\n2) Лекция ❌", 1, "lines"),
    ],
)
def test_a_count_is_read_by_its_rule(text, number, rule):
    count = read_count(text)
    assert (count.number, count.rule) == (number, rule)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("5 задач и 3 задания", "two_counts"),
        ("5 (четыре) задач", "two_counts"),
        ("2 задачи и ещё 3", "two_counts"),
        ("4 задачи\n1. Рейд +\n2. Лекция +", "lines_contradict"),
        ("1. Рейд +\n2. Лекция +\nИтого: 5", "lines_contradict"),
        ("не сделали 5 задач", "negated"),
        ("ни одной задачи", "negated"),
        ("план 5 задач", "plan"),
        ("осталось 5 задач", "plan"),
        ("План:\n5 задач", "plan"),
        ("осталось, к сожалению, 3 задачи", "plan"),
        ("5-7 задач", "range_before_word"),
        ("пять-шесть задач", "range_before_word"),
        ("задачи 7-5", "reversed_range"),
        ("0 задач", "zero"),
        ("ноль задач", "zero"),
        ("отчёт в лс", "none"),
    ],
)
def test_what_cannot_be_read_says_why(text, rule):
    count = read_count(text)
    assert (count.number, count.rule) == (None, rule)


@pytest.mark.parametrize(
    "text",
    [
        "задачи 18.08-24.08", "задачи с 21:00 до 23:30", "id 12345 задачи", "12345 задач",
        "$5 задач", "5к задач", "5 000 задач", "топ 3 задачи", "80% задач", "1.5 задачи",
        "-5 задач", "−3 задания", "№ 5 задача", "задача 5", "#5 задача", "5 задание готово",
        "пятая задача", "сто двадцать задач", "двести пять задач", "5+ задач", "около 5 задач",
        "задачи с 5 по 10 ранг", "1. Рейд + 2. Лекция +", "5 задач?", "`5 задач`", "> 5 задач",
    ],
)  # fmt: skip
def test_these_numbers_are_no_counts(text):
    assert read_count(text).number is None


def test_a_denial_in_another_clause_denies_nothing():
    assert read_count("сделали 5 задач, 2 задачи не сделали").number == 5


def test_spans_are_the_places_of_the_number_in_the_message():
    text = "<@&1> Отчёт: пять (5) задач"
    ((start, end),) = read_count(text).spans
    assert text[start:end] == "пять"
    ((start, end),) = read_count("задачи 1-4").spans
    assert "задачи 1-4"[start:end] == "1-4"
    assert read_count("1. а +\n2. б +").spans == ((0, 6), (7, 13))


@pytest.mark.parametrize(
    "text", ["отчёт", "ОТЧЕТ", "oтчeт готов", "по заданиям", "таски", "tasks", "my report",
             "сделано 8 шт", "1. Рейд +\n2. Лекция +"],
)  # fmt: skip
def test_a_word_for_tasks_or_reports_a_count_or_a_list_makes_a_report(text):
    assert is_report_text(text)


@pytest.mark.parametrize("text", ["", "привет", "куратор, 5 вопросов", "1. Рейд\n2. Лекция"])
def test_other_texts_are_no_reports(text):
    assert not is_report_text(text)


@pytest.mark.parametrize("number", range(101))
def test_every_number_word_up_to_one_hundred_is_read(number):
    words = {value: word for word, value in reversed(NUMBER_WORDS.items())}
    russian = {value: word for word, value in NUMBER_WORDS.items() if not word.isascii()}
    for language, word in ((words, "tasks"), (russian, "задач")):
        parts = [number] if number in language else [number - number % 10, number % 10]
        text = " ".join(language[part] for part in parts) + f" {word}"
        assert read_count(text).number == (number or None), text


@pytest.mark.parametrize("values", [[5, 6], [20, 20], [20, 10], [100, 5], [5, 20]])
def test_words_that_make_no_one_number_are_not_added_up(values):
    assert combined(values) is None


def test_the_corpus_holds_no_wrong_guess():
    readings = measure_counts(CORPUS / "counts.tsv")
    assert len(readings) >= 150
    assert summary(readings) == f"right {len(readings)}, refused 0, wrong 0"


@given(st.text())
def test_any_text_is_read_without_failing(text):
    count = read_count(text)
    assert (count.number is None) == (count.spans == ())
    assert all(0 <= start < end <= len(text) for start, end in count.spans)
    is_report_text(text)


@given(st.integers(1, 999), st.sampled_from(["Отчёт: {} задач", "задач выполнено: {}", "{} tasks"]))
def test_a_plain_count_is_read_whatever_the_number(number, pattern):
    assert read_count(pattern.format(number)).number == number


@pytest.mark.parametrize(("name", "text"), hostile_texts().items())
def test_no_hostile_text_takes_long(name, text):
    read_count(text)
    begun = process_time()
    read_count(text)
    # The bound is 1 ms on an idle machine (python -m benchmarks.reports); here, no blow-up.
    assert process_time() - begun < 0.02
