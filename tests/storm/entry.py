"""`manage.py runbot` that kills itself at the n-th time of a step. The product knows nothing of it.

A step is told by what crosses the borders: SQL statements, commits, and requests to Discord.
"""

import os
import re
import signal
import sys
from collections.abc import Callable
from typing import Any

from tests.storm.steps import COUNT, STEP

RECORDED = "activity|requestmessage|requestevent|taskreport"
WRITES = {
    "the claim's": re.compile(r"INSERT .*monitoring_alert\b", re.S),
    "the sent row's": re.compile(r"UPDATE .*monitoring_alert\b.*sent_at", re.S),
    "a batch's": re.compile(rf"INSERT .*monitoring_({RECORDED})\b", re.S),
}
SEND, EDIT = re.compile(r"/channels/\d+/messages$"), re.compile(r"/channels/\d+/messages/\d+$")
MARK = re.compile(r"/reactions/")


class Fate:
    def __init__(self, step: str, count: int) -> None:
        self._step = step
        self._left = count

    def meet(self, step: str) -> None:
        if step != self._step:
            return
        self._left -= 1
        if self._left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)


def watch_database(fate: Fate) -> None:
    """What a transaction wrote decides which step its commit is."""
    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.backends.signals import connection_created

    def note(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        connection = context["connection"]
        text = str(sql).replace('"', "").replace("`", "")
        begun = {name for name, pattern in WRITES.items() if pattern.search(text)}
        connection.storm_steps = getattr(connection, "storm_steps", set()) | begun
        if connection.get_autocommit():
            return _around(fate, connection, lambda: execute(sql, params, many, context))
        return execute(sql, params, many, context)

    def attach(connection: Any, **kwargs: Any) -> None:
        if note not in connection.execute_wrappers:
            connection.execute_wrappers.append(note)

    connection_created.connect(attach, weak=False)
    commit, rollback = BaseDatabaseWrapper.commit, BaseDatabaseWrapper.rollback

    def commit_watched(self: Any) -> None:
        _around(fate, self, lambda: commit(self))

    def rollback_watched(self: Any) -> None:
        self.storm_steps = set()
        rollback(self)

    BaseDatabaseWrapper.commit = commit_watched
    BaseDatabaseWrapper.rollback = rollback_watched


def _around(fate: Fate, connection: Any, act: Callable[[], Any]) -> Any:
    names = getattr(connection, "storm_steps", set())
    connection.storm_steps = set()
    for name in names:
        fate.meet(f"before {name} commit")
    result = act()
    for name in names:
        fate.meet(f"after {name} commit")
    return result


def watch_discord(fate: Fate) -> None:
    from discord.http import HTTPClient

    request = HTTPClient.request

    async def watched(self: Any, route: Any, **options: Any) -> Any:
        what = _what(route.method, route.url.partition("?")[0])
        fate.meet(f"before {what}")
        result = await request(self, route, **options)
        fate.meet(f"after {what}")
        return result

    HTTPClient.request = watched


def _what(method: str, path: str) -> str:
    if method == "POST" and SEND.search(path):
        return "the send"
    if method == "PATCH" and EDIT.search(path):
        return "the edit"
    if method == "PUT" and MARK.search(path):
        return "a mark"
    if method == "GET" and SEND.search(path):
        return "a page of history"
    return "something else"


def main() -> None:
    fate = Fate(os.environ.get(STEP, ""), int(os.environ.get(COUNT, "1")))
    watch_database(fate)
    watch_discord(fate)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govtracker.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["manage.py", "runbot"])


if __name__ == "__main__":
    sys.path.insert(0, os.getcwd())
    main()
