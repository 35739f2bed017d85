import json
import time
from pathlib import Path
from typing import Any

import pytest

from botrunner.starts import RESERVE, Starts, wait_seconds


@pytest.mark.parametrize(
    ("recent", "remaining", "seconds"),
    [
        (0, 1000, 0.0),
        (199, 1000, 0.0),
        (200, 1000, 1.0),
        (203, 1000, 8.0),
        (300, 1000, 300.0),
        (0, RESERVE + 1, 0.0),
        (1, RESERVE + 1, 1.0),
        (0, RESERVE, 7200.0),
        (0, 0, 7200.0),
    ],
)
def test_who_starts_too_often_or_has_few_left_waits(
    recent: int, remaining: int, seconds: float
) -> None:
    assert wait_seconds(recent, remaining, 7200.0) == seconds


class Gateway:
    async def get_bot_gateway(self) -> tuple[int, str, dict[str, int]]:
        limit = {"total": 1000, "remaining": 900, "reset_after": 0, "max_concurrency": 1}
        return 1, "", limit


async def test_starts_are_remembered_across_processes(tmp_path: Path) -> None:
    path = tmp_path / "starts.json"
    http: Any = Gateway()
    await Starts(path).take(http)
    await Starts(path).take(http)
    assert len(json.loads(path.read_text())) == 2


async def test_old_starts_and_a_broken_file_count_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "starts.json"
    http: Any = Gateway()
    path.write_text("{ broken")
    await Starts(path).take(http)
    path.write_text(json.dumps([time.time() - 100_000, "x"]))
    await Starts(path).take(http)
    assert len(json.loads(path.read_text())) == 1
