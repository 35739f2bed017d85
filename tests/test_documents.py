"""What the documents promise is there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from govtracker.environment import read_env_file

ROOT: Path = settings.BASE_DIR
PAGES = ["README.md", "README.en.md", "docs/hosting.md", "docs/hosting.ru.md"]
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
