from typing import Any

import discord
import pytest

from botrunner.standin import StandIn, build_world
from botrunner.standin import permissions as p
from botrunner.standin.model import Channel, Guild, Member, Overwrite, Role, Thread, User

from .client import Recorder


def make_guild(everyone: int = p.VIEW_CHANNEL | p.SEND_MESSAGES) -> tuple[Guild, Channel]:
    guild = Guild(1, "G", owner_id=9)
    guild.roles = {1: Role(1, "@everyone", everyone), 2: Role(2, "A"), 3: Role(3, "B")}
    channel = Channel(5, 1, 0, "c")
    guild.channels[5] = channel
    return guild, channel


MEMBER = Member(User(7, "m"), (2, 3))


@pytest.mark.parametrize(
    ("overwrites", "may_send"),
    [
        ([], True),
        ([Overwrite(1, 0, deny=p.SEND_MESSAGES)], False),
        ([Overwrite(1, 0, deny=p.SEND_MESSAGES), Overwrite(2, 0, allow=p.SEND_MESSAGES)], True),
        ([Overwrite(2, 0, deny=p.SEND_MESSAGES), Overwrite(3, 0, allow=p.SEND_MESSAGES)], True),
        ([Overwrite(2, 0, allow=p.SEND_MESSAGES), Overwrite(7, 1, deny=p.SEND_MESSAGES)], False),
        ([Overwrite(2, 0, deny=p.SEND_MESSAGES), Overwrite(7, 1, allow=p.SEND_MESSAGES)], True),
        ([Overwrite(1, 0, deny=p.VIEW_CHANNEL)], False),
    ],
)
def test_overwrites_apply_from_everyone_over_roles_to_the_member(
    overwrites: list[Overwrite], may_send: bool
) -> None:
    guild, channel = make_guild()
    channel.overwrites = {each.id: each for each in overwrites}
    assert bool(p.permissions_in(guild, MEMBER, channel) & p.SEND_MESSAGES) is may_send


def test_owner_and_administrator_may_everything_whatever_the_overwrites() -> None:
    guild, channel = make_guild(everyone=0)
    channel.overwrites = {1: Overwrite(1, 0, deny=p.VIEW_CHANNEL)}
    assert p.permissions_in(guild, Member(User(9, "owner")), channel) == p.ALL
    guild.roles[2].permissions = p.ADMINISTRATOR
    assert p.permissions_in(guild, MEMBER, channel) == p.ALL


def test_a_thread_takes_its_parents_overwrites_and_a_private_one_its_members() -> None:
    guild, channel = make_guild()
    thread = Thread(6, 1, 11, "t", parent_id=5)
    private = Thread(8, 1, 12, "p", parent_id=5)
    assert p.may_view(guild, MEMBER, thread)
    assert not p.may_view(guild, MEMBER, private)
    private.member_ids.add(7)
    assert p.may_view(guild, MEMBER, private)
    channel.overwrites = {1: Overwrite(1, 0, deny=p.VIEW_CHANNEL)}
    assert not p.may_view(guild, MEMBER, thread)


async def test_a_hidden_channel_is_silent_and_refuses(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], leader: str
) -> None:
    standin.deny("LSPD", "вопросы", "VIEW_CHANNEL")
    standin.post("LSPD", "вопросы", leader, "не видно")
    standin.post("LSPD", "помощь", leader, "видно")
    await client.until(lambda: client.of("message"))
    assert client.texts() == ["видно"]
    channel = client.get_partial_messageable(int(lspd["channels"]["вопросы"]))
    with pytest.raises(discord.Forbidden) as refused:
        await channel.fetch_message(1)
    assert refused.value.code == 50001
    standin.deny("LSPD", "вопросы")
    assert [each.content async for each in channel.history()] == ["не видно"]


@pytest.mark.parametrize(("denied", "code"), [("SEND_MESSAGES", 50013), ("VIEW_CHANNEL", 50001)])
async def test_sending_needs_its_permission(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], denied: str, code: int
) -> None:
    standin.deny("LSPD", "вопросы", denied)
    with pytest.raises(discord.Forbidden) as refused:
        await client.get_partial_messageable(int(lspd["channels"]["вопросы"])).send("раз")
    assert refused.value.code == code


async def test_what_does_not_exist_is_404_with_its_code(
    client: Recorder, standin: StandIn, lspd: dict[str, Any]
) -> None:
    channel = client.get_partial_messageable(int(lspd["channels"]["вопросы"]))
    wanted = [
        (lambda: channel.fetch_message(1), 10008),
        (lambda: client.fetch_channel(1), 10003),
        (lambda: client.fetch_guild(1), 10004),
        (lambda: client.fetch_user(1), 10013),
    ]
    for call, code in wanted:
        with pytest.raises(discord.NotFound) as refused:
            await call()
        assert refused.value.code == code


async def test_members_are_listed_only_with_the_privileged_intent(
    client: Recorder, standin: StandIn
) -> None:
    guild = client.get_guild(728352953924321430)
    assert guild is not None
    listed = [each.id async for each in guild.fetch_members(limit=None)]
    assert sorted(listed) == sorted(standin.world.guilds[guild.id].members)
    standin.world.application.privileged = 0
    with pytest.raises(discord.Forbidden):
        _ = [each async for each in guild.fetch_members(limit=1)]


def test_the_same_seed_builds_the_same_world() -> None:
    first, second, other = build_world(1, 80), build_world(1, 80), build_world(2, 80)
    assert first.facts() == second.facts()
    assert first.users.keys() == second.users.keys()
    assert first.facts() != other.facts()


def test_the_facts_name_what_exists() -> None:
    world = build_world(1, 80)
    facts = world.facts()
    alerts = world.guilds[int(facts["notification"]["guild_id"])]
    assert len(facts["servers"]) == 8
    for server in facts["servers"]:
        guild = world.guilds[int(server["guild_id"])]
        assert int(server["help_role_id"]) in guild.roles
        assert int(server["alert_role_id"]) in alerts.roles
        assert int(server["alert_channel_id"]) in alerts.channels
        assert {int(each) for each in server["report_channel_ids"]} <= guild.channels.keys()
        assert all(int(each["discord_id"]) in guild.members for each in facts["curators"])


async def test_threads_of_a_channel_that_comes_in_sight_are_synced(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    standin.deny("LSPD", "вопросы", "VIEW_CHANNEL")
    thread = standin.create_thread("LSPD", "вопросы", leader, "нить")
    standin.deny("LSPD", "вопросы")
    await client.until(lambda: client.of("thread_join"))
    assert client.of("thread_join")[0].id == thread.id
