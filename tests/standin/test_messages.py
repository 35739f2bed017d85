from typing import Any

import discord
import pytest

from botrunner.standin import Options, StandIn

from .client import Recorder


def channel_of(client: Recorder, lspd: dict[str, Any], name: str) -> discord.TextChannel:
    channel = client.get_channel(int(lspd["channels"][name]))
    assert isinstance(channel, discord.TextChannel)
    return channel


async def test_a_message_brings_its_author_roles_and_mentions(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], leader: str, curator: str
) -> None:
    text = f"<@&{lspd['help_role_id']}> и <@{curator}> `<@&1>`"
    posted = standin.post("LSPD", "вопросы", leader, text)
    await client.until(lambda: client.of("message"))
    message = client.of("message")[0]
    assert (message.id, message.content) == (posted.id, text)
    assert [str(each.id) for each in message.role_mentions] == [lspd["help_role_id"]]
    assert [str(each.id) for each in message.mentions] == [curator]
    assert "Лидер" in {each.name for each in message.author.roles}
    assert message.created_at.timestamp() == pytest.approx(
        standin.log.of_kind("message")[0]["at_ms"] / 1000
    )


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800 половина", "\u202eназад", "😀" * 2000, "я" * 4000]
)
async def test_any_text_passes_unchanged(
    client: Recorder, standin: StandIn, leader: str, text: str
) -> None:
    standin.post("LSPD", "вопросы", leader, text)
    await client.until(lambda: client.of("message"))
    assert client.texts() == [text]


async def test_a_reply_carries_what_it_replies_to(
    client: Recorder, standin: StandIn, leader: str, curator: str
) -> None:
    first = standin.post("LSPD", "вопросы", leader, "вопрос")
    standin.post("LSPD", "вопросы", curator, "ответ", reply_to=first)
    await client.until(lambda: len(client.of("message")) == 2)
    reply = client.of("message")[1]
    assert reply.type is discord.MessageType.reply
    assert reply.reference.resolved.content == "вопрос"
    assert [str(each.id) for each in reply.mentions] == [leader]


async def test_a_reply_to_a_deleted_message_says_so(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], leader: str, curator: str
) -> None:
    first = standin.post("LSPD", "вопросы", leader, "вопрос")
    reply = standin.post("LSPD", "вопросы", curator, "ответ", reply_to=first)
    standin.delete(first)
    fetched = await channel_of(client, lspd, "вопросы").fetch_message(reply.id)
    assert fetched.reference is not None
    assert isinstance(fetched.reference.resolved, discord.DeletedReferencedMessage)


async def test_forwards_webhooks_and_other_bots_can_be_told_apart(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    first = standin.post("LSPD", "вопросы", leader, "исходное")
    standin.post("LSPD", "общий-чат", leader, forward=first)
    standin.post("LSPD", "общий-чат", "Новости", "эфир", webhook=True)
    standin.post("LSPD", "общий-чат", "MEE6", "уровень", bot=True)
    standin.post("LSPD", "общий-чат", leader, "закрепил", type=6)
    await client.until(lambda: len(client.of("message")) == 5)
    _, forward, webhook, bot, system = client.of("message")
    assert [each.content for each in forward.message_snapshots] == ["исходное"]
    assert webhook.webhook_id is not None
    assert bot.author.bot
    assert bot.webhook_id is None
    assert system.type is discord.MessageType.pins_add


async def test_an_unfurled_link_is_an_update_but_no_edit(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    message = standin.post("LSPD", "вопросы", leader, "https://e.org")
    standin.unfurl(message)
    standin.edit(message, "правка")
    await client.until(lambda: len(client.of("raw_message_edit")) == 2)
    unfurled, edited = client.of("raw_message_edit")
    assert unfurled.data["edited_timestamp"] is None
    assert edited.data["edited_timestamp"] is not None
    assert edited.data["content"] == "правка"


async def test_deletions_arrive_single_and_in_bulk(
    client: Recorder, standin: StandIn, leader: str
) -> None:
    posted = [standin.post("LSPD", "вопросы", leader, f"{n}") for n in range(3)]
    standin.delete(posted[0])
    standin.bulk_delete(posted[1:])
    await client.until(lambda: client.of("raw_bulk_message_delete"))
    assert client.of("raw_message_delete")[0].message_id == posted[0].id
    assert client.of("raw_bulk_message_delete")[0].message_ids == {each.id for each in posted[1:]}


async def test_history_pages_both_ways_and_around(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], leader: str
) -> None:
    posted = [standin.post("LSPD", "вопросы", leader, f"{n}") for n in range(250)]
    channel = channel_of(client, lspd, "вопросы")
    newest = [each async for each in channel.history(limit=None)]
    assert [each.id for each in newest] == [each.id for each in reversed(posted)]
    after = channel.history(limit=None, after=discord.Object(posted[99].id), oldest_first=True)
    assert [each.id async for each in after] == [each.id for each in posted[100:]]
    around = channel.history(limit=11, around=discord.Object(posted[50].id))
    assert [each.content async for each in around] == [f"{n}" for n in range(55, 44, -1)]


async def test_backdated_messages_stand_where_their_time_puts_them(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], leader: str
) -> None:
    now = standin.core.clock.now_ms()
    standin.post("LSPD", "вопросы", leader, "сейчас")
    standin.post("LSPD", "вопросы", leader, "час назад", at_ms=now - 3_600_000)
    channel = channel_of(client, lspd, "вопросы")
    texts = [each.content async for each in channel.history(oldest_first=True)]
    assert texts == ["час назад", "сейчас"]


async def test_reactions_arrive_and_are_listed(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], leader: str, curator: str
) -> None:
    message = standin.post("LSPD", "вопросы", leader, "вопрос")
    emoji = next(iter(standin.world.guilds[int(lspd["guild_id"])].emojis.values()))
    assert standin.react(message, curator, "👍")
    assert not standin.react(message, curator, "👍")
    standin.react(message, leader, f"{emoji.name}:{emoji.id}")
    fetched = await channel_of(client, lspd, "вопросы").fetch_message(message.id)
    assert [(str(each.emoji), each.count) for each in fetched.reactions] == [
        ("👍", 1),
        (f"<:{emoji.name}:{emoji.id}>", 1),
    ]
    assert [str(each.id) async for each in fetched.reactions[0].users()] == [curator]
    standin.unreact(message, curator, "👍")
    standin.react(message, curator, "✅")
    standin.clear_reactions(message, "✅")
    standin.clear_reactions(message)
    await client.until(lambda: client.of("raw_reaction_clear"))
    names = [name for name, _ in client.events if name.startswith("raw_reaction")]
    assert names == [
        "raw_reaction_add",
        "raw_reaction_add",
        "raw_reaction_remove",
        "raw_reaction_add",
        "raw_reaction_clear_emoji",
        "raw_reaction_clear",
    ]


async def test_the_same_nonce_sends_one_message(
    client: Recorder, standin: StandIn, lspd: dict[str, Any]
) -> None:
    channel = channel_of(client, lspd, "общий-чат")
    first = await channel.send("раз", nonce="alert-1")
    second = await channel.send("раз", nonce="alert-1")
    third = await channel.send("два", nonce="alert-2")
    assert first.id == second.id != third.id
    assert [each["nonce"] for each in standin.log.of_kind("bot_message")] == ["alert-1", "alert-2"]
    assert len(standin.log.of_kind("nonce_repeated")) == 1


async def test_a_nonce_is_forgotten_after_five_minutes(
    client: Recorder, standin: StandIn, lspd: dict[str, Any]
) -> None:
    channel = channel_of(client, lspd, "общий-чат")
    first = await channel.send("раз", nonce="alert-1")
    standin.core.clock.offset_seconds += 301
    assert (await channel.send("раз", nonce="alert-1")).id != first.id


@pytest.mark.parametrize(
    ("mentionable", "may_mention_all", "allowed", "pinged"),
    [
        (True, False, True, True),
        (True, False, False, False),
        (False, False, True, False),
        (False, True, True, True),
        (False, True, False, False),
    ],
)
async def test_a_role_is_pinged_only_if_allowed_and_mentionable(
    client: Recorder,
    standin: StandIn,
    lspd: dict[str, Any],
    mentionable: bool,
    may_mention_all: bool,
    allowed: bool,
    pinged: bool,
) -> None:
    role = standin.create_role("LSPD", "Дежурные", mentionable=mentionable)
    if may_mention_all:
        standin.update_role("LSPD", "Curator", permissions=1 << 17)
    mentions = discord.AllowedMentions(
        everyone=False, users=False, roles=[discord.Object(role.id)] if allowed else False
    )
    channel = channel_of(client, lspd, "общий-чат")
    await channel.send(f"<@&{role.id}> @everyone", allowed_mentions=mentions)
    entry = standin.log.of_kind("bot_message")[0]
    assert entry["pinged_roles"] == ([str(role.id)] if pinged else [])
    assert not entry["pinged_everyone"]


@pytest.mark.parametrize(("length", "status"), [(2000, None), (2001, 400), (0, 400)])
async def test_a_bot_sends_between_1_and_2000_characters(
    client: Recorder, lspd: dict[str, Any], length: int, status: int | None
) -> None:
    channel = channel_of(client, lspd, "общий-чат")
    if status is None:
        await channel.send("я" * length)
    else:
        with pytest.raises(discord.HTTPException) as refused:
            await channel.send("я" * length)
        assert refused.value.status == status


async def test_a_bot_edits_and_deletes_its_own_messages_only(
    client: Recorder, standin: StandIn, lspd: dict[str, Any], leader: str
) -> None:
    channel = channel_of(client, lspd, "общий-чат")
    own = await channel.send("раз", embed=discord.Embed(title="карта"))
    await own.edit(content="два", embed=None)
    await own.add_reaction("📝")
    await own.remove_reaction("📝", client.user)  # type: ignore[arg-type]
    await own.delete()
    foreign = standin.post("LSPD", "общий-чат", leader, "чужое")
    partial = channel.get_partial_message(foreign.id)
    with pytest.raises(discord.Forbidden) as refused:
        await partial.edit(content="моё")
    assert refused.value.code == 50005
    with pytest.raises(discord.Forbidden) as refused:
        await partial.delete()
    assert refused.value.code == 50013
    kinds = [each["kind"] for each in standin.log.after() if each["kind"].startswith("bot_")]
    assert kinds == ["bot_message", "bot_edit", "bot_reaction", "bot_reaction_removed"]


async def test_the_stand_ins_clock_may_differ_from_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    async with StandIn(members=80, clock_offset=90, options=Options()) as standin:
        message = standin.post("LSPD", "вопросы", "mira_castellano", "из будущего")
        ahead = discord.utils.snowflake_time(message.id) - discord.utils.utcnow()
        assert 85 < ahead.total_seconds() <= 90
