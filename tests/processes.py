"""Starting the product as its users do: another process, with an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
# What this machine may have set must not decide a test.
OURS = ("DATABASE_URL", "DISCORD_BOT_TOKEN", "DISCORD_API_URL", "DEMO", "PORT", "LISTEN")


def environment(data_dir: Path, **values: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**kept, "DATA_DIR": str(data_dir), "SESSION_SECRET": "made-for-tests", **values}


def manage(
    *arguments: str, data_dir: Path, stdin: str = "", **values: str
) -> subprocess.CompletedProcess[str]:
    """`manage.py` to its end, at most a minute."""
    return subprocess.run(
        [*MANAGE, *arguments],
        env=environment(data_dir, **values),
        cwd=settings.BASE_DIR,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
