"""Old task reports to rows: reviews as events, and of these the state, by the rules."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from monitoring.importing.job import Job, chunks
from monitoring.importing.judging import Reason
from monitoring.importing.quarantine import what_of
from monitoring.importing.report import Outcome
from monitoring.importing.report_cases import SECTION, Case, ReportCases
from monitoring.importing.siblings import Sibling, Siblings
from monitoring.importing.staging import Staged
from monitoring.models import Activity, Hint, ReportEvent, TaskReport
from monitoring.recording.report_states import ReportStates, event_of
from monitoring.recording.selects import select
from monitoring.recording.tables import Table
from monitoring.rules.report_events import Kind, ReportFacts
from monitoring.rules.report_reviews import ReviewState, Status, review_state, week_of
from monitoring.rules.task_counts import read_count

AT_ONCE = 30


def write_reports(job: Job) -> None:
    for staged in job.stage.without_message(SECTION):
        job.quarantine.put(SECTION, Reason.NO_MESSAGE, staged, staged.guild)
    job.quarantine.save()
    total, done = job.stage.count(SECTION), 0
    for groups in chunks(job.stage.groups(SECTION), AT_ONCE):
        reports = Reports(job, groups)
        reports.write()
        done += sum(map(len, groups))
        job.progress("отчёты / reports", done, total)


class Reports:
    """A hundred reports: what is here, what the files add, and what follows."""

    def __init__(self, job: Job, groups: Sequence[list[Staged]]) -> None:
        self._job = job
        self._groups = groups
        ids = {group[0].message for group in groups if group[0].message is not None}
        self._siblings = Siblings(job, ids)
        self._rows: Table[TaskReport] = Table(TaskReport)
        self._events: Table[ReportEvent] = Table(ReportEvent)
        self._activities: Table[Activity] = Table(Activity)

    def write(self) -> None:
        cases = list(ReportCases(self._job).of(self._groups))
        self._read(cases)
        for case in cases:
            self._keep(case)
        self._tell(cases)
        self._save()
        self._job.quarantine.save()

    # What is here already

    def _read(self, cases: Sequence[Case]) -> None:
        servers = {case.server.pk for case in cases}
        ids = {case.told.message_id for case in cases}
        self._rows.load(select(TaskReport, {"server_id": servers, "message_id": ids}))
        self._events.load(select(ReportEvent, {"server_id": servers, "report_message_id": ids}))
        verified = {"kind": [Activity.Kind.VERIFICATION.value]}
        here = {"server_id": servers, "message_id": ids, **verified}
        self._activities.load(select(Activity, here))

    # What follows

    def _keep(self, case: Case) -> None:
        report = self._rows.get(case.server.pk, case.told.message_id) or self._open(case)
        for sibling in self._siblings.done.get(case.told.message_id, ()):
            self._add(_event_of(case, sibling))
        state = self._state(report)
        if case.told.status is Status.REVIEWING and state.status is Status.PENDING:
            self._add(self._reviewing(case))
        elif case.told.status is Status.VERIFIED and self._is_missing(case, report, state):
            is_told = state.status is Status.VERIFIED
            self._add(self._verdict(case, Kind.CORRECTED if is_told else Kind.VERIFIED))
        states = ReportStates(
            {it.discord_id: it.pk for it in self._job.crew.curators.values()},
            self._activities,
            self._rows,
            self._events,
            Table(Hint),
        )
        states.derive(report)

    def _is_missing(self, case: Case, report: TaskReport, state: ReviewState) -> bool:
        """Does the old verdict say more than what is known? What people did here stays."""
        if state.status is Status.WITHDRAWN or not self._may_review(case):
            return False
        if state.status is not Status.VERIFIED:
            return True
        is_new = self._rows.is_new(report.server_id, report.message_id)
        return is_new and case.told.approved not in (None, state.approved)

    def _may_review(self, case: Case) -> bool:
        """An unknown reviewer is nobody's credit; one who was no curator then reviewed nothing."""
        at = self._reviewed_at(case)
        found = self._job.crew.at(case.reviewer_id, at) if case.reviewer_id else None
        return found not in (Reason.EXCLUDED, Reason.OFF_DUTY)

    def _reviewed_at(self, case: Case) -> datetime:
        """The verdict's own message where an activity tells it, else the old stamp."""
        done = self._siblings.done.get(case.told.message_id, ())
        verdicts = [it.deed.at for it in done if it.deed.kind == "verification" and it.deed.at]
        return min(verdicts, default=case.told.checked_at or case.told.at)

    def _state(self, report: TaskReport) -> ReviewState:
        events = [
            event_of(row)
            for row in self._events
            if (row.server_id, row.report_message_id) == (report.server_id, report.message_id)
        ]
        return review_state(ReportFacts(report.author_id, report.first_count), events)

    def _add(self, event: ReportEvent | None) -> None:
        if event is not None and self._events.get(*self._events.key_of(event)) is None:
            self._events.put(event)

    def _reviewing(self, case: Case) -> ReportEvent | None:
        """Somebody has reacted; with what and when the old row does not say."""
        if not case.reviewer_id or not self._may_review(case):
            return None
        return ReportEvent(
            server_id=case.server.pk,
            report_message_id=case.told.message_id,
            kind=Kind.REACTION.value,
            source_id=case.told.message_id,
            actor_id=case.reviewer_id,
            delivered_at=case.told.checked_at or case.told.at,
        )

    def _verdict(self, case: Case, kind: Kind) -> ReportEvent:
        return ReportEvent(
            server_id=case.server.pk,
            report_message_id=case.told.message_id,
            kind=kind.value,
            source_id=case.told.message_id,
            actor_id=case.reviewer_id,
            at=self._reviewed_at(case),
            number=case.told.approved,
        )

    def _open(self, case: Case) -> TaskReport:
        told = case.told
        read = read_count(told.content)
        return self._rows.put(
            TaskReport(
                server_id=case.server.pk,
                message_id=told.message_id,
                channel_id=told.channel_id,
                lane_id=told.channel_id,
                author_id=told.author_id,
                author_name=told.author_name,
                at=told.at,
                week=week_of(told.at, self._job.zone),
                content=told.content,
                is_sandbox=case.server.is_sandbox,
                # The text decides, as for every report; the old number where it says nothing.
                first_count=told.count if read.number is None else read.number,
            )
        )

    # What became of it

    def _tell(self, cases: Sequence[Case]) -> None:
        touched = {(e["server_id"], e["report_message_id"]) for _, e in self._events.changes() if e}
        made = {
            (after["server_id"], after["message_id"]): before is None
            for before, after in self._rows.changes()
            if after
        }
        for case in cases:
            key = case.server.pk, case.told.message_id
            report = self._rows.rows[key]
            detail = ""
            if case.told.count not in (None, report.count):
                detail = f"задач / tasks: {report.count} ≠ {case.told.count}"
            if made.get(key):
                self._say(Outcome.CREATED, Reason.NEW, case.staged, detail)
            elif key in made or key in touched:
                self._say(Outcome.CHANGED, Reason.DIFFERS, case.staged, detail)
            else:
                self._say(Outcome.UNCHANGED, Reason.SAME, case.staged, detail)

    def _save(self) -> None:
        self._job.count(activities=list(self._activities.changes()))
        self._rows.save()
        self._events.save()
        self._activities.save()

    def _say(self, outcome: Outcome, reason: Reason, staged: Staged, detail: str = "") -> None:
        self._job.report.add(SECTION, outcome, reason, what_of(staged), detail)


def _event_of(case: Case, sibling: Sibling) -> ReportEvent | None:
    """A reaction or reply on the report; the verification is what follows from them."""
    deed = sibling.deed
    about: dict[str, Any] = {
        "server_id": case.server.pk,
        "report_message_id": case.told.message_id,
        "actor_id": sibling.discord_id,
        "at": deed.at,
    }
    if deed.kind == "reaction":
        return ReportEvent(
            **about,
            kind=Kind.REACTION.value,
            source_id=case.told.message_id,
            emoji_key=deed.emoji_key,
            delivered_at=deed.moment,
        )
    if deed.kind == "reply":
        return ReportEvent(
            **about, kind=Kind.REPLY.value, source_id=deed.message_id, content=deed.content
        )
    return None
