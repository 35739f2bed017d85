"""Gaps, first cursors and refusals as rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from botrunner import progress
from botrunner.progress import Absence, Recovered, Watched
from curators.models import Revision
from monitoring import leases
from monitoring.models import Activity, ChannelCursor, DiscordChannel, Gap, ReportEvent
from tests.factories import (
    make_curator,
    make_id,
    make_report,
    make_request,
    make_server,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def absence(minutes: float = 10, why: Gap.Why = Gap.Why.START) -> Absence:
    return Absence(why, timezone.now() - timedelta(minutes=minutes))


def test_a_gap_is_written_before_it_is_read_and_closed_after() -> None:
    server, missed = make_server(), absence()
    found = progress.open_gap(server.pk, server.guild_id, missed, timezone.now())
    gap = Gap.objects.get()
    assert (found.gap_id, found.since) == (gap.pk, missed.started_at)
    assert gap.read_at is None
    assert gap.ended_at is not None
    assert {"reaction_times", "buttons", "roles"} <= set(gap.lost)
    recovered = Recovered(message_count=5, reaction_count=2, unread={7})
    progress.close_gaps(server.pk, gap.pk, recovered, timezone.now(), True)
    gap.refresh_from_db()
    assert (gap.message_count, gap.reaction_count, gap.unread_channels) == (5, 2, [7])
    assert gap.read_at is not None
    assert gap.ended_at == gap.read_at


def test_a_gap_is_noted_as_it_begins_and_has_no_end_until_the_server_is_heard() -> None:
    server, missed, heard_at = make_server(), absence(), timezone.now()
    progress.note_gap(server.pk, missed)
    assert Gap.objects.get().ended_at is None
    progress.open_gap(server.pk, server.guild_id, missed, heard_at)
    progress.note_gap(server.pk, missed)
    assert Gap.objects.get().ended_at == heard_at


def test_a_gap_that_is_noted_is_a_revision_for_the_pages() -> None:
    server, before = make_server(), Revision.objects.get(pk=1).number
    progress.note_gap(server.pk, absence())
    assert Revision.objects.get(pk=1).number == before + 1


def test_the_same_gap_twice_is_one_row_that_ends_where_it_ended_first() -> None:
    server, missed, heard_at = make_server(), absence(), timezone.now()
    for seconds in (0, 60):
        later = heard_at + timedelta(seconds=seconds)
        progress.open_gap(server.pk, server.guild_id, missed, later)
    assert Gap.objects.get().ended_at == heard_at


def test_another_beginning_reason_or_server_is_another_gap() -> None:
    server, other, missed = make_server(), make_server(), absence()
    progress.note_gap(server.pk, missed)
    progress.note_gap(server.pk, absence(20))
    progress.note_gap(server.pk, Absence(Gap.Why.GUILD, missed.started_at))
    progress.note_gap(other.pk, missed)
    assert Gap.objects.count() == 4


def test_a_gap_that_was_not_read_to_its_end_is_read_with_the_next() -> None:
    server, earlier, later = make_server(), absence(60), absence(5)
    progress.open_gap(server.pk, server.guild_id, earlier, timezone.now())
    found = progress.open_gap(server.pk, server.guild_id, later, timezone.now())
    assert found.since == earlier.started_at
    progress.close_gaps(server.pk, found.gap_id, Recovered(), timezone.now(), True)
    assert not Gap.objects.filter(read_at=None).exists()


def test_reading_some_lanes_leaves_the_server_s_own_gap_unread() -> None:
    server = make_server()
    progress.open_gap(server.pk, server.guild_id, absence(60), timezone.now())
    found = progress.open_gap(
        server.pk, server.guild_id, absence(5, Gap.Why.OVERFLOW), timezone.now()
    )
    progress.close_gaps(server.pk, found.gap_id, Recovered(), timezone.now(), False)
    assert [gap.why for gap in Gap.objects.filter(read_at=None)] == [Gap.Why.START]


def test_another_server_s_gap_is_none_of_ours() -> None:
    server, other = make_server(), make_server()
    progress.open_gap(other.pk, other.guild_id, absence(60), timezone.now())
    found = progress.open_gap(server.pk, server.guild_id, None, timezone.now())
    assert (found.gap_id, found.since) == (None, None)
    progress.close_gaps(server.pk, None, Recovered(), timezone.now(), True)
    assert Gap.objects.filter(read_at=None).count() == 1


def test_while_the_database_was_away_buttons_were_refused_and_not_lost() -> None:
    server = make_server()
    missed = absence(why=Gap.Why.DATABASE)
    progress.open_gap(server.pk, server.guild_id, missed, timezone.now())
    assert "buttons" not in Gap.objects.get().lost


def test_open_requests_and_waiting_reports_are_watched() -> None:
    server = make_server()
    request = make_request(server)
    make_request(server, status="answered")
    report, verified = make_report(server), make_report(server, status="verified")
    make_request(make_server())
    found = progress.open_gap(server.pk, server.guild_id, None, timezone.now())
    watched = {each.message_id for messages in found.watched.values() for each in messages}
    assert watched == {request.message_id, report.message_id}
    assert verified.message_id not in watched
    expected = Watched(request.lane_id, request.channel_id, request.message_id)
    assert expected in found.watched[request.lane_id]


def test_known_reactions_of_watched_messages_are_told() -> None:
    server, curator = make_server(), make_curator()
    request, dropped = make_request(server), make_request(server)
    report, released = make_report(server), make_report(server)
    for message, withdrawn_at in ((request, None), (dropped, timezone.now())):
        Activity.objects.create(
            server=server,
            message_id=message.message_id,
            curator=curator,
            emoji_key="2705",
            kind=Activity.Kind.REACTION,
            channel_id=message.channel_id,
            lane_id=message.lane_id,
            withdrawn_at=withdrawn_at,
        )
    for message, withdrawn_at in ((report, None), (released, timezone.now())):
        ReportEvent.objects.create(
            server=server,
            report_message_id=message.message_id,
            kind="reaction",
            source_id=message.message_id,
            actor_id=curator.discord_id,
            emoji_key="2705",
            withdrawn_at=withdrawn_at,
        )
    found = progress.open_gap(server.pk, server.guild_id, None, timezone.now())
    assert found.reacted == {request.message_id, report.message_id}


def test_first_cursors_never_move_one_that_is_there() -> None:
    server, channel = make_server(), make_id()
    number = leases.acquire("a")
    progress.open_cursors(server.pk, number, [(channel, channel, 50)])
    progress.open_cursors(server.pk, number, [(channel, channel, 10), (channel + 1, channel, 7)])
    cursors = ChannelCursor.objects.order_by("channel_id").values_list("message_id", "lane_id")
    assert list(cursors) == [(50, channel), (7, channel)]


def test_without_the_lease_no_cursor_is_written() -> None:
    server = make_server()
    leases.acquire("a")
    progress.open_cursors(server.pk, 99, [(1, 1, 50)])
    progress.open_cursors(server.pk, None, [(1, 1, 50)])
    assert not ChannelCursor.objects.exists()


def test_a_refusal_keeps_its_first_moment_until_the_channel_is_read_again() -> None:
    server, channel, first = make_server(), make_id(), timezone.now() - timedelta(hours=2)
    progress.refuse(server.guild_id, channel, "нет права", first)
    progress.refuse(server.guild_id, channel, "x" * 500, timezone.now())
    row = DiscordChannel.objects.get(channel_id=channel)
    assert row.refused_at == first
    assert row.refusal == "x" * 200
    found = progress.open_gap(server.pk, server.guild_id, None, timezone.now())
    assert found.refused == {channel: first}
    progress.readmit([channel])
    row.refresh_from_db()
    assert (row.refused_at, row.refusal) == (None, "")


def test_archived_threads_are_known_from_their_names() -> None:
    server = make_server()
    DiscordChannel.objects.create(
        channel_id=5, guild_id=server.guild_id, parent_id=4, name="в", kind="public_thread"
    )
    DiscordChannel.objects.create(
        channel_id=4, guild_id=server.guild_id, parent_id=3, name="к", kind="text"
    )
    found = progress.open_gap(server.pk, server.guild_id, None, timezone.now())
    assert found.threads == {5: 4}
