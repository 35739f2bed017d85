import asyncio

import discord
import pytest

from botrunner.standin import Options, StandIn

from .client import INTENTS, Recorder, connected, point_at
from .raw import raw_gateway

GUILD_MESSAGES_AND_CONTENT = 1 << 0 | 1 << 9 | 1 << 15


async def test_a_client_sees_all_guilds_with_their_channels_and_roles(
    client: Recorder, standin: StandIn
) -> None:
    assert len(client.guilds) == 9
    lspd = client.get_guild(728352953924321430)
    assert lspd is not None
    assert lspd.name == "LSPD"
    assert lspd.member_count == len(standin.world.guilds[lspd.id].members)
    assert {"вопросы", "обращения", "completed-tasks"} <= {each.name for each in lspd.channels}
    assert "Помощь куратора" in {each.name for each in lspd.roles}


async def test_a_wrong_token_is_refused_before_the_gateway(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    point_at(standin, monkeypatch)
    client = Recorder()
    with pytest.raises(discord.LoginFailure):
        await client.start("wrong")
    await client.close()


@pytest.mark.parametrize(
    ("identify", "code"),
    [
        ({"token": "wrong", "intents": 1}, 4004),
        ({"token": "standin-token", "intents": 1 << 40}, 4013),
        ({"token": "standin-token", "intents": 1, "shard": [2, 2]}, 4010),
    ],
)
async def test_a_bad_identify_closes_with_its_code(
    standin: StandIn, identify: dict[str, object], code: int
) -> None:
    async with raw_gateway(standin) as gateway:
        await gateway.send(2, identify)
        assert await gateway.receive() == {"close": code}


async def test_privileged_intents_must_be_switched_on(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    standin.world.application.privileged = 0
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with connected(standin, monkeypatch):
            pass


async def test_without_message_content_only_mentions_keep_their_text(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch, leader: str
) -> None:
    bare = discord.Intents(guilds=True, guild_messages=True)
    async with connected(standin, monkeypatch, intents=bare) as client:
        standin.post("LSPD", "вопросы", leader, "секрет")
        standin.post("LSPD", "вопросы", leader, f"<@{client.user.id}> открыто")  # type: ignore[union-attr]
        await client.until(lambda: len(client.of("message")) == 2)
        assert client.texts()[0] == ""
        assert client.texts()[1].endswith("открыто")


async def test_events_without_their_intent_do_not_arrive(
    standin: StandIn, monkeypatch: pytest.MonkeyPatch, leader: str
) -> None:
    messages = discord.Intents(guilds=True, guild_messages=True, message_content=True)
    async with connected(standin, monkeypatch, intents=messages) as client:
        message = standin.post("LSPD", "вопросы", leader, "раз")
        standin.react(message, leader, "👍")
        standin.post("LSPD", "вопросы", leader, "два")
        await client.until(lambda: len(client.of("message")) == 2)
        assert not client.of("raw_reaction_add")


@pytest.mark.parametrize("how", ["drop", "without a close frame", "abort", "reconnect"])
async def test_a_resume_loses_nothing_and_repeats_nothing(
    client: Recorder, standin: StandIn, leader: str, how: str
) -> None:
    for number in range(20):
        standin.post("LSPD", "вопросы", leader, f"{number}")
    await {
        "drop": lambda: standin.drop(),
        "abort": lambda: standin.abort(),
        "without a close frame": lambda: standin.drop(1006),
        "reconnect": lambda: standin.reconnect(),
    }[how]()
    for number in range(20, 40):
        standin.post("LSPD", "вопросы", leader, f"{number}")
    await client.until(lambda: len(client.of("message")) >= 40 and client.of("shard_resumed"))
    assert client.texts() == [f"{number}" for number in range(40)]
    assert len(standin.log.of_kind("identify")) == 1


async def test_an_invalid_session_begins_a_new_one_without_the_missed_events(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    standin.refuse_resume()
    await standin.drop()
    standin.post("LSPD", "вопросы", leader, "пропало")
    await client.until(lambda: len(client.of("shard_ready")) == 2)
    standin.post("LSPD", "вопросы", leader, "дошло")
    await client.until(lambda: client.of("message"))
    assert client.texts() == ["дошло"]
    assert [each["kind"] for each in standin.log.of_kind("resume_refused", "identify")] == [
        "identify",
        "resume_refused",
        "identify",
    ]


@pytest.mark.parametrize("resumable", [True, False])
async def test_opcode_9_ends_the_session_unless_it_is_resumable(
    client: Recorder, standin: StandIn, resumable: bool
) -> None:
    await standin.invalidate(resumable)
    wanted = "shard_resumed" if resumable else "shard_connect"
    await client.until(lambda: len(client.of(wanted)) == (1 if resumable else 2))
    assert len(standin.log.of_kind("identify")) == (1 if resumable else 2)


async def test_a_session_whose_buffer_has_run_over_cannot_be_resumed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = Options(resume_buffer=5)
    async with (
        StandIn(members=80, options=options) as standin,
        connected(standin, monkeypatch) as client,
    ):
        await standin.drop()
        for number in range(6):
            standin.post("LSPD", "вопросы", "mira_castellano", f"{number}")
        await client.until(lambda: len(client.of("shard_ready")) == 2)
        assert standin.log.of_kind("resume_refused")


async def test_an_identify_may_be_refused(standin: StandIn) -> None:
    standin.refuse_identify()
    async with raw_gateway(standin) as gateway:
        await gateway.identify(standin.token)
        packet = await gateway.receive()
        assert (packet["op"], packet["d"]) == (9, False)


async def test_a_second_identify_within_the_window_is_refused() -> None:
    options = Options(identify_every_seconds=5)
    async with StandIn(members=80, options=options) as standin:
        for op in (0, 9):
            async with raw_gateway(standin) as gateway:
                await gateway.identify(standin.token)
                assert (await gateway.receive())["op"] == op
        standin.core.clock.offset_seconds += 5
        async with raw_gateway(standin) as gateway:
            await gateway.identify(standin.token)
            assert (await gateway.receive())["op"] == 0


async def test_identifies_are_counted_and_past_the_limit_the_token_is_gone(
    standin: StandIn,
) -> None:
    standin.world.application.identifies_left = 1
    async with raw_gateway(standin) as gateway:
        await gateway.identify(standin.token)
        assert (await gateway.until("READY"))["t"] == "READY"
    async with raw_gateway(standin) as gateway:
        await gateway.identify(standin.token)
        assert await gateway.receive() == {"close": 4004}


async def test_zlib_stream_carries_the_same_as_plain_text(standin: StandIn) -> None:
    async with raw_gateway(standin) as plain, raw_gateway(standin, "&compress=zlib-stream") as zlib:
        for gateway in (plain, zlib):
            await gateway.identify(standin.token, GUILD_MESSAGES_AND_CONTENT)
            assert (await gateway.until("READY"))["t"] == "READY"
        standin.post("LSPD", "вопросы", "mira_castellano", "одно и то же 😀")
        first, second = await plain.until("MESSAGE_CREATE"), await zlib.until("MESSAGE_CREATE")
        assert first["d"] == second["d"]
        assert first["d"]["content"] == "одно и то же 😀"


async def test_each_shard_gets_its_own_guilds(standin: StandIn) -> None:
    seen: list[set[int]] = []
    for index in range(2):
        async with raw_gateway(standin) as gateway:
            await gateway.identify(standin.token, shard=[index, 2])
            ready = await gateway.until("READY")
            seen.append({int(each["id"]) for each in ready["d"]["guilds"]})
    guilds = set(standin.world.guilds)
    assert seen == [{each for each in guilds if (each >> 22) % 2 == index} for index in range(2)]
    assert all(seen)


async def test_a_stalled_gateway_answers_no_heartbeat_and_catches_up_afterwards(
    standin: StandIn,
) -> None:
    async with raw_gateway(standin) as gateway:
        await gateway.identify(standin.token, GUILD_MESSAGES_AND_CONTENT)
        for _ in range(10):  # READY and nine guilds
            await gateway.receive()
        standin.stall(0.4)
        await gateway.send(1, None)
        standin.post("LSPD", "вопросы", "mira_castellano", "позже")
        started = asyncio.get_running_loop().time()
        assert (await gateway.receive())["d"]["content"] == "позже"
        assert asyncio.get_running_loop().time() - started > 0.3
        await gateway.send(1, None)
        assert (await gateway.receive())["op"] == 11


async def test_a_client_that_sends_no_heartbeat_is_closed() -> None:
    async with (
        StandIn(members=80, options=Options(heartbeat_seconds=0.1)) as standin,
        raw_gateway(standin) as gateway,
    ):
        assert await gateway.receive() == {"close": 4009}


async def test_a_guild_outage_hides_its_events_and_ends_with_the_guild(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    standin.outage("LSPD", True)
    await client.until(lambda: client.of("guild_unavailable"))
    standin.post("LSPD", "вопросы", leader, "не слышно")
    standin.outage("LSPD", False)
    await client.until(lambda: client.of("guild_available"))
    standin.post("LSPD", "вопросы", leader, "слышно")
    await client.until(lambda: client.of("message"))
    assert client.texts() == ["слышно"]
    assert [each["delivered"] for each in standin.log.of_kind("message")] == ["none", "live"]


async def test_an_invited_bot_joins_and_a_kicked_one_leaves(
    client: Recorder, standin: StandIn
) -> None:
    joined = len(client.of("guild_join"))
    guild = standin.add_guild("Новый сервер")
    await client.until(lambda: len(client.of("guild_join")) == joined + 1)
    assert client.get_guild(guild.id) is not None
    standin.remove_guild("Новый сервер")
    await client.until(lambda: client.of("guild_remove"))
    assert client.get_guild(guild.id) is None


async def test_a_repeated_event_is_the_same_event_again(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    standin.post("LSPD", "вопросы", leader, "раз")
    standin.redeliver()
    standin.redeliver_every(1)
    standin.post("LSPD", "вопросы", leader, "два")
    await client.until(lambda: len(client.of("message")) == 4)
    assert client.texts() == ["раз", "раз", "два", "два"]
    assert len(standin.log.of_kind("message")) == 2


async def test_members_can_be_asked_for_over_the_gateway(
    client: Recorder, standin: StandIn
) -> None:
    guild = client.get_guild(728352953924321430)
    assert guild is not None
    found = await guild.query_members("mira_castellano", limit=5)
    assert [each.name for each in found] == ["mira_castellano"]


def test_the_intents_of_these_tests_are_named_one_by_one() -> None:
    assert INTENTS.message_content
    assert not INTENTS.presences
