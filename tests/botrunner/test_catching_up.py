"""After a gap everything that REST still knows is read, in order, before live events go on."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from botrunner.progress import Watched
from botrunner.standin import StandIn
from monitoring.events import Message, MessagesDeleted, ReactionChanged, ReactionsRead, Source
from monitoring.models import Gap
from tests.botrunner.rig import FakeWriter, Rig, running


async def _settled(rig: Rig, text: str = "живое") -> None:
    """Everything that was to be read is read, and live events flow."""
    await rig.ready()
    rig.post(text)
    await rig.until_text(text)


async def test_a_first_start_reads_no_history_and_writes_cursors_at_once(folder: Path) -> None:
    async with StandIn(seed=1, members=60) as standin:
        standin.post("LSPD", "вопросы", _anyone(standin), "до нас")
        async with running(folder, standin) as rig:
            await _settled(rig)
            assert rig.writer.texts() == ["живое"]
            assert set(rig.facts["channels"]) <= {
                name
                for name, channel in rig.facts["channels"].items()
                if int(channel) in rig.writer.cursors or name in _without_messages(rig)
            }
            assert rig.writer.gaps == []


async def test_a_restart_reads_what_was_missed_and_writes_a_gap(folder: Path) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        async with running(folder, standin, writer=writer) as rig:
            await _settled(rig)
            last_heard = rig.clock.now()
        missed = standin.post("LSPD", "вопросы", _anyone(standin), "пропущено")
        standin.react(missed, _anyone(standin), "👍")
        async with running(folder, standin, writer=writer, last_heard=last_heard) as rig:
            await _settled(rig, "снова живое")
    assert writer.texts()[-2:] == ["пропущено", "снова живое"]
    sources = [event.source for event in writer.of(Message)][-2:]
    assert sources == [Source.HISTORY, Source.LIVE]
    [gap] = writer.gaps
    assert (gap.why, gap.started_at) == (Gap.Why.START, last_heard)
    [read] = writer.of(ReactionsRead)
    assert read.reactors == (("1f44d", "👍", _anyone(standin)),)
    assert (writer.closed[-1].message_count, writer.closed[-1].reaction_count) == (1, 1)


async def test_a_message_read_before_and_edited_since_is_read_as_an_edit(folder: Path) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        async with running(folder, standin, writer=writer) as rig:
            message = None
            await rig.ready()
            message = rig.post("до")
            await rig.until_text("до")
            last_heard = rig.clock.now()
        standin.edit(message, "после")
        new = standin.post("LSPD", "вопросы", _anyone(standin), "новое")
        standin.edit(new, "новое, исправлено")
        async with running(folder, standin, writer=writer, last_heard=last_heard) as rig:
            await _settled(rig)
    seen = [(event.content, event.source) for event in writer.of(Message)]
    assert ("после", Source.EDIT) in seen
    assert ("новое, исправлено", Source.HISTORY) in seen


async def test_more_than_a_page_is_read_in_order(folder: Path) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        async with running(folder, standin, writer=writer) as rig:
            await _settled(rig)
            last_heard = rig.clock.now()
        for number in range(250):
            standin.post("LSPD", "вопросы", _anyone(standin), f"№ {number}")
        async with running(folder, standin, writer=writer, last_heard=last_heard) as rig:
            await _settled(rig, "конец")
    history = [event.content for event in writer.of(Message) if event.content.startswith("№")]
    assert history == [f"№ {number}" for number in range(250)]
    ids = [event.message_id for event in writer.of(Message)][1:]
    assert ids == sorted(ids)


async def test_threads_are_read_after_their_channel_archived_ones_too(folder: Path) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        async with running(folder, standin, writer=writer) as rig:
            await _settled(rig)
            last_heard, guild = rig.clock.now(), rig.guild_id
        someone = _anyone(standin)
        first = standin.post(guild, "вопросы", someone, "первый вопрос")
        archived = standin.create_thread(guild, "вопросы", someone, "архив", starter=first)
        standin.post(guild, archived, someone, "в архиве")
        standin.archive_thread(archived)
        active = standin.create_thread(guild, "вопросы", someone, "ветка")
        standin.post(guild, active, someone, "в ветке")
        post = standin.create_post(guild, _forum(standin, guild), someone, "тема", "в теме")
        standin.post(guild, "вопросы", someone, "второй вопрос")
        async with running(folder, standin, writer=writer, last_heard=last_heard) as rig:
            await _settled(rig, "конец")
            lane = rig.channel("вопросы")
    assert post is not None
    events = [event for event in writer.of(Message) if event.source is Source.HISTORY]
    texts = [event.content for event in events if event.lane_id == lane and event.is_plain]
    texts.remove("живое")  # it was read already, in the minute before the cursor
    assert texts == ["первый вопрос", "второй вопрос", "в архиве", "в ветке"]
    assert "в теме" in [event.content for event in events]


async def test_a_thread_that_wakes_while_its_channel_is_read_loses_nothing(folder: Path) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        async with running(folder, standin, writer=writer) as rig:
            await _settled(rig)
            last_heard, guild = rig.clock.now(), rig.guild_id
        someone = _anyone(standin)
        thread = standin.create_thread(guild, "вопросы", someone, "ветка")
        standin.post(guild, thread, someone, "пропущено")
        standin.archive_thread(thread)
        standin.fail_rest("slow", "GET", "/threads/archived", times=50, seconds=0.5)
        async with running(folder, standin, writer=writer, last_heard=last_heard) as rig:
            await rig.until(lambda: guild in rig.catch_up.reading)
            await asyncio.sleep(0.2)
            rig.standin.post(guild, thread, someone, "разбудило")
            await rig.until_text("разбудило")
    assert writer.texts(thread.id) == ["пропущено", "разбудило"]


async def test_a_channel_made_in_the_gap_is_read_from_its_beginning(folder: Path) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        async with running(folder, standin, writer=writer) as rig:
            await _settled(rig)
            last_heard, guild = rig.clock.now(), rig.guild_id
        channel = standin.create_channel(guild, "новый")
        standin.post(guild, channel, _anyone(standin), "самое первое")
        async with running(folder, standin, writer=writer, last_heard=last_heard) as rig:
            await _settled(rig)
    assert writer.texts(channel.id) == ["самое первое"]


async def test_live_events_of_a_lane_wait_behind_its_backfill(folder: Path) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        async with running(folder, standin, writer=writer) as rig:
            await _settled(rig)
            last_heard, guild = rig.clock.now(), rig.guild_id
        old = standin.post(guild, "вопросы", _anyone(standin), "пропущено")
        standin.fail_rest("slow", "GET", "/messages", times=50, seconds=0.7)
        async with running(folder, standin, writer=writer, last_heard=last_heard) as rig:
            await rig.until(lambda: rig.client.is_ready() or rig.guild_id in rig.catch_up.reading)
            assert rig.catch_up.gate(guild, rig.channel("вопросы")) == "blocked"
            await asyncio.sleep(0.1)
            rig.post("живое, пока читаем")
            rig.standin.react(old, _anyone(standin), "👍")
            await asyncio.sleep(0.1)
            assert "живое, пока читаем" not in writer.texts()
            await rig.until_text("живое, пока читаем")
            await rig.until(lambda: writer.of(ReactionChanged))
    assert writer.texts()[-2:] == ["пропущено", "живое, пока читаем"]
    sources = {event.content: event.source for event in writer.of(Message)}
    assert sources["живое, пока читаем"] is Source.LIVE


async def test_open_requests_are_looked_at_however_old(folder: Path) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        async with running(folder, standin, writer=writer) as rig:
            await rig.ready()
            posts = {name: rig.post(name) for name in ("с реакцией", "без реакции", "удалено")}
            await rig.until_text("удалено")
            for number in range(3):
                rig.post(f"после {number}", channel="помощь")
            lane = rig.channel("вопросы")
            await rig.until_text("после 2")
        standin.react(posts["с реакцией"], _anyone(standin), "👍")
        standin.delete(posts["удалено"])
        writer.watched = {lane: tuple(Watched(lane, lane, each.id) for each in posts.values())}
        writer.reacted = frozenset({posts["без реакции"].id})
        last_heard = rig.clock.now() + timedelta(minutes=5)
        async with running(folder, standin, writer=writer, last_heard=last_heard) as rig:
            await _settled(rig)
    read = {event.message_id: event.reactors for event in writer.of(ReactionsRead)}
    assert read == {
        posts["с реакцией"].id: (("1f44d", "👍", _anyone(standin)),),
        posts["без реакции"].id: (),
    }
    [deleted] = writer.of(MessagesDeleted)
    assert (deleted.message_ids, deleted.is_timed) == ((posts["удалено"].id,), False)


async def test_a_lost_session_is_a_gap_that_is_read(folder: Path) -> None:
    async with running(folder) as rig:
        await _settled(rig)
        rig.standin.refuse_resume()
        await rig.standin.drop()
        rig.post("пока нас нет")
        await rig.until_text("пока нас нет")
        await rig.ready()
        rig.post("снова живое")
        await rig.until_text("снова живое")
    assert list(dict.fromkeys(rig.writer.texts())) == ["живое", "пока нас нет", "снова живое"]
    assert [gap.why for gap in rig.writer.gaps] == [Gap.Why.RECONNECT]


async def test_a_resumed_session_is_no_gap(folder: Path) -> None:
    async with running(folder) as rig:
        await _settled(rig)
        await rig.standin.drop()
        rig.post("пока нас нет")
        await rig.until_text("пока нас нет")
        await rig.ready()
    assert rig.writer.gaps == []
    assert [event.source for event in rig.writer.of(Message)] == [Source.LIVE, Source.LIVE]


async def test_a_server_that_was_unavailable_is_read_when_it_is_back(folder: Path) -> None:
    async with running(folder) as rig:
        await _settled(rig)
        rig.standin.outage(rig.guild_id, True)
        await rig.until(
            lambda: rig.catch_up.gate(rig.guild_id, rig.channel("вопросы")) == "blocked"
        )
        rig.post("в тишине")
        rig.standin.outage(rig.guild_id, False)
        await rig.until_text("в тишине")
        await rig.ready()
    assert [gap.why for gap in rig.writer.gaps] == [Gap.Why.GUILD]


async def test_a_full_queue_drops_and_the_lane_is_read_again(folder: Path) -> None:
    async with running(folder) as rig:
        await _settled(rig)
        rig.writer.room = 1
        for text in ("влезло", "не влезло", "тоже нет"):
            rig.post(text)
        await rig.until(lambda: rig.lanes.find(rig.channel("вопросы")).has_dropped)
        rig.writer.room = 1000
        await rig.until_text("тоже нет")
        await rig.ready()
        rig.post("дальше")
        await rig.until_text("дальше")
    assert list(dict.fromkeys(rig.writer.texts())) == [
        "живое", "влезло", "не влезло", "тоже нет", "дальше"
    ]  # fmt: skip
    assert [gap.why for gap in rig.writer.gaps] == [Gap.Why.OVERFLOW]


async def test_the_database_gone_with_drops_is_a_gap_of_its_own_kind(folder: Path) -> None:
    async with running(folder) as rig:
        await _settled(rig)
        rig.writer.is_away, rig.writer.room = True, 0
        rig.watch.outage(True)
        rig.post("мимо базы")
        await rig.until(lambda: rig.lanes.find(rig.channel("вопросы")).has_dropped)
        rig.writer.is_away, rig.writer.room = False, 1000
        rig.watch.outage(False)
        await rig.until_text("мимо базы")
    assert [gap.why for gap in rig.writer.gaps] == [Gap.Why.DATABASE]


async def test_a_server_switched_on_starts_then(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        other = next(s for s in rig.standin.facts()["servers"] if s["name"] == "FIB")
        guild_id = int(other["guild_id"])
        people = rig.standin.world.guilds[guild_id].members.values()
        someone = next(each.user.id for each in people if not each.user.bot)
        rig.standin.post(guild_id, "вопросы", someone, "до включения")
        await asyncio.sleep(0.05)
        since = rig.clock.now()
        await asyncio.sleep(0.05)  # an id tells whole milliseconds
        rig.standin.post(guild_id, "вопросы", someone, "сразу после")
        servers = rig.writer.configuration.servers
        servers[guild_id] = type(servers[rig.guild_id])(guild_id, pk=2, active_since=since)
        rig.writer.configuration.number += 1
        await rig.until_text("сразу после")
        await rig.until(lambda: guild_id not in rig.catch_up.reading)
        rig.standin.post(guild_id, "вопросы", someone, "живое")
        await rig.until_text("живое")
    assert rig.writer.texts() == ["сразу после", "живое"]
    assert rig.writer.gaps == []


async def test_failing_rest_is_asked_again(folder: Path) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        async with running(folder, standin, writer=writer) as rig:
            await _settled(rig)
            last_heard = rig.clock.now()
        standin.post("LSPD", "вопросы", _anyone(standin), "пропущено")
        for kind in ("500", "abort", "lost"):
            standin.fail_rest(kind, "GET", "/messages$", times=1)
        async with running(folder, standin, writer=writer, last_heard=last_heard) as rig:
            await rig.until_text("пропущено")


@pytest.mark.parametrize("are_needed", [True, False])
async def test_roles_of_history_are_asked_for_where_they_decide(
    folder: Path, are_needed: bool
) -> None:
    writer = FakeWriter()
    async with StandIn(seed=1, members=60) as standin:
        heard = datetime.now(UTC) - timedelta(minutes=1)
        roles = standin.world.guilds[_guild(standin)].members[_anyone(standin)].roles
        async with running(folder, standin, writer=writer) as rig:
            await _settled(rig)
        for number in range(3):
            standin.post("LSPD", "вопросы", _anyone(standin), f"№ {number}")
        ignored = frozenset({1}) if are_needed else frozenset()
        async with running(
            folder, standin, writer=writer, last_heard=heard, ignored=ignored
        ) as rig:
            await rig.until_text("№ 2")
            asked = [call for call in standin.core.calls if "/members/" in call["path"]]
    assert writer.of(Message)[-1].author_role_ids == (tuple(roles) if are_needed else ())
    assert len(asked) == are_needed


def _guild(standin: StandIn) -> int:
    server = next(s for s in standin.facts()["servers"] if s["name"] == "LSPD")
    return int(server["guild_id"])


def _anyone(standin: StandIn) -> int:
    members = standin.world.guilds[_guild(standin)].members.values()
    return next(member.user.id for member in members if not member.user.bot)


def _forum(standin: StandIn, guild_id: int) -> int:
    channels = standin.world.guilds[guild_id].channels.values()
    return next(channel.id for channel in channels if channel.type == 15)


def _without_messages(rig: Rig) -> set[str]:
    channels = rig.standin.world.guilds[rig.guild_id].channels
    return {
        name
        for name, channel in rig.facts["channels"].items()
        if channels[int(channel)].type in (4, 15)
    }
