import subprocess
import sys
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.calls import hostile_texts
from benchmarks.calls_quality import LEVEL, MEASURED, measure, precision_and_recall
from monitoring.rules.calls import CallSettings, compile_rules
from monitoring.rules.calls.corpus import read_corpus
from monitoring.rules.calls.points import default_points
from monitoring.rules.calls.train import OUTPUT, as_json
from tests.monitoring.rules.calls_helpers import default_rules

BOUND_SECONDS = 0.05  # ten times what the bench allows: tests share the machine
PIECES = [
    *("куратор", "вопрос", "решён", "не", "нужен", "спасибо", "kurator", "к у р", "10-4", "[r]"),
    *("?", ",", ".", "*", "`", "> ", "\n", "<@1>", "\u0301", "\x00", "\ud800", "😂", "http://"),
]


@given(st.text())
def test_no_text_raises(text: str) -> None:
    rules = default_rules()
    rules.decide(text)
    rules.is_idle(text)
    rules.is_solved(text)
    rules.mentions_keyword(text)


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_a_call_holds_a_keyword_and_is_neither_idle_nor_solved(pieces: list[str]) -> None:
    rules, text = default_rules(), " ".join(pieces)
    if rules.decide(text).opens:
        assert rules.mentions_keyword(text) is not None
        assert not rules.is_idle(text)
        assert not rules.is_solved(text)


@pytest.mark.parametrize("name", hostile_texts(4_000))
def test_no_text_takes_long(name: str) -> None:
    text = hostile_texts(4_000)[name]
    rules = default_rules()
    begun = process_time()
    rules.decide(text)
    assert process_time() - begun < BOUND_SECONDS


def test_thousands_of_keywords_cost_a_message_nothing() -> None:
    many = tuple(f"слово{i}" for i in range(3_000))
    settings = CallSettings(keywords=("куратор", *many), misspellings=False)
    rules = compile_rules(settings)
    begun = process_time()
    assert rules.decide("нужен куратор").opens
    assert process_time() - begun < BOUND_SECONDS


def test_a_changed_list_compiles_fast() -> None:
    default_rules()
    begun = process_time()
    compile_rules(CallSettings(keywords=("куратор", "вопрос", "помогите")))
    assert process_time() - begun < 1.0


def test_importing_the_rules_loads_no_dictionary_django_or_discord() -> None:
    code = (
        "import sys, monitoring.rules.calls;"
        "print({'pymorphy3', 'django', 'discord'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_points_are_readable_small_and_what_the_trainer_writes() -> None:
    written = OUTPUT.read_text("utf-8")
    assert len(written.encode()) <= 100_000
    assert as_json(default_points().weights) == written


def test_the_level_file_is_no_training_text() -> None:
    fitted = {text.text for text in read_corpus()}
    for path in (LEVEL, MEASURED):
        assert not fitted & {text.text for text in read_corpus(path)}, path


def test_the_corpus_holds_two_thousand_texts_each_once() -> None:
    texts = [text.text for text in read_corpus()]
    assert len(texts) >= 2_000
    assert len(set(texts)) == len(texts)


def test_the_level_file_is_told_apart() -> None:
    precision, recall = precision_and_recall(measure(LEVEL))
    assert precision >= 0.95
    assert recall >= 0.90
