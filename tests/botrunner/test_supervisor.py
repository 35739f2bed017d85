"""Children are started again after a pause, given up where that is useless, and end in order."""

import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from botrunner import supervisor
from botrunner.supervisor import WRONG_SETTING, Child, Supervisor, pause_seconds


def python(name: str, code: str, **options) -> Child:
    return Child(name, [sys.executable, "-c", code], **options)


def run_for(seconds: float, *children: Child) -> float:
    """Run the children together; how long they took to end."""
    together = Supervisor(children)
    until = time.monotonic() + seconds

    def tick() -> None:
        if time.monotonic() > until:
            together.stop()

    together.run(on_tick=tick)
    return time.monotonic() - until


@pytest.mark.parametrize(
    ("deaths", "seconds"), [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (99, 60)]
)
def test_the_pause_doubles_up_to_a_minute(deaths, seconds):
    assert pause_seconds(deaths) == seconds


def test_a_child_that_died_is_started_again(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(supervisor, "pause_seconds", lambda deaths: 0.1)
    marks = tmp_path / "marks"
    run_for(2, python("Mortal", f"open({str(marks)!r}, 'a').write('x')"))
    assert marks.read_text().startswith("xx")


def test_a_child_with_a_wrong_setting_is_not_started_again(monkeypatch):
    monkeypatch.setattr(supervisor, "pause_seconds", lambda deaths: 0.0)
    wrong, well = python("Wrong", f"exit({WRONG_SETTING})"), python("Well", "input()")
    well.command = [sys.executable, "-c", "import time; time.sleep(60)"]
    run_for(1.5, wrong, well)
    assert wrong.is_given_up
    assert not well.is_given_up
    assert well.process is not None
    assert well.process.returncode == -signal.SIGTERM


def test_a_child_that_ran_long_enough_begins_with_the_first_pause():
    child = Child("Old", [])
    child.deaths, child.started_at = 5, 0.0
    child._bury(1, supervisor.WELL_AFTER_SECONDS)
    assert child.deaths == 1


def test_the_last_child_ends_after_the_others(tmp_path: Path):
    ends = tmp_path / "ends"
    code = (
        "import signal, sys, time\n"
        "def end(*_):\n"
        "    time.sleep({pause})\n"
        f"    open({str(ends)!r}, 'a').write('{{name}}')\n"
        "    sys.exit()\n"
        "signal.signal(signal.SIGTERM, end)\n"
        "while True: time.sleep(0.05)\n"
    )
    first = python("First", code.format(pause=0.5, name="f"))
    last = python("Last", code.format(pause=0, name="l"), is_last=True)
    run_for(1, last, first)
    assert ends.read_text() == "fl"


def test_a_child_that_will_not_end_is_killed_in_time(monkeypatch):
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 0.5)
    monkeypatch.setattr(supervisor, "KILL_SECONDS", 0.1)
    stubborn = python(
        "Stubborn",
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
    )
    assert run_for(1, stubborn) < 3
    assert stubborn.process is not None
    assert stubborn.process.returncode == -signal.SIGKILL


def test_sigterm_ends_the_supervisor():
    child = python("Any", "import time; time.sleep(60)")
    threading.Timer(0.5, signal.raise_signal, [signal.SIGTERM]).start()
    Supervisor([child]).run()
    assert not child.is_running()
