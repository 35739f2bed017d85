"""A channel that refuses is remembered, shown, and tried again when permissions change."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from botrunner.standin import StandIn
from monitoring.models import Gap
from tests.botrunner.rig import FakeWriter, Rig, running


async def _start_blind(rig: Rig) -> int:
    await rig.ready()
    return rig.channel("помощь")


@pytest.mark.parametrize("permission", ["VIEW_CHANNEL", "READ_MESSAGE_HISTORY"])
async def test_a_channel_without_permission_is_remembered_and_not_asked_for(
    folder: Path, permission: str
) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        guild = next(s for s in standin.facts()["servers"] if s["name"] == "LSPD")["guild_id"]
        standin.deny(guild, "помощь", permission)
        heard = _an_hour_ago()
        async with running(folder, standin, writer=writer, last_heard=heard) as rig:
            channel = await _start_blind(rig)
            assert rig.catch_up.gate(rig.guild_id, channel) == "blocked"
            calls = [call["path"] for call in standin.core.calls]
    assert channel in writer.refused
    assert channel in writer.closed[-1].unread
    assert not [path for path in calls if f"/channels/{channel}/" in path]


async def test_a_refused_channel_releases_its_alerts_after_five_minutes(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with StandIn(seed=1, members=60) as standin:
        guild = next(s for s in standin.facts()["servers"] if s["name"] == "LSPD")["guild_id"]
        standin.deny(guild, "помощь", "VIEW_CHANNEL")
        async with running(folder, standin) as rig:
            channel = await _start_blind(rig)
            monkeypatch.setattr("botrunner.catch_up.UNREAD_AFTER_SECONDS", 0.0)
            assert rig.catch_up.gate(rig.guild_id, channel) == "unread"
            assert rig.catch_up.gate(rig.guild_id, rig.channel("вопросы")) == "ready"


async def test_access_that_returns_is_a_gap_that_is_read(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        channel = rig.channel("помощь")
        rig.standin.deny(rig.guild_id, "помощь", "VIEW_CHANNEL")
        await rig.until(lambda: channel in rig.writer.refused)
        assert rig.catch_up.gate(rig.guild_id, channel) == "blocked"
        rig.post("пока закрыто", channel="помощь")
        await asyncio.sleep(0.1)
        assert rig.writer.texts(channel) == []
        rig.standin.deny(rig.guild_id, "помощь")
        await rig.until_text("пока закрыто")
        await rig.until(lambda: channel in rig.writer.readmitted)
        rig.post("снова открыто", channel="помощь")
        await rig.until_text("снова открыто")
        assert rig.catch_up.gate(rig.guild_id, channel) == "ready"
    assert [gap.why for gap in rig.writer.gaps] == [Gap.Why.ACCESS]


async def test_a_deleted_channel_is_no_reason_to_ask_for_ever(folder: Path) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        heard = _an_hour_ago()
        standin.fail_rest("slow", "GET", "/messages", times=3, seconds=0.5)
        async with running(folder, standin, writer=writer) as rig:
            await rig.ready()
        async with running(folder, standin, writer=writer, last_heard=heard) as rig:
            gone = rig.channel("помощь")
            rig.post("вот-вот исчезнет", channel="помощь")
            rig.standin.delete_channel(rig.guild_id, "помощь")
            await rig.ready()
            await asyncio.sleep(0.2)
            asked = [call for call in standin.core.calls if f"/channels/{gone}/" in call["path"]]
    assert len(asked) < 6


def _an_hour_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=1)
