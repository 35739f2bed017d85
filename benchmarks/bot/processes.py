"""The bench's processes: each is asked in lines of JSON, and measured from outside."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parents[2]
STOP_SECONDS = 15


class Process:
    """`python -m benchmarks.bot.<name>`; what it logs goes to a file."""

    def __init__(self, name: str, log: Path, **variables: str) -> None:
        self._log = log
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", f"benchmarks.bot.{name}"],
                cwd=ROOT,
                env={**os.environ, **variables},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        self.usage = psutil.Process(self._process.pid)

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """SystemExit with what it logged when it has died."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None and stdout is not None
        stdin.write(json.dumps({"do": do, **arguments}).encode() + b"\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            sys.exit(f"{self._log.name} ended:\n{self._log.read_text(errors='replace')[-3000:]}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    @property
    def resident_megabytes(self) -> float:
        return float(self.usage.memory_info().rss) / 1e6

    def thread_seconds(self) -> dict[int, float]:
        """Processor time of each thread, by its system id."""
        return {each.id: each.user_time + each.system_time for each in self.usage.threads()}

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def running(name: str, folder: Path, **variables: str) -> Iterator[Process]:
    process = Process(name, folder / f"{name}.log", **variables)
    try:
        yield process
    finally:
        process.stop()
