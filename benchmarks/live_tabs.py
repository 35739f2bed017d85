"""What 50 open tabs cost the web server: python -m benchmarks.live_tabs.

Granian as `manage.py run` starts it, on the database of DATABASE_URL; each tab polls every two
seconds with the revision that it has, as the page does.
"""

import http.client
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from subprocess import Popen
from threading import Event, Thread

import psutil

TABS = 50
POLL_SECONDS = 2.0
WARM_SECONDS = 4.0
MEASURED_SECONDS = 20.0
SCENES = {"nothing changes": 0.0, "a change a second": 1.0, "ten changes a second": 10.0}


def main() -> None:
    prepare()
    cookie = session_cookie()
    port = free_port()
    with serving(port) as server:
        for scene, changes in SCENES.items():
            with changing(changes):
                print(f"{scene}: {measured(server, port, cookie)}")


def prepare() -> None:
    """A database with a busy evening: 300 requests today, 30 of them open, 8 servers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govtracker.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from django.utils import timezone

    from monitoring.models import DiscordServer
    from tests.factories import make_activity, make_answered, make_curator, make_request

    now, curators = timezone.now(), [make_curator() for _ in range(20)]
    servers = list(DiscordServer.objects.all())
    for number in range(300):
        asked_at, server = now - timedelta(minutes=number), servers[number % len(servers)]
        if number < 30:
            make_request(server, asked_at=asked_at)
        else:
            make_answered(server, by=curators[number % 20], asked_at=asked_at, seconds=number)
        make_activity(server, curators[number % 20], at=asked_at)


def session_cookie() -> str:
    from django.conf import settings
    from django.test import Client

    from tests.factories import make_user

    client = Client()
    client.force_login(make_user(f"tab-{time.time_ns()}"))
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def free_port() -> int:
    from botrunner.processes import free_port as free

    return free()


@contextmanager
def serving(port: int) -> Iterator[psutil.Process]:
    from botrunner.processes import web

    process = Popen(web("127.0.0.1", port).command)
    try:
        while not is_up(port):
            if process.poll() is not None:
                sys.exit("The web server did not start.")
            time.sleep(0.1)
        yield psutil.Process(process.pid)
    finally:
        process.terminate()
        process.wait(10)


def is_up(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@contextmanager
def changing(per_second: float) -> Iterator[None]:
    """Writes that many revisions a second, as the bot would."""
    stop = Event()
    thread = Thread(target=_change, args=(per_second, stop))
    if per_second:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        if per_second:
            thread.join()


def _change(per_second: float, stop: Event) -> None:
    from django.db import connection

    from curators.models import Revision

    while not stop.wait(1 / per_second):
        Revision.bump()
    connection.close()


def measured(server: psutil.Process, port: int, cookie: str) -> str:
    stop, answers = Event(), Counter[int]()
    tabs = [Thread(target=_tab, args=(port, cookie, stop, answers)) for _ in range(TABS)]
    for tab in tabs:
        tab.start()
    time.sleep(WARM_SECONDS)
    before, began, counted = cpu_seconds(server), time.monotonic(), answers.copy()
    time.sleep(MEASURED_SECONDS)
    used, took = cpu_seconds(server) - before, time.monotonic() - began
    counted = answers - counted
    stop.set()
    for tab in tabs:
        tab.join()
    polls = ", ".join(f"{count} × {status}" for status, count in sorted(counted.items()))
    return f"{TABS} tabs took {100 * used / took:.1f} % of one core ({polls} in {took:.0f} s)"


def cpu_seconds(server: psutil.Process) -> float:
    """Of the server and its workers, in the kernel and outside it."""
    times = [each.cpu_times() for each in (server, *server.children(recursive=True))]
    return sum(each.user + each.system for each in times)


def _tab(port: int, cookie: str, stop: Event, answers: Counter[int]) -> None:
    """One page: keeps its connection, and asks with the revision that it has."""
    stop.wait(random.random() * POLL_SECONDS)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    after = ""
    while not stop.wait(POLL_SECONDS):
        headers = {"Cookie": cookie, "Accept-Language": "ru"}
        connection.request("GET", f"/api/live/{after}", headers=headers)
        response = connection.getresponse()
        body = response.read()
        answers[response.status] += 1
        if response.status == 200:
            after = f"?after={json.loads(body)['revision']}"
    connection.close()


if __name__ == "__main__":
    main()
