from typing import Any

import discord
import pytest

from botrunner.standin import StandIn
from botrunner.standin.housekeeping import tidy

from .client import Recorder


def text_channel(client: Recorder, lspd: dict[str, Any]) -> discord.TextChannel:
    channel = client.get_channel(int(lspd["channels"]["вопросы"]))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_a_thread_from_a_message_has_its_id_and_a_starter_message(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    starter = standin.post("LSPD", "вопросы", leader, "начало")
    thread = standin.create_thread("LSPD", "вопросы", leader, "нить", starter=starter)
    standin.post("LSPD", thread, leader, "в нити")
    await client.until(lambda: len(client.of("message")) == 3)
    assert thread.id == starter.id
    assert client.of("thread_create")[0].id == starter.id
    opening, inside = client.of("message")[1:]
    assert opening.type is discord.MessageType.thread_starter_message
    assert isinstance(inside.channel, discord.Thread)
    assert inside.channel.parent_id == starter.channel_id


async def test_a_forum_post_bears_the_id_of_its_first_message(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    thread, message = standin.create_post("LSPD", "обращения", leader, "Тема", "Текст")
    await client.until(lambda: client.of("message"))
    assert thread.id == message.id == client.of("message")[0].id
    assert client.of("message")[0].channel.name == "Тема"


async def test_archived_threads_are_paged_by_their_archive_time(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], leader: str
) -> None:
    made = []
    for number in range(5):
        thread = standin.create_thread("LSPD", "вопросы", leader, f"нить {number}")
        standin.core.clock.offset_seconds += 1
        standin.archive_thread(thread)
        made.append(thread.id)
    found = [each async for each in text_channel(client, lspd).archived_threads(limit=None)]
    assert [each.id for each in found] == made[::-1]
    page = await client.http.get_public_archived_threads(int(lspd["channels"]["вопросы"]), limit=2)
    assert page["has_more"]
    rest = await client.http.get_public_archived_threads(
        int(lspd["channels"]["вопросы"]),
        limit=50,
        before=page["threads"][-1]["thread_metadata"]["archive_timestamp"],
    )
    assert [int(each["id"]) for each in rest["threads"]] == made[2::-1]
    assert not rest["has_more"]


async def test_active_threads_leave_the_list_when_archived_and_come_back_by_a_message(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    guild = client.get_guild(728352953924321430)
    assert guild is not None
    thread = standin.create_thread("LSPD", "вопросы", leader, "нить")
    assert [each.id for each in await guild.active_threads()] == [thread.id]
    standin.archive_thread(thread)
    assert await guild.active_threads() == []
    standin.post("LSPD", thread, leader, "ещё")
    assert [each.id for each in await guild.active_threads()] == [thread.id]
    await client.until(lambda: len(client.of("raw_thread_update")) == 2)


async def test_private_archived_threads_need_manage_threads(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], leader: str
) -> None:
    thread = standin.create_thread("LSPD", "вопросы", leader, "тайная", private=True)
    standin.archive_thread(thread)
    channel = text_channel(client, lspd)
    with pytest.raises(discord.Forbidden) as refused:
        _ = [each async for each in channel.archived_threads(private=True)]
    assert refused.value.code == 50013
    standin.update_role("LSPD", "Curator", permissions=1 << 34 | 1 << 10 | 1 << 16)
    found = [each async for each in channel.archived_threads(private=True)]
    assert [each.id for each in found] == [thread.id]


async def test_a_deleted_channel_takes_its_threads_with_it(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    thread = standin.create_thread("LSPD", "вопросы", leader, "нить")
    standin.delete_channel("LSPD", "вопросы")
    await client.until(lambda: client.of("guild_channel_delete"))
    assert client.of("raw_thread_delete")[0].thread_id == thread.id
    assert [each["kind"] for each in standin.log.after()][-2:] == [
        "thread_delete",
        "channel_delete",
    ]


def test_a_thread_that_nobody_uses_is_archived(standin: StandIn, leader: str) -> None:
    thread = standin.create_thread("LSPD", "вопросы", leader, "нить")
    standin.core.clock.offset_seconds += thread.auto_archive_minutes * 60 - 5
    tidy(standin.core)
    assert not thread.archived
    standin.core.clock.offset_seconds += 10
    tidy(standin.core)
    assert thread.archived
