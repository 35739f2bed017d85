"""Requests of a batch. Calls of one author in one channel are a stream, derived anew when touched.

Where a server lets messages to nobody answer, all authors of a channel are one stream, because
there one author's request decides what answers another's.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitoring.configuration import Configuration
from monitoring.models import Activity, RequestMessage
from monitoring.recording import rows
from monitoring.recording.judging import Judged
from monitoring.recording.requests import RequestRows
from monitoring.recording.selects import select
from monitoring.recording.tables import Table
from monitoring.rules import requests as rules
from monitoring.rules.request_events import Event
from monitoring.snowflakes import snowflake_at

CALL, SOLVED = RequestMessage.Kind.CALL.value, RequestMessage.Kind.SOLVED.value
EVERYBODY = 0
LONGEST_LIMIT = timedelta(days=1)

Stream = tuple[int, int, int]  # server, channel, author or EVERYBODY
Named = Stream
Fact = rules.CuratorMessage | rules.Reaction


def fact_key(fact: Fact) -> tuple[int, int, str]:
    return fact.message_id, fact.actor_id, getattr(fact, "emoji_key", "")


class Streams:
    """The streams that a batch may touch, and what it heard of them."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.servers = {server.pk: server for server in configuration.servers.values()}
        self.messages: Table[RequestMessage] = Table(RequestMessage)
        self.requests = RequestRows(configuration)
        # As far as one request's events and joining reach, with a little over.
        self._reach = max(configuration.limit, LONGEST_LIMIT) + configuration.join
        self._discord_ids = configuration.discord_ids
        self._heard: dict[tuple[int, int], dict[tuple[int, int, str], Fact]] = {}
        self._touched: set[Stream] = set()
        self._new: set[tuple[int, int]] = set()

    def stream_of(self, server_id: int, channel_id: int, author_id: int) -> Stream:
        server = self.servers.get(server_id)
        is_shared = server is not None and server.counts_plain_messages
        return server_id, channel_id, EVERYBODY if is_shared else author_id

    # What is there already

    def read(
        self, servers: set[int], ids: set[int], named: Iterable[Named], since: datetime
    ) -> None:
        """The calls with these ids, however old, and whole streams around them and the named."""
        wanted = set(named)
        for row in select(RequestMessage, {"server_id": servers, "message_id": ids}):
            stream = row.server_id, row.channel_id, row.author_id
            if since - row.at <= self._reach:
                wanted.add(stream)
            else:
                self._read_streams({stream}, row.at, row.at + self._reach)
        if wanted:
            self._read_streams(wanted, since, None)

    def _read_streams(self, wanted: set[Stream], since: datetime, until: datetime | None) -> None:
        """Every call of these streams that what happens from `since` on may concern, groups whole.

        `until`: asked later than what it happens to may concern; None: there is nothing later.
        """
        here = {
            "server_id": {server for server, _, _ in wanted},
            "channel_id": {channel for _, channel, _ in wanted},
        }
        streams = {self.stream_of(*stream) for stream in wanted}
        authors = {author for _, _, author in streams}
        if EVERYBODY not in authors:
            here["author_id"] = authors
        found = select(
            RequestMessage,
            here,
            since=snowflake_at(since - self._reach),
            until=None if until is None else snowflake_at(until),
        )
        there = {row.message_id for row in found}
        cut = {row.request_message_id for row in found} - there - {None}
        found += select(RequestMessage, {**here, "request_message_id": cut})
        self.messages.load(row for row in found if self._stream(row) in streams)

    def _stream(self, row: RequestMessage) -> Stream:
        return self.stream_of(row.server_id, row.channel_id, row.author_id)

    # What the batch heard

    def has(self, server_id: int, message_id: int) -> bool:
        row = self.messages.get(server_id, message_id)
        return row is not None and row.kind == CALL

    def add(self, judged: Judged) -> None:
        """A call or a word that it is solved, unless it is recorded already."""
        message, server, opening = judged.message, judged.server, judged.opening
        known = self.messages.get(server.pk, message.message_id)
        if known is not None and (known.kind == CALL or opening is None):
            return
        row = self.messages.put(
            RequestMessage(
                server_id=server.pk,
                message_id=message.message_id,
                kind=SOLVED if opening is None else CALL,
                channel_id=message.channel_id,
                lane_id=message.lane_id,
                author_id=message.author_id,
                author_name=message.author_name,
                at=message.at,
                reply_to_id=message.reply_to_id,
                content=message.content,
                rule="" if opening is None else opening.rule,
                keyword="" if opening is None else opening.keyword[:50],
                word="" if opening is None else opening.word[:100],
                join_seconds=int(self.configuration.join.total_seconds()),
                expire_seconds=int(self.configuration.limit.total_seconds()),
            )
        )
        self._touched.add(self._stream(row))
        if opening is not None:
            self._new.add((server.pk, message.message_id))

    def delete(self, server_id: int, message_id: int, at: datetime, is_timed: bool) -> None:
        row = self.messages.get(server_id, message_id)
        if row is None or row.kind != CALL:
            return
        # A known time replaces one that nobody knows: what is read may come before what is heard.
        if row.deleted_at is None or (is_timed and not row.is_deletion_timed):
            row.deleted_at, row.is_deletion_timed = at, is_timed
            self._touched.add(self._stream(row))

    def do(self, server_id: int, message_id: int, event: Event) -> bool:
        """What a person or the clock did to a request. False where there is no such request."""
        row = self.messages.get(server_id, message_id)
        if row is None or row.request_message_id is None:
            return False
        if self.requests.requests.get(server_id, row.request_message_id) is None:
            self.requests.read([row])
        self.requests.do(server_id, row.request_message_id, event)
        self._touched.add(self._stream(row))
        return True

    def hear(self, row: Activity) -> None:
        """A curator's message or reaction that is new or changed."""
        fact = self._fact(row)
        self._heard.setdefault((row.server_id, row.channel_id), {})[fact_key(fact)] = fact

    def _fact(self, row: Activity) -> Fact:
        actor_id = self._discord_ids[row.curator_id]
        if row.kind == Activity.Kind.REACTION:
            return rows.reaction(row, actor_id)
        return rows.curator_message(row, actor_id)

    # Deriving

    def derive(self) -> None:
        streams: dict[Stream, list[RequestMessage]] = {}
        for row in self.messages:
            streams.setdefault(self._stream(row), []).append(row)
        concerned = {
            stream: members
            for stream, members in streams.items()
            if stream in self._touched or self._is_heard(members)
        }
        if not concerned:
            return
        self.requests.read(row for members in concerned.values() for row in members)
        facts = {
            stream: self._heard_near(members) if stream[2] == EVERYBODY else self._facts(members)
            for stream, members in concerned.items()
        }
        self._add_recorded(concerned, facts)
        for stream, members in concerned.items():
            self._derive_stream(members, facts[stream])

    def _is_heard(self, members: list[RequestMessage]) -> bool:
        return any(_concerns(fact, members) for fact in self._heard_near(members).values())

    def _heard_near(self, members: list[RequestMessage]) -> dict[tuple[int, int, str], Fact]:
        """Facts of this batch in the stream's channel and in threads that its calls started."""
        server_id, channel_id = members[0].server_id, members[0].channel_id
        found = dict(self._heard.get((server_id, channel_id), {}))
        if self._heard:
            for row in members:
                found |= self._heard.get((server_id, row.message_id), {})
        return found

    def _facts(self, members: list[RequestMessage]) -> dict[tuple[int, int, str], Fact]:
        """What the stream's events stand on, with this batch's newer word over the recorded."""
        facts: dict[tuple[int, int, str], Fact] = {}
        for row in members:
            for event in self.requests.events_of(row.server_id, row.message_id):
                fact = rows.fact_of(event, row.author_id)
                if fact is not None:
                    facts[fact_key(fact)] = fact
        return facts | self._heard_near(members)

    def _add_recorded(
        self,
        concerned: Mapping[Stream, list[RequestMessage]],
        facts: Mapping[Stream, dict[tuple[int, int, str], Fact]],
    ) -> None:
        """For calls heard later than what followed them: curators' rows since then."""
        late = {
            stream: members
            for stream, members in concerned.items()
            if any(
                row.kind == CALL
                and (stream[2] == EVERYBODY or (row.server_id, row.message_id) in self._new)
                for row in members
            )
        }
        if not late:
            return
        found: dict[tuple[int, int], list[Activity]] = {}
        for row in self._recorded_since(late):
            found.setdefault((row.server_id, row.channel_id), []).append(row)
        for stream, members in late.items():
            channels = {members[0].channel_id, *(row.message_id for row in members)}
            for channel_id in channels:
                for activity in found.get((stream[0], channel_id), ()):
                    fact = self._fact(activity)
                    facts[stream].setdefault(fact_key(fact), fact)

    def _recorded_since(self, late: Mapping[Stream, list[RequestMessage]]) -> Iterable[Activity]:
        calls = [row for members in late.values() for row in members if row.kind == CALL]
        whole = {stream for stream in late if stream[2] == EVERYBODY}
        new = [
            row.message_id
            for row in calls
            if (row.server_id, row.message_id) in self._new or self._stream(row) in whole
        ]
        channels = {row.channel_id for row in calls} | {row.message_id for row in calls}
        rows = select(
            Activity,
            {"server_id": {row.server_id for row in calls}, "channel_id": channels},
            since=min(new, default=0),
            until=snowflake_at(max(row.at for row in calls) + self._reach),
        )
        return [row for row in rows if row.kind != Activity.Kind.VERIFICATION]

    def _derive_stream(
        self, members: list[RequestMessage], facts: Mapping[tuple[int, int, str], Fact]
    ) -> None:
        calls = [row for row in members if row.kind == CALL]
        if not calls:
            return
        derived = rules.derive(
            rules.Facts(
                calls=[rows.call(row) for row in calls],
                solved=[rows.solved(row) for row in members if row.kind == SOLVED],
                messages=[f for f in facts.values() if isinstance(f, rules.CuratorMessage)],
                reactions=[f for f in facts.values() if isinstance(f, rules.Reaction)],
                done={
                    row.message_id: self.requests.done_to(row.server_id, row.message_id)
                    for row in calls
                },
            )
        )
        self._keep(calls, derived)

    def _keep(self, calls: list[RequestMessage], derived: list[rules.Request]) -> None:
        by_id = {row.message_id: row for row in calls}
        for request in derived:
            for call in request.calls:
                by_id[call.message_id].request_message_id = request.first.message_id
        self.requests.keep(by_id, derived)

    def save(self) -> None:
        self.messages.save()
        self.requests.save()


def _concerns(fact: Fact, members: list[RequestMessage]) -> bool:
    """May this fact be an event of a request of the stream?"""
    ids = {row.message_id for row in members}
    if isinstance(fact, rules.Reaction):
        return fact.message_id in ids
    return (
        fact.is_plain
        or fact.reply_to_id in ids
        or any(row.author_id in fact.names for row in members)
    )
