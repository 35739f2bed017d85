"""The stage that all measurements share: Discord, PostgreSQL, and clients on them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django

from benchmarks.bot.database import Server, copy_of
from benchmarks.bot.processes import ROOT, Process, running

TEMPLATE, USED = "bench_template", "bench_used"


@dataclass
class Client:
    """A process that listens to a Discord of its own."""

    process: Process
    number: int

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        return self.process.ask(do, **arguments)


@dataclass
class Bench:
    folder: Path
    server_url: str
    server: Server
    discord: Process
    database_url: str
    empty_client: Client
    bot: Client
    writer_thread: int
    channels: list[tuple[int, int]]

    def play(self, client: Client, name: str, rate: float | None = None) -> float:
        """Send frames and wait until all is done; wall seconds."""
        sent = self.discord.ask("send", to=client.number, name=name, rate=rate)
        began = time.monotonic() - sent["seconds"]
        return float(client.ask("heard", sequence=sent["sequence"])["at"]) - began

    def cost(self, client: Client, name: str, rate: float | None = None) -> float:
        """Processor seconds of the client, and of PostgreSQL where the client is the bot."""
        before = self._used(client)
        self.play(client, name, rate)
        return self._used(client) - before

    def _used(self, client: Client) -> float:
        used = float(client.ask("used")["seconds"])
        return used if client is self.empty_client else used + self.server.seconds()

    @contextmanager
    def another_bot(self, database_url: str) -> Iterator[Client]:
        with _bot(self.discord, self.folder, database_url) as (client, _):
            yield client


@contextmanager
def opened() -> Iterator[Bench]:
    """Everything started, and everybody caught up."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "govtracker.settings"
    django.setup()
    url = os.environ["DATABASE_URL"]
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        discord = stack.enter_context(running("gateway", folder))
        facts = discord.ask("facts")
        _configure(stack.enter_context(copy_of(url, TEMPLATE)), folder, facts)
        database_url = stack.enter_context(copy_of(url, USED, TEMPLATE))
        empty = stack.enter_context(_client(discord, folder))
        bot, writer = stack.enter_context(_bot(discord, folder, database_url))
        channels = [
            (int(server["guild_id"]), int(channel_id))
            for server in facts["servers"]
            for channel_id in server["channels"].values()
        ]
        yield Bench(folder, url, Server(url), discord, database_url, empty, bot, writer, channels)


@contextmanager
def _client(discord: Process, folder: Path) -> Iterator[Client]:
    here = discord.ask("open")
    variables = _variables(here)
    with running("client", folder, **variables) as process:
        process.ask("ready")
        yield Client(process, here["number"])


@contextmanager
def _bot(discord: Process, folder: Path, database_url: str) -> Iterator[tuple[Client, int]]:
    here = discord.ask("open")
    data = folder / f"data{here['number']}"
    data.mkdir()
    variables = _variables(here) | {"DATABASE_URL": database_url, "DATA_DIR": str(data)}
    with running("product", folder, **variables) as process:
        yield Client(process, here["number"]), process.ask("ready")["writer"]


def _variables(here: dict[str, Any]) -> dict[str, str]:
    return {"DISCORD_API_URL": here["api_url"], "DISCORD_BOT_TOKEN": here["token"]}


def _configure(database_url: str, folder: Path, facts: dict[str, Any]) -> None:
    """The stand-in's servers and curators, as `manage.py configure` takes them."""
    from botrunner.demo import document

    path = folder / "configuration.json"
    path.write_text(json.dumps(document(facts)))
    for command in (["migrate", "-v", "0"], ["configure", str(path)]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": database_url},
            check=True,
        )
