"""What a person does on Discord arrives as a plain event, over a real WebSocket."""

from pathlib import Path

from monitoring.events import (
    ChannelDeleted,
    Message,
    MessagesDeleted,
    ReactionChanged,
    ReactionsCleared,
    Source,
)
from tests.botrunner.rig import running


async def test_a_message_arrives_with_all_that_the_rules_read(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        author, other = rig.people[:2]
        posted = rig.post(f"<@&{rig.help_role}> <@{other}> помогите", author=author)
        await rig.until(lambda: rig.writer.of(Message))
    [event] = rig.writer.of(Message)
    assert event.message_id == posted.id
    assert (event.guild_id, event.channel_id) == (rig.guild_id, rig.channel("вопросы"))
    assert event.lane_id == event.channel_id
    assert event.author_id == author
    assert event.role_mentions == (rig.help_role,)
    assert event.user_mentions == (other,)
    assert event.source is Source.LIVE
    assert event.is_plain
    assert event.author_role_ids == tuple(
        rig.standin.world.guilds[rig.guild_id].members[author].roles
    )


async def test_a_reply_says_whom_it_answers_and_its_ping_is_no_mention(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        question = rig.post("вопрос", author=rig.people[0])
        rig.post("ответ", author=rig.people[1], reply_to=question)
        await rig.until_text("ответ")
    event = rig.writer.of(Message)[-1]
    assert (event.reply_to_id, event.reply_to_author_id) == (question.id, rig.people[0])
    assert event.user_mentions == ()


async def test_others_than_people_are_not_plain(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        original = rig.post("человек")
        rig.post("бот", author="Other", bot=True)
        rig.post("вебхук", author="Hook", webhook=True)
        rig.post("переслано", forward=original)
        rig.post("закреплено", type=6)
        await rig.until_text("закреплено")
    plain = {event.content: event.is_plain for event in rig.writer.of(Message)}
    assert [text for text, is_plain in plain.items() if is_plain] == ["человек"]


async def test_only_a_dated_edit_is_an_edit(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        message = rig.post("до")
        rig.standin.unfurl(message)
        rig.standin.edit(message, "после")
        await rig.until_text("после")
    assert [(event.content, event.source) for event in rig.writer.of(Message)] == [
        ("до", Source.LIVE),
        ("после", Source.EDIT),
    ]
    assert rig.writer.of(Message)[1].edited_at is not None


async def test_reactions_are_timed_by_their_delivery(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        message = rig.post("вопрос")
        who = rig.people[1]
        rig.standin.react(message, who, "👍")
        emoji = next(iter(rig.standin.world.guilds[rig.guild_id].emojis.values()))
        rig.standin.react(message, who, f"{emoji.name}:{emoji.id}")
        rig.standin.unreact(message, who, "👍")
        rig.standin.clear_reactions(message, "👍")
        rig.standin.clear_reactions(message)
        await rig.until(lambda: rig.writer.of(ReactionsCleared)[-1:])
        await rig.until(lambda: rig.writer.of(ReactionChanged)[2:])
        entry = rig.standin.log.of_kind("reaction_add")[0]
    added, custom, removed = rig.writer.of(ReactionChanged)
    assert (added.emoji_key, added.emoji, added.user_id) == ("1f44d", "👍", who)
    assert (custom.emoji_key, custom.emoji) == (str(emoji.id), f"{emoji.name}:{emoji.id}")
    assert (added.is_added, removed.is_added) == (True, False)
    assert added.is_timed
    assert abs(added.delivered_at.timestamp() - entry["at_ms"] / 1000) < 1
    assert added.delivered_at < custom.delivered_at < removed.delivered_at


async def test_deletions_one_by_one_and_in_bulk(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        first, second, third = (rig.post(text) for text in "абв")
        rig.standin.delete(first)
        rig.standin.bulk_delete([second, third])
        await rig.until(lambda: rig.writer.of(MessagesDeleted)[1:])
    single, bulk = rig.writer.of(MessagesDeleted)
    assert (single.message_ids, single.is_bulk, single.is_timed) == ((first.id,), False, True)
    assert (set(bulk.message_ids), bulk.is_bulk) == ({second.id, third.id}, True)


async def test_a_thread_belongs_to_the_lane_of_its_channel(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        starter = rig.post("вопрос")
        thread = rig.standin.create_thread(
            rig.guild_id, "вопросы", rig.people[0], "ветка", starter=starter
        )
        rig.standin.post(rig.guild_id, thread, rig.people[1], "в ветке")
        await rig.until_text("в ветке")
        rig.standin.delete_thread(thread)
        await rig.until(lambda: rig.writer.of(ChannelDeleted))
    event = rig.writer.of(Message)[-1]
    assert (event.channel_id, event.lane_id) == (thread.id, rig.channel("вопросы"))
    [gone] = rig.writer.of(ChannelDeleted)
    assert (gone.channel_id, gone.lane_id) == (thread.id, rig.channel("вопросы"))
    assert rig.writer.cursors[thread.id] == thread.id - 1


async def test_a_new_channel_is_read_from_its_beginning_should_we_die(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        channel = rig.standin.create_channel(rig.guild_id, "новый")
        await rig.until(lambda: channel.id in rig.writer.cursors)
        rig.standin.post(rig.guild_id, channel, rig.people[0], "первое")
        await rig.until_text("первое")
        rig.standin.delete_channel(rig.guild_id, channel)
        await rig.until(lambda: rig.writer.of(ChannelDeleted))


async def test_a_server_that_is_not_recorded_leaves_no_events(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        foreign = next(g for g in rig.standin.world.guilds.values() if g.name == "FIB")
        people = [each.user.id for each in foreign.members.values() if not each.user.bot]
        assert foreign.id != rig.guild_id
        rig.standin.post(foreign.id, "вопросы", people[0], "чужое")
        rig.post("наше")
        await rig.until_text("наше")
    assert rig.writer.texts() == ["наше"]


async def test_a_press_of_our_button_reaches_the_sender(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        await rig.client.http.request(
            _create(rig.channel("вопросы")),
            json={"content": "зов", "components": [_row("gt:claim:1"), _row("other")]},
        )
        await rig.until_text("зов")
        message = rig.writer.of(Message)[-1].message_id
        rig.standin.press_button(message, "other", rig.people[0])
        rig.standin.press_button(message, "gt:claim:1", rig.people[0])
        await rig.until(lambda: rig.standin.log.of_kind("interaction_answer"))
    assert [press.data["custom_id"] for press in rig.presses] == ["gt:claim:1"]


def _create(channel_id: int) -> object:
    from discord.http import Route

    return Route("POST", "/channels/{channel_id}/messages", channel_id=channel_id)


def _row(custom_id: str) -> dict[str, object]:
    button = {"type": 2, "style": 1, "label": "Беру", "custom_id": custom_id}
    return {"type": 1, "components": [button]}
