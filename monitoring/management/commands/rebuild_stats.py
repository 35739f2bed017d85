from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from monitoring.recording.rebuild import differences, rebuild


class Command(BaseCommand):
    help = "Make the daily statistics anew from their rows; --check only says where they differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing, report differences"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            rebuild()
            self.stdout.write("The daily statistics are made anew.")
            return
        found = differences()
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} daily figures differ from their rows.")
        self.stdout.write("The daily statistics agree with their rows.")
