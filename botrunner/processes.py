"""The processes that run together, each by the command that starts it."""

import socket
import sys
import time

from django.conf import settings
from django.core.management.base import CommandError

from botrunner import demo
from botrunner.supervisor import Child

STANDIN_SECONDS = 20.0


def web(host: str, port: int) -> Child:
    """Measured: one worker with four threads is the fastest and smallest for this application."""
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--host", host, "--port", str(port), "--workers", "1", "--blocking-threads", "4"),
        *("--respawn-failed-workers", "--log-level", "warning"),
        *("--working-dir", str(settings.BASE_DIR), "govtracker.wsgi:application"),
    ]
    return Child("The web server", command)


def bot(api_url: str) -> Child:
    return Child("The bot", _manage("runbot"), {"DISCORD_API_URL": api_url})


def jobs() -> Child:
    return Child("The scheduler", _manage("runjobs"))


def _manage(command: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), command]


def started_standin(port: int) -> Child:
    """Ready for the bot, or a CommandError. It ends last: the bot says goodbye to it."""
    command = [
        *(sys.executable, "-m", "botrunner.standin", "--port", str(port)),
        *("--seed", str(demo.SEED), "--members", str(demo.MEMBERS)),
    ]
    child = Child("The stand-in", command, is_last=True)
    child.start()
    deadline = time.monotonic() + STANDIN_SECONDS
    while not answers("127.0.0.1", port):
        if not child.is_running() or time.monotonic() > deadline:
            child.kill()
            raise CommandError("The stand-in did not start.")
        time.sleep(0.05)
    return child


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(host: str, port: int) -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True
