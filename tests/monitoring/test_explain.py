"""`manage.py explain`: the bot's own rules and settings, one JSON object for each line."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from monitoring.models import Keyword, MonitoringSettings, Phrase
from tests.factories import make_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def explain(monkeypatch):
    def run(*arguments: str, texts: list = (), raw: bytes | None = None) -> list[dict]:
        lines = raw if raw is not None else "".join(json.dumps(t) + "\n" for t in texts).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
        output = io.StringIO()
        call_command("explain", *arguments, stdout=output)
        return [json.loads(line) for line in output.getvalue().splitlines()]

    return run


def test_a_call_names_the_keyword_and_the_word(explain):
    [answer] = explain("request", texts=["нужна помощь, кураторы есть?"])
    assert (
        answer.items()
        >= {
            "opens": True,
            "rule": "keyword",
            "keyword": "помощь",
            "word": "помощь",
            "passed_over": [],
        }.items()
    )


def test_what_is_passed_over_says_why(explain):
    [answer] = explain("request", texts=["вопрос решён, спасибо"])
    assert (answer["opens"], answer["rule"]) == (False, None)
    assert answer["passed_over"] == [{"word": "вопрос", "why": "resolved"}]


def test_a_mention_of_a_help_role_opens_whatever_the_text(explain):
    make_server(help_role_id=77)
    first, second = explain("request", texts=["<@&77> привет", "<@&78> привет"])
    assert (first["opens"], first["rule"], first["keyword"]) == (True, "role", None)
    assert not second["opens"]


@pytest.mark.parametrize("text", ["> <@&77> привет\nо чём он?", "`<@&77>` привет"])
def test_a_help_role_that_is_quoted_or_in_code_opens_nothing(explain, text):
    make_server(help_role_id=77)
    assert not explain("request", texts=[text])[0]["opens"]


def test_the_settings_of_the_database_rule(explain):
    MonitoringSettings.objects.update(keyword_detection=False)
    assert not explain("request", texts=["нужна помощь"])[0]["opens"]
    MonitoringSettings.objects.update(keyword_detection=True)
    Keyword.objects.exclude(text="куратор").delete()
    assert not explain("request", texts=["нужна помощь"])[0]["opens"]


def test_a_phrase_of_one_server_rules_there_alone(explain):
    server, other = make_server(), make_server()
    Phrase.objects.create(text="нужна помощь слонам", kind="about_them", server=server)
    texts = ["нужна помощь слонам"]
    assert not explain("request", "--guild", str(server.guild_id), texts=texts)[0]["opens"]
    assert explain("request", "--guild", str(other.guild_id), texts=texts)[0]["opens"]


def test_a_report_gives_its_count_or_null(explain):
    assert explain("report", texts=["выполнено 5 задач", "привет"]) == [
        {"count": 5, "rule": "number"},
        {"count": None, "rule": "none"},
    ]


def test_a_verdict_knows_the_count_that_it_is_told(explain):
    [answer] = explain("verdict", "--count", "5", texts=["одобрено 3"])
    assert answer == {"approved": 3, "rule": "number"}
    [answer] = explain("verdict", "--count", "5", texts=["завтра гляну"])
    assert answer["approved"] is None
    [answer] = explain("verdict", texts=["отклонено"])
    assert answer["approved"] == 0


@pytest.mark.parametrize("text", ["", "\ud83d", "a\0b", "‮помощь", "ж" * 10_000])
@pytest.mark.parametrize("what", ["request", "report", "verdict"])
def test_any_text_gets_an_answer(explain, what, text):
    assert len(explain(what, texts=[text])) == 1


@pytest.mark.parametrize("line", [b"x", b"[]", b"5", b"", b'"\xff"'])
def test_a_line_that_is_no_json_string_is_one_error_with_its_number(explain, line):
    with pytest.raises(CommandError, match=r"^line 2: ") as error:
        explain("report", raw=b'"one"\n' + line + b"\n")
    assert "\n" not in str(error.value)


def test_a_negative_count_is_refused(explain):
    with pytest.raises(CommandError, match=r"^--count must be"):
        explain("verdict", "--count", "-1")
