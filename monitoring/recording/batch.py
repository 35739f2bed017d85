"""One batch: read what its events may touch, apply them, derive, write, all in one transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from monitoring.configuration import Configuration, ServerSnapshot
from monitoring.events import (
    ChannelDeleted,
    Event,
    Message,
    MessagesDeleted,
    ReactionChanged,
    ReactionsCleared,
    ReactionsRead,
    Source,
)
from monitoring.models import Activity, RequestMessage, TaskReport
from monitoring.recording.judging import Judged, judge
from monitoring.recording.reactions import change_reaction
from monitoring.recording.reports import Reports
from monitoring.recording.selects import select
from monitoring.recording.statistics import DailyChanges
from monitoring.recording.streams import EVERYBODY, Named, Streams
from monitoring.recording.tables import Table
from monitoring.snowflakes import snowflake_time

WITHDRAWN_WITHIN = timedelta(minutes=10)
SPOKEN = frozenset({Activity.Kind.MESSAGE.value, Activity.Kind.REPLY.value})


def known_ids(ids: set[int | None]) -> set[int]:
    return {each for each in ids if each is not None}


class Batch:
    """Events become rows here. Works on rows in memory; `save` writes what differs."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.activities: Table[Activity] = Table(Activity)
        self.streams = Streams(configuration)
        self.reports = Reports(configuration, self.activities)
        self.people = configuration.discord_ids

    def record(self, events: Sequence[Event]) -> None:
        kept = [(event, found) for event in events if (found := self._concerns(event))]
        if not kept:
            return
        self._read(kept)
        for event, found in kept:
            self._apply(event, found)
        self.save()

    def save(self) -> None:
        self.streams.derive()
        self.reports.derive()
        daily = DailyChanges(self.configuration.zone)
        daily.count_activities(self.activities.changes())
        daily.count_requests(self.streams.requests.requests.changes())
        self.activities.save()
        self.streams.save()
        self.reports.save()
        daily.save()

    def _concerns(self, event: Event) -> Judged | ServerSnapshot | None:
        """The message as judged, or the recording server of another event; None to leave no row."""
        if isinstance(event, Message):
            return judge(event, self.configuration)
        server = self.configuration.servers.get(event.guild_id)
        if server is None or not server.records(event.delivered_at):
            return None
        if isinstance(event, ReactionChanged):
            curator = self.configuration.curator_at(event.user_id, event.delivered_at)
            return server if curator is not None or not event.is_added else None
        return server

    def _read(self, kept: Sequence[tuple[Event, Judged | ServerSnapshot]]) -> None:
        """What is there already, by the ids that the events name."""
        servers = {found.server.pk if isinstance(found, Judged) else found.pk for _, found in kept}
        since = min(_time(event) for event, _ in kept)
        ids: set[int] = set()
        replies: set[int | None] = set()
        for event, _ in kept:
            if isinstance(event, Message):
                ids.add(event.message_id)
                replies |= {event.reply_to_id, event.channel_id}
            elif isinstance(event, MessagesDeleted):
                ids |= set(event.message_ids)
            elif not isinstance(event, ChannelDeleted):
                ids.add(event.message_id)
        known = ids | known_ids(replies)
        self.activities.load(select(Activity, {"server_id": servers, "message_id": ids}))
        self.reports.read(servers, known)
        for row in self.activities:
            if row.kind in SPOKEN and row.at is not None:
                known |= known_ids({row.reply_to_id, row.channel_id})
                since = min(since, row.at)
        named = {*self._named(kept), *self._answered()}
        self.streams.read(servers, known, named, since)
        for event, found in kept:
            if isinstance(event, ChannelDeleted) and isinstance(found, ServerSnapshot):
                self._read_channel(event, found)

    def _named(self, kept: Sequence[tuple[Event, Judged | ServerSnapshot]]) -> Iterable[Named]:
        """Every stream of requests that a message may belong to or answer."""
        for event, found in kept:
            if not isinstance(event, Message) or not isinstance(found, Judged):
                continue
            authors = {event.author_id} if found.opening or found.is_solved else set()
            if found.curator:
                authors |= known_ids({*event.user_mentions, event.reply_to_author_id})
            if found.curator and found.server.counts_plain_messages:
                authors.add(EVERYBODY)
            for author_id in authors:
                yield found.server.pk, event.channel_id, author_id

    def _answered(self) -> Iterable[Named]:
        """Every stream that the recorded messages of these events may have answered."""
        for row in self.activities:
            if row.kind in SPOKEN:
                authors = {*row.named_ids, row.reply_to_author_id} - {None}
                for author_id in authors | ({EVERYBODY} if row.is_plain_answer else set()):
                    yield row.server_id, row.channel_id, author_id

    def _read_channel(self, event: ChannelDeleted, server: ServerSnapshot) -> None:
        there = Q(channel_id=event.channel_id) | Q(lane_id=event.channel_id)
        since = event.delivered_at - self.configuration.limit
        rows = RequestMessage.objects.filter(there, server=server.pk, at__gte=since)
        ids = set(rows.values_list("message_id", flat=True))
        self.streams.read({server.pk}, ids, (), event.delivered_at)
        self.reports.load(
            TaskReport.objects.filter(there, server=server.pk).exclude(
                status__in=(TaskReport.Status.VERIFIED, TaskReport.Status.WITHDRAWN)
            )
        )

    def _apply(self, event: Event, found: Judged | ServerSnapshot) -> None:
        if isinstance(event, Message):
            assert isinstance(found, Judged)
            self._message(found)
            return
        assert isinstance(found, ServerSnapshot)
        if isinstance(event, ReactionChanged):
            self._reaction(event, found)
        elif isinstance(event, ReactionsCleared):
            self._clear(event, found)
        elif isinstance(event, ReactionsRead):
            self._reactors(event, found)
        elif isinstance(event, MessagesDeleted):
            self._delete(event, found)
        else:
            self._delete_channel(event, found)

    def _message(self, judged: Judged) -> None:
        message, server = judged.message, judged.server
        if judged.may_edit_report and self.reports.edit(judged):
            return
        if judged.is_report and not self.streams.has(server.pk, message.message_id):
            self.reports.open(judged)
            return
        is_asking = judged.opening is not None or judged.is_solved
        if is_asking and not self.reports.has(server.pk, message.message_id):
            self.streams.add(judged)
        if judged.curator is None or message.source is Source.EDIT:
            return
        if self.reports.reply(judged):
            return
        row = self._activity(judged)
        if row is not None:
            self.streams.hear(row)

    def _activity(self, judged: Judged) -> Activity | None:
        """The row of a curator's message; None where it was recorded before."""
        message, server, curator = judged.message, judged.server, judged.curator
        assert curator is not None
        if self.activities.get(server.pk, message.message_id, curator.pk, ""):
            return None
        is_edited = message.edited_at is not None
        named = [] if is_edited else sorted(set(message.user_mentions))
        is_plain = message.reply_to_id is None and not named and not is_edited
        kind = Activity.Kind.MESSAGE if message.reply_to_id is None else Activity.Kind.REPLY
        return self.activities.put(
            Activity(
                server_id=server.pk,
                message_id=message.message_id,
                curator_id=curator.pk,
                kind=kind.value,
                channel_id=message.channel_id,
                lane_id=message.lane_id,
                at=message.at,
                content=message.content,
                reply_to_id=message.reply_to_id,
                reply_to_author_id=message.reply_to_author_id,
                named_ids=named,
                is_plain_answer=is_plain and server.counts_plain_messages,
                is_sandbox=server.is_sandbox,
            )
        )

    def _reaction(self, event: ReactionChanged, server: ServerSnapshot) -> None:
        curator = self.configuration.curators.get(event.user_id)
        if curator is None or self.reports.react(event, server):
            return
        row = self.activities.get(server.pk, event.message_id, curator.pk, event.emoji_key)
        if row is None:
            if not event.is_added:
                return
            row = self.activities.put(_reaction_row(event, server, curator.pk))
        elif not change_reaction(row, event.at, event.delivered_at, is_added=event.is_added):
            return
        row.first_at = row.first_at or row.at
        self.streams.hear(row)

    def _clear(self, event: ReactionsCleared, server: ServerSnapshot) -> None:
        """Every curator's standing reaction of the message, or of the emoji, is taken back."""
        self.reports.clear(event, server)
        for row in self._reactions_of(server.pk, event.message_id):
            if event.emoji_key in (None, row.emoji_key):
                self._take_back(row, event.delivered_at)

    def _reactors(self, event: ReactionsRead, server: ServerSnapshot) -> None:
        """What REST shows: who is new has no known time, who is gone took it back unseen."""
        shown = {(user_id, emoji_key) for emoji_key, _, user_id in event.reactors}
        if self.reports.read_reactors(event, server, shown):
            return
        for row in self._reactions_of(server.pk, event.message_id):
            if (self.people.get(row.curator_id), row.emoji_key) not in shown:
                self._take_back(row, event.delivered_at)
        for emoji_key, emoji, user_id in event.reactors:
            if self.configuration.curator_at(user_id, event.delivered_at):
                self._reaction(reaction_seen(event, user_id, emoji_key, emoji), server)

    def _reactions_of(self, server_id: int, message_id: int) -> list[Activity]:
        return [
            row
            for row in self.activities
            if (row.server_id, row.message_id) == (server_id, message_id)
            and row.kind == Activity.Kind.REACTION
            and row.withdrawn_at is None
        ]

    def _take_back(self, row: Activity, at: datetime) -> None:
        if change_reaction(row, None, at, is_added=False):
            self.streams.hear(row)

    def _delete(self, event: MessagesDeleted, server: ServerSnapshot) -> None:
        for message_id in event.message_ids:
            self.streams.delete(server.pk, message_id, event.delivered_at, event.is_timed)
            self.reports.delete(server.pk, message_id, event.delivered_at, event.is_timed)
            age = event.delivered_at - snowflake_time(message_id)
            if event.is_timed and not event.is_bulk and age <= WITHDRAWN_WITHIN:
                self._withdraw(server.pk, message_id, event.delivered_at)

    def _withdraw(self, server_id: int, message_id: int, at: datetime) -> None:
        """A message deleted soon after it was posted takes its activity and answer with it."""
        for row in list(self.activities):
            is_it = (row.server_id, row.message_id) == (server_id, message_id)
            if is_it and row.kind in SPOKEN:
                row.withdrawn_at = row.withdrawn_at or at
                self.streams.hear(row)

    def _delete_channel(self, event: ChannelDeleted, server: ServerSnapshot) -> None:
        channel = event.channel_id
        for message in list(self.streams.messages):
            if message.server_id == server.pk and channel in (message.channel_id, message.lane_id):
                self.streams.delete(
                    server.pk, message.message_id, event.delivered_at, event.is_timed
                )
        for report in list(self.reports.rows):
            if report.server_id == server.pk and channel in (report.channel_id, report.lane_id):
                self.reports.delete(
                    server.pk, report.message_id, event.delivered_at, event.is_timed
                )


def _time(event: Event) -> datetime:
    return event.at if isinstance(event, Message) else event.delivered_at


def _reaction_row(event: ReactionChanged, server: ServerSnapshot, curator_id: int) -> Activity:
    return Activity(
        server_id=server.pk,
        message_id=event.message_id,
        curator_id=curator_id,
        emoji_key=event.emoji_key,
        emoji=event.emoji,
        kind=Activity.Kind.REACTION.value,
        channel_id=event.channel_id,
        lane_id=event.lane_id,
        at=event.at,
        delivered_at=event.delivered_at,
        is_sandbox=server.is_sandbox,
    )


def reaction_seen(
    event: ReactionsRead, user_id: int, emoji_key: str, emoji: str
) -> ReactionChanged:
    return ReactionChanged(
        event.guild_id,
        event.channel_id,
        event.lane_id,
        event.message_id,
        user_id,
        emoji_key,
        emoji,
        is_added=True,
        delivered_at=event.delivered_at,
        is_timed=False,
    )
