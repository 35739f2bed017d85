import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from botrunner.runner import Refusal, Settings, WriterDied, serve
from monitoring.models import MonitoringSettings

# sysexits.h, EX_CONFIG: a wrong setting, which another start does not mend.
WRONG_SETTING = 78


class Command(BaseCommand):
    help = "Runs the Discord bot until SIGTERM or SIGINT."
    # They would import every page's module, which the bot needs none of.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        environment = settings.ENVIRONMENT
        _check(environment.token)
        connection.close()  # from here on other threads ask
        try:
            asyncio.run(
                serve(Settings(environment.token, environment.api_url, environment.data_dir))
            )
        except WriterDied as error:
            raise CommandError("The writer's thread has ended; start the bot anew.") from error
        except Refusal as refusal:
            raise CommandError(str(refusal), returncode=WRONG_SETTING) from refusal


def _check(token: str) -> None:
    """Refuse before anything is touched what cannot work."""
    if not token:
        raise CommandError(
            "DISCORD_BOT_TOKEN is missing. Put the bot's token into .env or the environment.",
            returncode=WRONG_SETTING,
        )
    if MonitoringSettings._meta.db_table not in connection.introspection.table_names():
        raise CommandError(
            "The database has no tables yet. Run 'manage.py migrate' first.",
            returncode=WRONG_SETTING,
        )
    if not settings.IS_DEMO and MonitoringSettings.objects.filter(is_demo=True).exists():
        raise CommandError(
            "This database holds demo rows and takes no token. Name another DATABASE_URL.",
            returncode=WRONG_SETTING,
        )
