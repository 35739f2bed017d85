"""`manage.py` in processes of their own, as a host runs it."""

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 20
EXPORT = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "govtracker.settings"
import django
from django.core.management import call_command
django.setup()
for table in sys.argv[2:]:
    call_command("export", table, "--format", "jsonl", "--output", f"{sys.argv[1]}/{table}.jsonl")
"""


@dataclass
class Product:
    """The environment of one installation: its database, its folder, its Discord."""

    database_url: str
    api_url: str
    token: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("DISCORD_", "DATABASE_", "DJANGO_", "DEMO"))
        }
        return kept | {
            "DATABASE_URL": self.database_url,
            "DISCORD_API_URL": self.api_url,
            "DISCORD_BOT_TOKEN": self.token,
            "DATA_DIR": str(self.folder),
            "SESSION_SECRET": "made-for-tests",
            "TIME_ZONE": "Europe/Moscow",
            "LOG_LEVEL": "INFO",
            "PYTHONUNBUFFERED": "1",
        }

    def manage(self, *arguments: str, stdin: str | None = None) -> str:
        """Standard output; an exit status other than 0 is an error that shows what was said."""
        return self._run("manage.py", *arguments, stdin=stdin)

    def _run(self, *arguments: str, stdin: str | None = None) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def export(self, *tables: str) -> dict[str, list[dict[str, Any]]]:
        """What `manage.py export` says of each; in one process, for starting takes longest."""
        self._run("-c", EXPORT, str(self.folder), *tables)
        found = {}
        for table in tables:
            text = (self.folder / f"{table}.jsonl").read_text(encoding="utf-8")
            found[table] = [json.loads(line) for line in text.splitlines()]
        return found

    def bot(self, name: str = "bot") -> "Bot":
        return Bot(self, self.folder / f"{name}.log")


@dataclass
class Bot:
    """One `runbot`; `entry` is what Python runs instead of manage.py."""

    product: Product
    log_path: Path
    entry: tuple[str, ...] = ("manage.py", "runbot")
    variables: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *self.entry],
                cwd=ROOT,
                env=self.product.environment | self.variables,
                stdout=log,
                stderr=log,
            )

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        if self.process is not None and self.is_running:
            self.process.send_signal(number)

    def stop(self) -> int:
        """Orderly; the exit status."""
        return self._end(signal.SIGTERM)

    def kill(self) -> int:
        return self._end(signal.SIGKILL)

    def _end(self, number: int) -> int:
        if self.process is None:
            return 0
        self.signal(number)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise

    def said(self) -> str:
        return self.log_path.read_text(encoding="utf-8", errors="replace")
