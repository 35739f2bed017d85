import time
from typing import Any

import aiohttp
import discord
import pytest

from botrunner.standin import StandIn

from .client import Recorder, connected


def channel_of(client: Recorder, lspd: dict[str, Any]) -> discord.PartialMessageable:
    return client.get_partial_messageable(int(lspd["channels"]["общий-чат"]))


async def test_rate_limits_are_announced_and_discord_py_honours_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = {"POST /channels/{channel_id}/messages": (3, 0.5)}
    async with (
        StandIn(members=80, limits=limits) as standin,
        connected(standin, monkeypatch) as client,
    ):
        lspd = next(each for each in standin.facts()["servers"] if each["name"] == "LSPD")
        started = time.monotonic()
        for number in range(7):
            await channel_of(client, lspd).send(f"{number}")
        assert time.monotonic() - started > 0.9
        assert all(each["status"] != 429 for each in standin.core.calls)


async def test_who_ignores_the_headers_gets_429_with_retry_after() -> None:
    limits = {"GET /users/@me": (1, 60.0)}
    async with (
        StandIn(members=80, limits=limits) as standin,
        aiohttp.ClientSession(headers={"Authorization": f"Bot {standin.token}"}) as http,
    ):
        async with http.get(standin.api_url + "/users/@me") as first:
            assert first.status == 200
            assert first.headers["X-RateLimit-Remaining"] == "0"
        async with http.get(standin.api_url + "/users/@me") as second:
            assert second.status == 429
            assert 0 < (await second.json())["retry_after"] <= 60
            assert not (await second.json())["global"]
            assert int(second.headers["Retry-After"]) >= 1
            assert second.headers["X-RateLimit-Scope"] == "user"


@pytest.mark.parametrize("kind", ["429", "500", "502"])
async def test_discord_py_tries_again_after_a_fault(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], kind: str
) -> None:
    standin.fail_rest(kind, "POST", r"/messages$", seconds=0.05)
    await channel_of(client, lspd).send("раз")
    assert [each["content"] for each in standin.log.of_kind("bot_message")] == ["раз"]


async def test_a_lost_answer_has_done_its_work(
    client: Recorder, standin: StandIn, lspd: dict[str, Any]
) -> None:
    standin.fail_rest("lost", "POST", r"/messages$")
    with pytest.raises(aiohttp.ClientError):
        await channel_of(client, lspd).send("раз", nonce="n-1")
    assert len(standin.log.of_kind("bot_message")) == 1
    again = await channel_of(client, lspd).send("раз", nonce="n-1")
    sent = standin.log.of_kind("bot_message")
    assert [each["message_id"] for each in sent] == [str(again.id)]


@pytest.mark.parametrize("kind", ["hang", "abort"])
async def test_a_call_that_hangs_or_is_aborted_has_done_nothing(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], kind: str
) -> None:
    standin.fail_rest(kind, "POST", r"/messages$", seconds=0.1)
    with pytest.raises((aiohttp.ClientError, OSError)):
        await channel_of(client, lspd).send("раз")
    assert not standin.log.of_kind("bot_message")


async def test_while_offline_nothing_is_answered_and_afterwards_the_client_comes_back(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], leader: str
) -> None:
    await standin.offline(0.5)
    standin.post("LSPD", "общий-чат", leader, "тем временем")
    with pytest.raises((aiohttp.ClientError, OSError)):
        await channel_of(client, lspd).send("раз")
    await client.until(lambda: len(client.of("shard_ready")) == 2)
    # discord.py gives its session up when a connection fails: what it missed is in the history.
    assert client.texts() == []
    assert [each.content async for each in channel_of(client, lspd).history()] == ["тем временем"]


def test_an_unknown_kind_of_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="kind must be one of"):
        StandIn(members=80).fail_rest("418")
