import json
import sys
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from monitoring.configuration import load_configuration
from monitoring.explaining import explain_report, explain_request, explain_verdict


class Command(BaseCommand):
    help = "Says what the rules decide: a JSON string per line in, a JSON object per line out."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["request", "report", "verdict"])
        parser.add_argument("--count", type=int, help="verdict: tasks that the report counts")
        parser.add_argument("--guild", type=int, help="request: on this server")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["count"] is not None and options["count"] < 0:
            raise CommandError(f"--count must be 0 or more, not {options['count']}.")
        explain = _explainer(**options)
        for number, line in enumerate(sys.stdin.buffer, start=1):
            answer = explain(_text(line, number))
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            # It may be one end of a pipe: every line is answered at once.
            self.stdout.flush()


def _explainer(
    what: str, count: int | None, guild: int | None, **options: Any
) -> Callable[[str], dict[str, Any]]:
    if what == "request":
        configuration = load_configuration()
        return lambda text: explain_request(text, configuration, guild)
    if what == "report":
        return explain_report
    return lambda text: explain_verdict(text, count)


def _text(line: bytes, number: int) -> str:
    try:
        text = json.loads(line)
    except ValueError as error:
        raise CommandError(f"line {number}: no JSON: {error}") from error
    if not isinstance(text, str):
        raise CommandError(f'line {number}: must be a JSON string, such as "нужен куратор"')
    return text
