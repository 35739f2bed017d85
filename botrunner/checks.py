"""What must be true before anything starts; each refusal is one line that says what to do."""

import socket
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management.base import CommandError

from monitoring.models import MonitoringSettings


def refuse_demo_rows() -> None:
    """Invented rows and a community's own must never stand in one database."""
    if not settings.IS_DEMO and MonitoringSettings.objects.filter(is_demo=True).exists():
        raise CommandError(
            "This database holds the demo's invented rows, so it takes no token. "
            "Name another one in DATABASE_URL."
        )


def refuse_busy_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise CommandError(
            f"Port {port} on {host} cannot be used: {error.strerror}. "
            "Set PORT to another one, or stop what uses it."
        ) from error


def hold_alone(path: Path) -> IO[str]:
    """A lock of this process on its demo; the system takes it back when the process ends."""
    file = path.open("w")
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        # Windows: there the database's file cannot be removed while another process has it open.
        pass
    except OSError as error:
        file.close()
        raise CommandError(f"Another demo runs in {path.parent}. Stop it first.") from error
    return file
