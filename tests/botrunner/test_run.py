"""`manage.py run`: everything together, one line where it cannot, and nothing left behind."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psutil
import pytest
from django.conf import settings

from tests.processes import MANAGE, environment, manage

pytestmark = pytest.mark.slow


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def demo(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The demo, answering. Whatever a test leaves of it is killed."""
    process = subprocess.Popen(
        [*MANAGE, "run"],
        env=environment(tmp_path, DEMO="1", PORT=str(port)),
        cwd=settings.BASE_DIR,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    wait_until(lambda: answers(port))
    family = [*psutil.Process(process.pid).children(recursive=True), process]
    yield process
    for member in family:
        if isinstance(member, psutil.Process) and member.is_running():
            member.kill()
    process.kill()
    process.communicate()


def wait_until(is_true, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def test_sigterm_ends_the_whole_family_within_ten_seconds(demo):
    family = psutil.Process(demo.pid).children(recursive=True)
    assert len(family) >= 3
    began = time.monotonic()
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(timeout=15) == 0
    assert time.monotonic() - began < 10
    wait_until(lambda: not any(alive(member) for member in family), seconds=3)


def test_a_supervisor_that_is_killed_leaves_nobody_behind(demo):
    family = psutil.Process(demo.pid).children(recursive=True)
    os.kill(demo.pid, signal.SIGKILL)
    wait_until(lambda: not any(alive(member) for member in family), seconds=15)


def alive(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_a_second_demo_on_the_same_data_and_a_port_in_use_are_one_line(demo, tmp_path, port):
    taken = manage("run", data_dir=tmp_path, DEMO="1", PORT=str(port))
    assert taken.returncode != 0
    assert taken.stderr.startswith(f"CommandError: Port {port} on 127.0.0.1 cannot be used")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        other = probe.getsockname()[1]
    second = manage("run", data_dir=tmp_path, DEMO="1", PORT=str(other))
    assert second.returncode != 0
    assert second.stderr.startswith("CommandError: Another demo runs in")
    for failed in (taken, second):
        assert len(failed.stderr.splitlines()) == 1


def test_a_database_of_the_demo_refuses_a_token(demo, tmp_path, port):
    demo.send_signal(signal.SIGTERM)
    demo.wait(timeout=15)
    refused = manage(
        "run",
        data_dir=tmp_path,
        DISCORD_BOT_TOKEN="x",
        DATABASE_URL=f"sqlite:///{tmp_path / 'demo.sqlite3'}",
        PORT=str(port),
    )
    assert refused.returncode != 0
    assert "invented rows" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
