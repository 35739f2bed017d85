"""Names of servers, channels, roles and members reach their rows by way of the writer."""

from pathlib import Path

import pytest

from botrunner import members, name_rows
from botrunner.members import Members
from botrunner.name_rows import NameBatch
from botrunner.standin import StandIn
from tests.botrunner.rig import Rig, running

# Discord: the bit of the Server Members Intent.
GUILD_MEMBERS = 1 << 1


async def _written(rig: Rig) -> list[tuple[str, tuple]]:
    """What `Names` has the writer do, by function name."""
    calls: list[tuple[str, tuple]] = []

    async def call(function, *args):  # type: ignore[no-untyped-def]
        calls.append((function.__name__, args))

    rig.writer.call = call  # type: ignore[method-assign]
    await rig.names.write()
    return calls


async def test_a_server_s_names_are_written_when_it_is_met(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        calls = await _written(rig)
    assert ("arrive", (rig.guild_id, "LSPD")) in calls
    batch = next(args[0] for name, args in calls if name == "save_names")
    assert isinstance(batch, NameBatch)
    assert batch.channels[rig.channel("вопросы")].name == "вопросы"
    assert batch.channels[rig.channel("вопросы")].kind == "text"
    assert batch.roles[rig.help_role].guild_id == rig.guild_id


async def test_changes_of_names_follow(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        await rig.until(rig.client.is_ready)
        await rig.names.write()
        role = rig.standin.create_role(rig.guild_id, "новая роль", mentionable=True)
        rig.standin.rename_channel(rig.guild_id, "помощь", "помогаем")
        gone = rig.channel("флуд")
        rig.standin.delete_channel(rig.guild_id, "флуд")
        rig.post("всё")
        await rig.until_text("всё")
        calls = await _written(rig)
    [batch] = [args[0] for name, args in calls if name == "save_names"]
    assert batch.channels[rig.channel("помощь")].name == "помогаем"
    assert gone in batch.deleted_channels
    assert batch.roles[role.id].is_mentionable


async def test_a_bot_that_is_invited_and_removed(folder: Path) -> None:
    async with running(folder) as rig:
        await rig.ready()
        await rig.until(rig.client.is_ready)
        await rig.names.write()
        guild = rig.standin.add_guild("Новый")
        await rig.until(lambda: rig.client.get_guild(guild.id))
        rig.standin.remove_guild(guild)
        await rig.until(lambda: rig.client.get_guild(guild.id) is None)
        calls = await _written(rig)
    assert ("arrive", (guild.id, "Новый")) in calls
    assert [args[0] for name, args in calls if name == "leave"] == [guild.id]


@pytest.mark.parametrize("is_allowed", [True, False])
async def test_members_are_listed_where_the_portal_allows_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, is_allowed: bool
) -> None:
    monkeypatch.setattr(members, "PAUSE_SECONDS", 0.0)
    rows: list[int] = []

    async with StandIn(seed=1, members=60) as standin:
        if not is_allowed:
            standin.world.application.privileged &= ~GUILD_MEMBERS
        async with running(folder, standin) as rig:
            await rig.ready()

            async def call(function, *args):  # type: ignore[no-untyped-def]
                if function is name_rows.save_members:
                    rows.extend(row.user_id for row in args[0])

            rig.writer.call = call  # type: ignore[method-assign]
            await Members(rig.client, rig.rest, rig.writer).read(rig.guild_id)
    everybody = standin.world.guilds[rig.guild_id].members
    assert set(rows) == (set(everybody) if is_allowed else set())
