from collections.abc import AsyncIterator
from typing import Any

import pytest

from botrunner.standin import Options, StandIn

from .client import Recorder, connected


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    async with StandIn(members=80, options=Options(rate_limits=False)) as standin:
        yield standin


@pytest.fixture
async def client(standin: StandIn, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Recorder]:
    async with connected(standin, monkeypatch) as client:
        yield client


@pytest.fixture
def lspd(standin: StandIn) -> dict[str, Any]:
    return next(each for each in standin.facts()["servers"] if each["name"] == "LSPD")


@pytest.fixture
def leader(lspd: dict[str, Any]) -> str:
    return str(lspd["leaders"][0]["discord_id"])


@pytest.fixture
def curator(standin: StandIn) -> str:
    return str(standin.facts()["curators"][0]["discord_id"])
