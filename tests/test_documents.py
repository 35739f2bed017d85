"""What the documents promise is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from govtracker.environment import read_env_file
from monitoring.alerts.words import ENGLISH, RUSSIAN
from monitoring.rules.calls import DEFAULT_KEYWORDS, KINDS, CallSettings, compile_rules
from monitoring.rules.task_counts import read_count
from monitoring.rules.verdicts import read_verdict

ROOT: Path = settings.BASE_DIR
RULES = {"docs/rules.md": RUSSIAN, "docs/rules.en.md": ENGLISH}
PAGES = [
    "README.md",
    "README.en.md",
    "docs/api.md",
    "docs/architecture.md",
    "docs/farming.md",
    "docs/farming.ru.md",
    "docs/hosting.md",
    "docs/hosting.ru.md",
    *RULES,
]
VARIABLE = re.compile(r'(?:values\.get\(|_list\(values, |_flag\(values, )"([A-Z_]+)"')


def test_the_example_names_every_variable_that_is_read():
    source = (ROOT / "govtracker" / "environment.py").read_text()
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^#? ?([A-Z_]+)=", example, re.MULTILINE))
    assert named == set(VARIABLE.findall(source))


def test_the_example_is_an_env_file():
    values = read_env_file(ROOT / ".env.example")
    assert values["PORT"] == "5000"
    assert values["DISCORD_BOT_TOKEN"] == ""


@pytest.mark.parametrize("page", PAGES)
def test_commands_and_targets_that_a_page_names_exist(page):
    text = (ROOT / page).read_text()
    makefile = (ROOT / "Makefile").read_text()
    for command in set(re.findall(r"manage\.py (\w+)", text)):
        assert command in get_commands()
    for target in set(re.findall(r"`make (\w+)|^make (\w+)", text, re.MULTILINE)):
        assert re.search(rf"^{max(target)}:", makefile, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_pages_that_a_page_links_to_exist(page):
    text = (ROOT / page).read_text()
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (ROOT / page).parent.joinpath(link).exists(), link


Example = tuple[str, str, str]
TABLE = re.compile(r"<!-- examples: (\w+) ?(\d*) -->\n\|.*\n\|.*\n((?:\|.*\n)+)")
CODE = re.compile(r"`([^`]+)`")


def examples_of(page: str, kind: str) -> Iterator[tuple[str, Example]]:
    """The argument of each table of a kind, and (text, answer, reason) of its rows."""
    for found, argument, rows in TABLE.findall((ROOT / page).read_text()):
        for row in rows.splitlines() if found == kind else ():
            text, answer, reason = (cell.strip() for cell in row.strip("|").split("|"))
            yield argument, (text.strip("`").replace("⏎", "\n"), answer, reason)


def numbered(answer: str) -> int | None:
    return None if answer == "—" else int(answer)


@pytest.mark.parametrize("page", RULES)
def test_calls_are_decided_as_the_page_says_and_for_its_reasons(page):
    rules = compile_rules(CallSettings())
    for _, (text, answer, reason) in examples_of(page, "request"):
        decision = rules.decide(text)
        named = CODE.findall(reason)
        assert decision.opens is (answer in ("да", "yes")), text
        if decision.opens:
            assert named == [decision.keyword], text
        else:
            assert set(named) == {each.why for each in decision.passed_over}, text


@pytest.mark.parametrize("page", RULES)
def test_counts_are_read_as_the_page_says(page):
    for _, (text, answer, reason) in examples_of(page, "report"):
        count = read_count(text)
        assert (count.number, [count.rule]) == (numbered(answer), CODE.findall(reason)), text


@pytest.mark.parametrize("page", RULES)
def test_verdicts_are_understood_as_the_page_says(page):
    for count, (text, answer, reason) in examples_of(page, "verdict"):
        verdict = read_verdict(text, int(count) if count else None)
        assert (verdict.approved, [verdict.rule]) == (numbered(answer), CODE.findall(reason)), text


def test_both_languages_show_the_same_examples():
    for kind, least in (("request", 30), ("report", 15), ("verdict", 20)):
        russian, english = (
            [(argument, text) for argument, (text, _, _) in examples_of(page, kind)]
            for page in RULES
        )
        assert russian == english
        assert len(russian) >= least


@pytest.mark.parametrize("page", RULES)
def test_keywords_reasons_and_hints_are_the_products_own(page):
    text = (ROOT / page).read_text()
    assert re.split(r",\s+", _marked(text, "keywords")) == list(DEFAULT_KEYWORDS)
    assert {kind for kind in KINDS if f"`{kind}`" in text} == set(KINDS)
    said = {words for key, words in RULES[page].items() if key.startswith("hint_")}
    assert {line[3:-1] for line in _marked(text, "hints").splitlines()} == said


def _marked(text: str, name: str) -> str:
    return text.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0].strip()


def test_files_that_the_architecture_names_exist():
    text = (ROOT / "docs/architecture.md").read_text()
    named = set(re.findall(r"`([\w./]*\w(?:\.\w+|/))`", text))
    assert len(named) > 30
    assert [name for name in named if not (ROOT / name).exists()] == []
