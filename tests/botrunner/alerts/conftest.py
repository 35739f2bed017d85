from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from botrunner import alerts
from botrunner.standin import Options, StandIn
from monitoring.alerts import waiting

from .stage import Stage, staged


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn(members=80, options=Options(rate_limits=False)) as standin:
        yield standin


@pytest.fixture
async def stage(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    monkeypatch.setattr(waiting, "FIRST_RETRY", timedelta(seconds=0.2))
    monkeypatch.setattr(alerts, "TICK_SECONDS", 0.1)
    monkeypatch.setattr(alerts, "MARKS_SECONDS", 0.2)
    async with staged(standin, monkeypatch) as stage:
        yield stage
