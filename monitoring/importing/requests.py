"""Requests of the old data: what happened as events, and of these the state, by the rules."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import Model

from monitoring.alerts import following
from monitoring.importing.cases import SECTION, Case, Cases, Fakes, fakes
from monitoring.importing.inserting import insert
from monitoring.importing.job import Job, chunks
from monitoring.importing.judging import Reason, read_response
from monitoring.importing.quarantine import what_of
from monitoring.importing.report import Outcome
from monitoring.importing.request_facts import derived
from monitoring.importing.siblings import Siblings
from monitoring.importing.staging import Staged
from monitoring.importing.values import text
from monitoring.models import RequestEvent, RequestMessage, ResponseTracking, TaskReport
from monitoring.recording import rows as plain
from monitoring.recording.selects import select
from monitoring.recording.upserts import upsert
from monitoring.rules import request_states as states
from monitoring.rules import requests as rules
from monitoring.rules.escalation import first_due_at
from monitoring.rules.quiet_hours import is_quiet
from monitoring.rules.request_events import Event, Kind

AT_ONCE = 1_000
RULE = "imported"
CALL = RequestMessage.Kind.CALL.value
USUAL = {
    Outcome.CREATED: Reason.NEW,
    Outcome.CHANGED: Reason.DIFFERS,
    Outcome.UNCHANGED: Reason.SAME,
}

Place = tuple[int, int]  # server and first message
Values = dict[str, Any]


def blank(model: type[Model]) -> Values:
    """Every column but the plain id, as a new row has it."""
    return {f.attname: f.get_default() for f in model._meta.concrete_fields if not f.primary_key}


BLANK_REQUEST, BLANK_MESSAGE, BLANK_EVENT = map(
    blank, (ResponseTracking, RequestMessage, RequestEvent)
)


def write_requests(job: Job) -> None:
    for staged in job.stage.without_message(SECTION):
        found = read_response(staged.row, staged.version)
        reason = found if isinstance(found, Reason) else Reason.NO_MESSAGE
        job.quarantine.put(SECTION, reason, staged, staged.guild)
    job.quarantine.save()
    invented = fakes(job)
    total, done = job.stage.count(SECTION), 0
    for groups in chunks(job.stage.groups(SECTION), AT_ONCE):
        _write(job, groups, invented)
        done += sum(map(len, groups))
        job.progress("запросы / requests", done, total)


def _write(job: Job, groups: Sequence[list[Staged]], invented: Fakes) -> None:
    ids = {group[0].message for group in groups if group[0].message is not None}
    reports = select(TaskReport, {"server_id": job.server_keys, "message_id": ids})
    siblings = Siblings(job, ids)
    known = {report.message_id for report in reports}
    cases = list(Cases(job, siblings, known, invented).of(groups))
    requests = Requests(job, siblings)
    requests.read(cases)
    for case in cases:
        requests.keep(case)
    requests.save(cases)
    job.quarantine.save()


class Requests:
    """Some requests: what is here, what the files add, what follows. Plain values, for speed."""

    def __init__(self, job: Job, siblings: Siblings) -> None:
        self._job = job
        self._siblings = siblings
        self._before: dict[Place, Values] = {}
        self._after: dict[Place, Values] = {}
        self._messages: list[Values] = []
        self._events: list[Values] = []
        self._places: dict[Place, Place] = {}
        self._calls: dict[Place, list[rules.Call]] = {}
        self._known: dict[Place, list[Event]] = {}

    def read(self, cases: Sequence[Case]) -> None:
        """The requests that these messages are, or have joined, with all that happened to them."""
        servers = {case.server.pk for case in cases}
        ids = {case.message_id for case in cases}
        found = select(RequestMessage, {"server_id": servers, "message_id": ids})
        roots = {it.request_message_id for it in found if it.request_message_id is not None}
        for row in found:
            if row.request_message_id is not None:
                self._places[row.server_id, row.message_id] = row.server_id, row.request_message_id
        of_requests = {"server_id": servers, "request_message_id": roots}
        for call in select(RequestMessage, of_requests):
            if call.kind == CALL and call.request_message_id is not None:
                place = call.server_id, call.request_message_id
                self._calls.setdefault(place, []).append(plain.call(call))
        for request in select(ResponseTracking, {"server_id": servers, "message_id": roots}):
            values = {name: request.__dict__[name] for name in BLANK_REQUEST}
            self._before[request.server_id, request.message_id] = values
        for event in select(RequestEvent, of_requests):
            place = event.server_id, event.request_message_id
            self._known.setdefault(place, []).append(plain.event(event))

    def keep(self, case: Case) -> None:
        """Add what the files tell of one request, and make its row what follows."""
        place = self._places.get((case.server.pk, case.message_id)) or self._open(case)
        request = self._after.get(place) or self._before.get(place)
        if request is None:
            return
        events = self._known.setdefault(place, [])
        keys = {event.key for event in events}
        told = derived(case, self._calls[place], self._siblings)
        new = [event for event in told if event.key not in keys]
        state = _state(request, [*events, *new])
        if state.status is states.Status.OPEN and request["expires_at"] <= self._job.now:
            new.append(Event(Kind.EXPIRED, request["message_id"], at=request["expires_at"]))
            state = _state(request, [*events, *new])
        events += new
        self._events += [_event_values(place, event) for event in new]
        self._after[place] = request | self._state_values(state)

    def _state_values(self, state: states.State) -> Values:
        curators = self._job.crew.curators
        answered_by = curators.get(state.answered_by or 0)
        dismissed_by = curators.get(state.dismissed_by or 0)
        values = {
            "status": state.status.value,
            "closed_at": state.closed_at,
            "answered_by_id": answered_by.pk if answered_by else None,
            "response_seconds": state.response_seconds,
            "response_kind": state.response_kind,
            "response_message_id": state.response_message_id,
            "taken_back_at": state.taken_back_at,
            "dismissed_by_id": dismissed_by.pk if dismissed_by else None,
        }
        return values if state.status is states.Status.OPEN else {**values, "next_alert_at": None}

    def _open(self, case: Case) -> Place:
        """A request of the old data calls nobody any more: it has no plan."""
        job, server = self._job, case.server
        row, asked_at = case.rows[0].staged.row, case.rows[0].asked.at
        content = text(row.get("mentionContent"))
        about = {
            "server_id": server.pk,
            "message_id": case.message_id,
            "channel_id": case.channel_id,
            "lane_id": case.channel_id,
            "author_id": case.author_id,
            "author_name": text(row.get("mentionAuthorName"), 100),
            "content": content or self._siblings.contents.get(case.message_id, ""),
            "rule": RULE,
        }
        limit = timedelta(seconds=job.limit_seconds)
        local = asked_at.astimezone(job.zone).time()
        place = server.pk, case.message_id
        self._after[place] = {
            **BLANK_REQUEST,
            **about,
            "asked_at": asked_at,
            "is_sandbox": server.is_sandbox,
            "is_quiet": is_quiet(local, server.quiet_from, server.quiet_to),
            "first_due_at": first_due_at([], asked_at),
            "expires_at": asked_at + limit,
        }
        # The old versions joined nothing, and who asked is not known.
        joining = {"join_seconds": 0, "expire_seconds": job.limit_seconds}
        call = {"kind": CALL, "request_message_id": case.message_id, "at": asked_at, **joining}
        self._messages.append({**BLANK_MESSAGE, **about, **call})
        self._calls[place] = [
            rules.Call(
                case.message_id, case.channel_id, case.author_id, asked_at, timedelta(0), limit
            )
        ]
        self._places[place] = place
        return place

    def save(self, cases: Sequence[Case]) -> None:
        changes = [
            (self._before.get(place), after)
            for place, after in self._after.items()
            if self._before.get(place) != after
        ]
        self._job.count(requests=changes)
        insert(RequestMessage, self._messages)
        insert(ResponseTracking, [after for before, after in changes if before is None])
        upsert(ResponseTracking, [after for before, after in changes if before is not None])
        insert(RequestEvent, self._events)
        old = [before for before, _ in changes if before is not None]
        following.requests_changed(
            {row["server_id"] for row in old}, {row["message_id"] for row in old}
        )
        self._tell(cases, [after for _, after in changes])

    def _tell(self, cases: Sequence[Case], changed: Iterable[Values]) -> None:
        places = {
            *((row["server_id"], row["message_id"]) for row in changed),
            *((event["server_id"], event["request_message_id"]) for event in self._events),
        }
        for case in cases:
            place = self._places[case.server.pk, case.message_id]
            outcome = Outcome.UNCHANGED
            if place in places:
                outcome = Outcome.CHANGED if place in self._before else Outcome.CREATED
            for each in case.rows:
                why = Reason.ANSWER_NOT_COUNTED if each.is_left_out else USUAL[outcome]
                self._job.report.add(SECTION, outcome, why, what_of(each.staged))


def _state(request: Values, events: Sequence[Event]) -> states.State:
    return states.state(events, request["asked_at"], request["first_due_at"])


def _event_values(place: Place, event: Event) -> Values:
    return {
        **BLANK_EVENT,
        "server_id": place[0],
        "request_message_id": place[1],
        "kind": event.kind.value,
        "source_id": event.source_id,
        "actor_id": event.actor_id,
        "emoji_key": event.emoji_key,
        "channel_id": event.channel_id,
        "target_id": event.target_id,
        "at": event.at,
        "first_at": event.first_at,
        "delivered_at": event.delivered_at,
    }
