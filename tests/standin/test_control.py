import asyncio
import os
import socket
import sys
from typing import Any

import aiohttp
import pytest

from botrunner.standin import Options, StandIn

from .client import connected
from .raw import raw_gateway


async def call(standin: StandIn, action: str, **arguments: Any) -> tuple[int, Any]:
    url = f"http://127.0.0.1:{standin.port}/control/{action}"
    async with aiohttp.ClientSession() as http, http.post(url, json=arguments) as response:
        return response.status, await response.json()


async def read(standin: StandIn, path: str) -> Any:
    url = f"http://127.0.0.1:{standin.port}/control/{path}"
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        return await response.json()


async def test_another_process_directs_it_over_http(standin: StandIn, leader: str) -> None:
    post = {"guild": "LSPD", "channel": "вопросы", "author": leader, "text": "раз"}
    _, posted = await call(standin, "post", **post)
    await call(standin, "react", message=posted["message_id"], user=leader, emoji="👍")
    await call(standin, "edit", message=posted["message_id"], text="два")
    log = await read(standin, "log?after=1")
    assert [each["kind"] for each in log] == ["reaction_add", "edit"]
    now = await read(standin, f"message/{posted['message_id']}")
    assert (now["content"], now["reactions"]) == ("два", {"👍": [leader]})
    assert (await read(standin, "facts"))["servers"][0]["name"] == "Government"


async def test_a_batch_is_done_in_order_and_stops_at_the_first_error(
    standin: StandIn, leader: str
) -> None:
    post = {"guild": "LSPD", "channel": "вопросы", "author": leader, "text": "раз"}
    url = f"http://127.0.0.1:{standin.port}/control/batch"
    steps = [["post", post], ["delete", {"message": "1"}], ["post", post]]
    async with aiohttp.ClientSession() as http, http.post(url, json=steps) as response:
        assert response.status == 404
        assert len((await response.json())["results"]) == 1
    assert len(standin.log) == 1


@pytest.mark.parametrize(
    ("action", "arguments", "status"),
    [
        ("post", {"guild": "LSPD"}, 400),
        ("post", {"guild": "Нет такой", "channel": "вопросы", "author": "1"}, 404),
        ("nonsense", {}, 404),
        ("fail_rest", {"kind": "418"}, 400),
    ],
)
async def test_a_wrong_call_is_one_line(
    standin: StandIn, action: str, arguments: dict[str, Any], status: int
) -> None:
    found, answer = await call(standin, action, **arguments)
    assert found == status
    assert "\n" not in answer["error"]


async def test_the_log_can_be_waited_for(standin: StandIn, leader: str) -> None:
    waiting = asyncio.create_task(read(standin, "log?after=0&wait=5"))
    await asyncio.sleep(0.05)
    standin.post("LSPD", "вопросы", leader, "раз")
    assert [each["kind"] for each in await waiting] == ["message"]


def test_a_bounded_log_keeps_its_numbers() -> None:
    standin = StandIn(members=80, options=Options(log_limit=3))
    for number in range(5):
        standin.post("LSPD", "вопросы", "mira_castellano", f"{number}")
    assert [each["n"] for each in standin.log.after()] == [3, 4, 5]
    assert [each["n"] for each in standin.log.after(4)] == [5]


async def test_blasted_frames_reach_the_client_in_order(standin: StandIn) -> None:
    async with raw_gateway(standin) as gateway:
        await gateway.identify(standin.token)
        assert (await gateway.until("READY"))["t"] == "READY"
        blast = asyncio.create_task(
            standin.blast([("MESSAGE_CREATE", b'{"n":%d}' % n) for n in range(3000)])
        )
        seen = [(await gateway.until("MESSAGE_CREATE"))["d"]["n"] for _ in range(3000)]
        await blast
        assert seen == list(range(3000))


async def test_what_was_posted_unheard_can_be_blasted_later(
    standin: StandIn, leader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(50):
        standin.post("LSPD", "вопросы", leader, f"{number}")
    async with connected(standin, monkeypatch) as client:
        await standin.blast(standin.frames())
        await client.until(lambda: len(client.of("message")) == 50)
        assert client.texts() == [f"{number}" for number in range(50)]


@pytest.mark.parametrize(
    ("token", "path", "status", "code"),
    [
        ("wrong", "/users/@me", 401, 0),
        ("standin-token", "/no/such/route", 404, 0),
        ("standin-token", "/channels/nonsense/messages", 400, 50035),
        ("standin-token", "/gateway/bot", 200, None),
    ],
)
async def test_errors_have_discords_shape_and_every_answer_its_date(
    standin: StandIn, token: str, path: str, status: int, code: int | None
) -> None:
    headers = {"Authorization": f"Bot {token}"}
    async with (
        aiohttp.ClientSession(headers=headers) as http,
        http.get(standin.api_url + path) as response,
    ):
        assert response.status == status
        assert (await response.json()).get("code") == code
        assert response.headers["Date"].endswith("GMT")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--port", "nonsense"], "argument --port"),
        (["--speed", "-1"], "--speed"),
        (["--port", "{busy}"], "cannot be used"),
    ],
)
async def test_a_wrong_or_busy_port_is_one_line(arguments: list[str], said: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        busy = str(taken.getsockname()[1])
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "botrunner.standin",
            *(each.format(busy=busy) for each in arguments),
            stderr=asyncio.subprocess.PIPE,
            env=dict(os.environ),
        )
        _, complaint = await process.communicate()
    assert process.returncode == 1
    assert said in complaint.decode()
    assert complaint.decode().count("\n") == 1
