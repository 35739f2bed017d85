from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from botrunner import demo
from botrunner.checks import hold_alone, refuse_busy_port, refuse_demo_rows
from botrunner.processes import answers, bot, free_port, jobs, started_standin, web
from botrunner.supervisor import Child, Supervisor
from govtracker.environment import DEMO_API_URL


class Command(BaseCommand):
    help = "Runs everything together: database, web, bot, jobs and, in the demo, the stand-in."

    def handle(self, *args: Any, **options: Any) -> None:
        environment = settings.ENVIRONMENT
        refuse_busy_port(environment.host, environment.port)
        lock = begin_demo() if settings.IS_DEMO else None
        call_command("migrate", verbosity=0, interactive=False)
        refuse_demo_rows()
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.IS_DEMO:
            demo.set_up(timezone.now())
        self._say_what_is_missing()
        connection.close()
        Supervisor(children()).run(on_tick=self._announcement())
        if lock is not None:
            lock.close()

    def _say_what_is_missing(self) -> None:
        if not settings.ENVIRONMENT.token:
            self.stdout.write("DISCORD_BOT_TOKEN is not set: the web runs without the bot.")
        if not settings.IS_DEMO and not get_user_model().objects.exists():
            self.stdout.write("Nobody can sign in yet: run 'manage.py createsuperuser'.")

    def _announcement(self) -> Callable[[], None]:
        """Prints the address once, when it answers."""
        host, port = settings.ENVIRONMENT.host, settings.ENVIRONMENT.port
        shown = "localhost" if host in ("0.0.0.0", "::", "127.0.0.1") else host
        is_told = False

        def tick() -> None:
            nonlocal is_told
            if not is_told and answers(shown, port):
                is_told = True
                note = " (demo: press «Войти в демо»)" if settings.IS_DEMO else ""
                self.stdout.write(f"GovTracker: http://{shown}:{port}{note}")
                self.stdout.flush()

        return tick


def begin_demo() -> IO[str]:
    path = Path(settings.DATABASES["default"]["NAME"])
    lock = hold_alone(path.with_suffix(".lock"))
    demo.remove_database(path)
    return lock


def children() -> list[Child]:
    """The stand-in is up before the bot starts; without a token there is no bot."""
    environment = settings.ENVIRONMENT
    found = [web(environment.host, environment.port), jobs()]
    api_url = environment.api_url
    if settings.IS_DEMO and api_url == DEMO_API_URL:
        port = free_port()
        api_url = f"http://127.0.0.1:{port}/api/v10"
        found.append(started_standin(port))
    if environment.token:
        found.append(bot(api_url))
    return found
