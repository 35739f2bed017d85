"""Requests of the old data: what happened as events, and of these the state, by the rules."""

from collections.abc import Sequence
from datetime import timedelta

from monitoring.alerts import following
from monitoring.importing.cases import SECTION, Case, Cases, Fakes, fakes
from monitoring.importing.job import Job, chunks
from monitoring.importing.judging import Answer, Reason, read_response
from monitoring.importing.quarantine import what_of
from monitoring.importing.report import Outcome
from monitoring.importing.siblings import Sibling, Siblings
from monitoring.importing.staging import Staged
from monitoring.importing.values import text
from monitoring.models import RequestEvent, RequestMessage, ResponseTracking, TaskReport
from monitoring.recording import rows as plain
from monitoring.recording.selects import select
from monitoring.recording.statistics import DailyChanges
from monitoring.recording.tables import Table
from monitoring.rules import request_states as states
from monitoring.rules import requests as rules
from monitoring.rules.escalation import first_due_at
from monitoring.rules.request_events import Event, Kind

AT_ONCE = 500
RULE = "imported"
CALL = RequestMessage.Kind.CALL.value

Place = tuple[int, int]  # server and first message


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
    """A few hundred requests: what is here, what the files add, and what follows."""

    def __init__(self, job: Job, siblings: Siblings) -> None:
        self._job = job
        self._siblings = siblings
        self._messages: Table[RequestMessage] = Table(RequestMessage, "server_id", "message_id")
        self._requests: Table[ResponseTracking] = Table(ResponseTracking, "server_id", "message_id")
        self._events: Table[RequestEvent] = Table(
            RequestEvent,
            "server_id",
            "request_message_id",
            "kind",
            "source_id",
            "actor_id",
            "emoji_key",
        )
        self._calls: dict[Place, list[RequestMessage]] = {}
        self._known: dict[Place, list[Event]] = {}

    def read(self, cases: Sequence[Case]) -> None:
        """The requests that these messages are, or have joined, with all that happened to them."""
        servers = {case.server.pk for case in cases}
        ids = {case.message_id for case in cases}
        found = select(RequestMessage, {"server_id": servers, "message_id": ids})
        roots = {it.request_message_id for it in found if it.request_message_id is not None}
        of_requests = {"server_id": servers, "request_message_id": roots}
        self._messages.load([*found, *select(RequestMessage, of_requests)])
        self._requests.load(select(ResponseTracking, {"server_id": servers, "message_id": roots}))
        self._events.load(select(RequestEvent, of_requests))
        for row in self._messages:
            if row.kind == CALL and row.request_message_id is not None:
                self._calls.setdefault((row.server_id, row.request_message_id), []).append(row)
        for event in self._events:
            place = event.server_id, event.request_message_id
            self._known.setdefault(place, []).append(plain.event(event))

    def keep(self, case: Case) -> None:
        """Add what the files tell of one request, and make its row what follows."""
        place = self._place(case) or self._open(case)
        request = self._requests.get(*place)
        if request is None:
            return
        known = self._known.get(place, [])
        keys = {event.key for event in known}
        new = [event for event in self._derived(case, self._calls[place]) if event.key not in keys]
        state = self._state(request, [*known, *new])
        if state.status is states.Status.OPEN and request.expires_at <= self._job.now:
            new.append(Event(Kind.EXPIRED, request.message_id, at=request.expires_at))
            state = self._state(request, [*known, *new])
        for event in new:
            self._events.put(plain.event_row(*place, event))
        self._set(request, state)

    def _place(self, case: Case) -> Place | None:
        """Where the message's request is; None where it has none yet."""
        row = self._messages.get(case.server.pk, case.message_id)
        if row is None or row.request_message_id is None:
            return None
        return row.server_id, row.request_message_id

    @staticmethod
    def _state(request: ResponseTracking, events: Sequence[Event]) -> states.State:
        return states.state(events, request.asked_at, request.first_due_at)

    def _derived(self, case: Case, calls: Sequence[RequestMessage]) -> list[Event]:
        """What the rows and the activities beside them come to, each event once."""
        done = self._siblings.done.get(case.message_id, ())
        facts = [
            *(self._fact(answer, actor, case, calls) for answer, actor in case.answers),
            *(fact for sibling in done if (fact := _fact_of(sibling))),
        ]
        derived = rules.derive(
            rules.Facts(
                calls=[plain.call(row) for row in calls],
                messages=[it for it in facts if isinstance(it, rules.CuratorMessage)],
                reactions=[it for it in facts if isinstance(it, rules.Reaction)],
            )
        )
        found: dict[object, Event] = {}
        for event in derived[0].events:
            found.setdefault(event.key, event)
        return list(found.values())

    def _fact(
        self, answer: Answer, actor_id: int, case: Case, calls: Sequence[RequestMessage]
    ) -> rules.CuratorMessage | rules.Reaction:
        if answer.kind == "reaction" or answer.at is None:
            key = self._emoji(case.message_id, actor_id)
            delivered_at, at = answer.moment, answer.at
            return rules.Reaction(case.message_id, actor_id, key, at, delivered_at, first_at=at)
        # «message»: the old bot took it for an answer to the author in the same channel.
        target_id = case.message_id if answer.kind == "reply" else None
        first = calls[0]
        names = frozenset({first.author_id})
        return rules.CuratorMessage(
            answer.source_id, first.channel_id, actor_id, answer.at, target_id, names
        )

    def _emoji(self, message_id: int, actor_id: int) -> str:
        """Which emoji answered: the old row does not say; the activity beside it does."""
        done = self._siblings.done.get(message_id, ())
        reactions = [it.deed for it in done if it.discord_id == actor_id]
        keys = [(it.moment, it.emoji_key) for it in reactions if it.kind == "reaction"]
        return min(keys)[1] if keys else ""

    def _set(self, request: ResponseTracking, state: states.State) -> None:
        curator = self._job.crew.curators.get(state.answered_by or 0)
        request.status = state.status.value
        request.closed_at = state.closed_at
        request.answered_by_id = curator.pk if curator else None
        request.response_seconds = state.response_seconds
        request.response_kind = state.response_kind
        request.response_message_id = state.response_message_id
        request.taken_back_at = state.taken_back_at
        if state.status is not states.Status.OPEN:
            request.next_alert_at = None

    def _open(self, case: Case) -> Place:
        """A request of the old data calls nobody any more: it has no plan."""
        row, asked_at = case.rows[0].staged.row, case.rows[0].asked.at
        content = text(row.get("mentionContent"))
        about = {
            "server_id": case.server.pk,
            "message_id": case.message_id,
            "channel_id": case.channel_id,
            "lane_id": case.channel_id,
            "author_id": case.author_id,
            "author_name": text(row.get("mentionAuthorName"), 100),
            "content": content or self._siblings.contents.get(case.message_id, ""),
            "rule": RULE,
        }
        self._requests.put(
            ResponseTracking(
                **about,
                asked_at=asked_at,
                is_sandbox=case.server.is_sandbox,
                first_due_at=first_due_at([], asked_at),
                expires_at=asked_at + timedelta(seconds=self._job.limit_seconds),
            )
        )
        call = self._messages.put(
            RequestMessage(
                **about,
                request_message_id=case.message_id,
                kind=CALL,
                at=asked_at,
                # The old versions joined nothing, and who asked is not known.
                join_seconds=0,
                expire_seconds=self._job.limit_seconds,
            )
        )
        place = case.server.pk, case.message_id
        self._calls[place] = [call]
        return place

    def save(self, cases: Sequence[Case]) -> None:
        changes = list(self._requests.changes())
        self._tell(cases)
        daily = DailyChanges(self._job.zone)
        daily.count_requests(changes)
        self._messages.save()
        self._requests.save()
        self._events.save()
        daily.save()
        old = [before for before, _ in changes if before is not None]
        following.requests_changed(
            {row["server_id"] for row in old}, {row["message_id"] for row in old}
        )

    def _tell(self, cases: Sequence[Case]) -> None:
        places = {}
        for _, event in self._events.changes():
            if event is not None:
                places[event["server_id"], event["request_message_id"]] = Outcome.CHANGED
        for before, after in self._requests.changes():
            if after is not None:
                outcome = Outcome.CREATED if before is None else Outcome.CHANGED
                places[after["server_id"], after["message_id"]] = outcome
        for case in cases:
            outcome = places.get(self._place(case) or (0, 0), Outcome.UNCHANGED)
            for each in case.rows:
                why = Reason.ANSWER_NOT_COUNTED if each.is_left_out else USUAL[outcome]
                self._job.report.add(SECTION, outcome, why, what_of(each.staged))


USUAL = {
    Outcome.CREATED: Reason.NEW,
    Outcome.CHANGED: Reason.DIFFERS,
    Outcome.UNCHANGED: Reason.SAME,
}


def _fact_of(sibling: Sibling) -> rules.CuratorMessage | rules.Reaction | None:
    deed, person = sibling.deed, sibling.discord_id
    if deed.kind == "reaction":
        return rules.Reaction(
            deed.message_id, person, deed.emoji_key, deed.at, deed.moment, first_at=deed.at
        )
    if deed.kind == "reply" and deed.at is not None:
        return rules.CuratorMessage(
            deed.message_id, deed.channel_id, person, deed.at, deed.reply_to_id
        )
    return None
