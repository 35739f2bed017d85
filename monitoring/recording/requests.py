"""The rows of requests and their events, kept equal to what the rules derive."""

from collections.abc import Iterable, Mapping
from datetime import timedelta

from monitoring.alerts import following
from monitoring.configuration import Configuration
from monitoring.models import RequestEvent, RequestMessage, ResponseTracking
from monitoring.recording import rows
from monitoring.recording.selects import select
from monitoring.recording.tables import Table
from monitoring.rules import request_states as states
from monitoring.rules import requests as rules
from monitoring.rules.escalation import first_due_at
from monitoring.rules.quiet_hours import is_quiet
from monitoring.rules.request_events import DERIVED, Event

OPEN = ResponseTracking.Status.OPEN.value


class RequestRows:
    """Requests and events of the streams that a batch derives."""

    def __init__(self, configuration: Configuration) -> None:
        self.servers = {server.pk: server for server in configuration.servers.values()}
        self._hold = configuration.hold
        self._zone = configuration.zone
        self._curators = configuration.curator_keys
        self.requests: Table[ResponseTracking] = Table(ResponseTracking)
        self.events: Table[RequestEvent] = Table(RequestEvent)
        self._events: dict[tuple[int, int], list[RequestEvent]] = {}
        self._moved: dict[tuple[int, int], int] = {}

    def read(self, calls: Iterable[RequestMessage]) -> None:
        """The requests that these calls belong to, with all that happened to them."""
        known = [row for row in calls if row.request_message_id is not None]
        if not known:
            return
        servers = {row.server_id for row in known}
        roots = {it.request_message_id for it in known if it.request_message_id is not None}
        self.requests.load(select(ResponseTracking, {"server_id": servers, "message_id": roots}))
        self.events.load(select(RequestEvent, {"server_id": servers, "request_message_id": roots}))
        self._events = {}
        for event in self.events:
            self._index(event)

    def _index(self, row: RequestEvent) -> None:
        self._events.setdefault((row.server_id, row.request_message_id), []).append(row)

    def do(self, server_id: int, message_id: int, event: Event) -> None:
        """Add what was done to the request itself; the same deed again changes nothing."""
        row = rows.event_row(server_id, message_id, event)
        if self.events.get(*self.events.key_of(row)) is None:
            self._index(self.events.put(row))

    def events_of(self, server_id: int, message_id: int) -> list[Event]:
        return [rows.event(row) for row in self._events.get((server_id, message_id), ())]

    def done_to(self, server_id: int, message_id: int) -> list[Event]:
        """What does not follow from messages and reactions: buttons, dismissals, expiry, claims."""
        events = self.events_of(server_id, message_id)
        return [event for event in events if event.kind not in DERIVED]

    def keep(self, calls: Mapping[int, RequestMessage], derived: list[rules.Request]) -> None:
        """Make the rows of these calls' requests what was derived."""
        for request in derived:
            first = calls[request.first.message_id]
            self._keep_events(first, request.events)
            self._keep_state(first, request.events)
        self._drop_joined(calls, derived)

    def _keep_events(self, first: RequestMessage, events: list[Event]) -> None:
        wanted = {event.key for event in events}
        for row in self._events.get((first.server_id, first.message_id), ()):
            if (row.kind, row.source_id, row.actor_id, row.emoji_key) not in wanted:
                self.events.drop(row)
        for event in events:
            self.events.put(rows.event_row(first.server_id, first.message_id, event))

    def _keep_state(self, first: RequestMessage, events: list[Event]) -> None:
        row = self.requests.get(first.server_id, first.message_id)
        if row is None:
            row = self.requests.put(self._opened(first))
        state = states.state(events, row.asked_at, row.first_due_at)
        was_waiting = row.status == OPEN and row.taken_back_at is None
        row.status = state.status.value
        row.closed_at = state.closed_at
        row.answered_by_id = self._curators.get(state.answered_by or 0)
        row.response_seconds = state.response_seconds
        row.response_kind = state.response_kind
        row.response_message_id = state.response_message_id
        row.taken_back_at = state.taken_back_at
        row.dismissed_by_id = self._curators.get(state.dismissed_by or 0)
        self._keep_hold(row, states.hold(events, state.closed_at))
        is_waiting = row.status == OPEN and row.taken_back_at is None
        if not is_waiting:
            row.next_alert_at = None
        elif not was_waiting:
            row.next_alert_at = row.first_due_at if row.plan else None

    def _keep_hold(self, row: ResponseTracking, held: states.Hold | None) -> None:
        """Who took it last. How long that holds is settled when it is taken."""
        if held is None:
            row.claimed_by_id = row.claimed_at = row.hold_until = None
            return
        holder_id = self._curators.get(held.actor_id)
        if (row.claimed_by_id, row.claimed_at) != (holder_id, held.since):
            row.claimed_by_id = holder_id
            row.claimed_at = held.since
            row.hold_until = held.since + self._hold

    def _opened(self, first: RequestMessage) -> ResponseTracking:
        """A request as it opens, with the plan that it keeps."""
        server = self.servers[first.server_id]
        due_at = first_due_at(server.plan, first.at)
        return ResponseTracking(
            server_id=first.server_id,
            message_id=first.message_id,
            channel_id=first.channel_id,
            lane_id=first.lane_id,
            author_id=first.author_id,
            author_name=first.author_name,
            asked_at=first.at,
            content=first.content,
            rule=first.rule,
            keyword=first.keyword,
            word=first.word,
            is_sandbox=server.is_sandbox,
            is_quiet=is_quiet(
                first.at.astimezone(self._zone).time(), server.quiet_from, server.quiet_to
            ),
            plan=[step.as_json() for step in server.plan],
            first_due_at=due_at,
            expires_at=first.at + timedelta(seconds=first.expire_seconds),
            next_alert_at=due_at if server.plan else None,
        )

    def _drop_joined(
        self, calls: Mapping[int, RequestMessage], derived: list[rules.Request]
    ) -> None:
        """A request whose first message turned out to join an earlier one is no more."""
        firsts = {request.first.message_id for request in derived}
        for message_id, call in calls.items():
            row = self.requests.get(call.server_id, message_id)
            if row is None or message_id in firsts:
                continue
            self.requests.drop(row)
            for event in self._events.get((call.server_id, message_id), ()):
                self.events.drop(event)
            assert call.request_message_id is not None
            self._moved[call.server_id, message_id] = call.request_message_id

    def save(self) -> None:
        changed = [after or before for before, after in self.requests.changes() if before]
        self.requests.save()
        self.events.save()
        for (server_id, message_id), request_message_id in self._moved.items():
            following.move(server_id, message_id, request_message_id)
        if changed:
            following.requests_changed(
                {values["server_id"] for values in changed if values},
                {values["message_id"] for values in changed if values},
            )
