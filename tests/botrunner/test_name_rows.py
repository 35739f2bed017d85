"""Discord's names as rows; the owner's own words stay."""

import pytest
from django.utils import timezone

from botrunner import name_rows
from botrunner.name_rows import NameBatch
from curators.models import Revision
from monitoring.models import DiscordChannel, DiscordMember, DiscordRole, DiscordServer
from tests.factories import make_server

pytestmark = [pytest.mark.database, pytest.mark.django_db]

GUILD = 805026457327108126


def channel(channel_id: int, name: str = "вопросы", **fields: object) -> DiscordChannel:
    return DiscordChannel(
        **{"channel_id": channel_id, "guild_id": GUILD, "name": name, "kind": "text", **fields}
    )


def test_an_invited_server_appears_by_itself_switched_off() -> None:
    name_rows.arrive(GUILD, "Новый")
    server = DiscordServer.objects.get(guild_id=GUILD)
    assert (server.name, server.is_active, server.is_connected) == ("Новый", False, True)


def test_a_server_that_comes_and_goes_keeps_its_settings() -> None:
    server = make_server(guild_id=GUILD, name="Наш")
    name_rows.arrive(GUILD, "LSPD Official")
    name_rows.leave(GUILD, timezone.now())
    server.refresh_from_db()
    assert (server.name, server.is_active, server.is_connected) == ("Наш", True, False)
    assert server.left_at is not None
    name_rows.arrive(GUILD, "LSPD Official")
    server.refresh_from_db()
    assert (server.is_connected, server.left_at) == (True, None)


def test_being_heard_or_not_is_no_change_of_the_configuration() -> None:
    make_server(guild_id=GUILD)
    before = Revision.objects.get()
    name_rows.arrive(GUILD, "x")
    name_rows.disconnect([GUILD])
    name_rows.disconnect(None)
    name_rows.leave(GUILD, timezone.now())
    after = Revision.objects.get()
    assert after.config_number == before.config_number
    assert after.number > before.number


@pytest.mark.parametrize(("name", "renamed"), [("Старое", "Новое"), ("Имя владельца",) * 2])
def test_a_name_follows_discord_unless_the_owner_gave_another(name: str, renamed: str) -> None:
    server = make_server(guild_id=GUILD, name=name)
    name_rows.rename(GUILD, "Старое", "Новое")
    server.refresh_from_db()
    assert server.name == renamed


def test_servers_that_were_left_while_we_were_away_are_noticed() -> None:
    here, gone, never = make_server(guild_id=GUILD), make_server(), make_server()
    for server in (here, gone):
        channel(server.guild_id + 1, guild_id=server.guild_id).save()
    name_rows.leave_all_but([here.guild_id], timezone.now())
    for server in (here, gone, never):
        server.refresh_from_db()
    assert [s.left_at is not None for s in (here, gone, never)] == [False, True, False]


def test_names_are_written_and_refusals_stay() -> None:
    channel(5, refused_at=timezone.now(), refusal="нет права").save()
    batch = NameBatch(
        channels={5: channel(5, "переименован", parent_id=3), 6: channel(6, "новый")},
        roles={7: DiscordRole(role_id=7, guild_id=GUILD, name="роль", is_mentionable=True)},
    )
    for _ in range(2):
        name_rows.save_names(batch)
    row = DiscordChannel.objects.get(channel_id=5)
    assert (row.name, row.parent_id, row.refusal) == ("переименован", 3, "нет права")
    assert DiscordChannel.objects.count() == 2
    assert DiscordRole.objects.get().is_mentionable


def test_deleted_channels_are_marked_and_deleted_roles_go() -> None:
    channel(5).save()
    DiscordRole.objects.create(role_id=7, guild_id=GUILD, name="роль")
    name_rows.save_names(NameBatch(deleted_channels={5: timezone.now()}, deleted_roles={7}))
    assert DiscordChannel.objects.get().deleted_at is not None
    assert not DiscordRole.objects.exists()


def test_what_went_away_unheard_is_forgotten_but_threads_may_be_archived() -> None:
    channel(5).save()
    channel(6).save()
    channel(8, kind="public_thread").save()
    DiscordRole.objects.create(role_id=7, guild_id=GUILD, name="роль")
    name_rows.forget_missing(GUILD, [5], [], timezone.now())
    deleted = DiscordChannel.objects.exclude(deleted_at=None).values_list("channel_id", flat=True)
    assert list(deleted) == [6]
    assert not DiscordRole.objects.exists()


def test_members_are_written_by_pages_and_those_who_left_go() -> None:
    def member(user_id: int, name: str) -> DiscordMember:
        return DiscordMember(guild_id=GUILD, user_id=user_id, name=name, role_ids=[1])

    name_rows.save_members([member(1, "А"), member(2, "Б")])
    name_rows.save_members([member(2, "В"), member(3, "Г")])
    name_rows.forget_members(GUILD, {2, 3})
    rows = DiscordMember.objects.order_by("user_id").values_list("user_id", "name")
    assert list(rows) == [(2, "В"), (3, "Г")]
