"""What a report's rows say of it: state, count, the verification, and who is told what."""

from collections.abc import Mapping
from datetime import UTC, datetime

from monitoring.models import Activity, Hint, ReportEvent, TaskReport
from monitoring.recording.tables import Table
from monitoring.rules.report_events import Kind, ReportFacts
from monitoring.rules.report_events import ReportEvent as Event
from monitoring.rules.report_hints import Hint as Told
from monitoring.rules.report_hints import count_hint, hints
from monitoring.rules.report_reviews import review_state
from monitoring.rules.task_counts import read_count


class ReportStates:
    """Derives reports of a batch from their events. `curator_keys`: rows by Discord id."""

    def __init__(
        self,
        curator_keys: Mapping[int, int],
        activities: Table[Activity],
        reports: Table[TaskReport],
        events: Table[ReportEvent],
        told: Table[Hint],
    ) -> None:
        self.activities = activities
        self.reports = reports
        self.events = events
        self.hints = told
        self._curators = curator_keys

    def derive(self, report: TaskReport) -> None:
        happened = [row for row in self.events if _is_of(row, report)]
        events = [event_of(row) for row in happened]
        opened = ReportFacts(report.author_id, report.first_count)
        state = review_state(opened, events)
        report.status = state.status.value
        report.reviewer_id = self._curators.get(state.reviewer_id or 0)
        report.reviewing_since = state.reviewing_since
        report.approved = state.approved
        report.verified_at = state.verified_at
        report.verdict_message_id = state.verdict_message_id
        self._set_count(report, happened, state.count)
        self._verify(report)
        self._hint(report, happened)

    def _set_count(self, report: TaskReport, events: list[ReportEvent], number: int | None) -> None:
        """The count in force, and the rule that read it: the latest text's or a person's."""
        read = read_count(report.content)
        texts = [row for row in events if row.kind == "edited" and row.number == number]
        report.count = number
        if number == read.number:
            report.count_rule = read.rule
        else:
            report.count_rule = max(texts, key=_moment).rule if texts else "by_hand"

    def _verify(self, report: TaskReport) -> None:
        """A verified report is one activity of its reviewer, at the first verdict's time."""
        wanted = report.reviewer_id if report.status == TaskReport.Status.VERIFIED else None
        for row in list(self.activities):
            is_other = _verifies(row, report) and row.curator_id != wanted
            if is_other:
                self.activities.drop(row)
        if wanted is not None:
            self.activities.put(
                Activity(
                    server_id=report.server_id,
                    message_id=report.message_id,
                    curator_id=wanted,
                    kind=Activity.Kind.VERIFICATION.value,
                    channel_id=report.channel_id,
                    lane_id=report.lane_id,
                    at=report.verified_at,
                    is_sandbox=report.is_sandbox,
                )
            )

    def _hint(self, report: TaskReport, happened: list[ReportEvent]) -> None:
        """Say what was heard just now and changed nothing; to each person once a reason."""
        opened = ReportFacts(report.author_id, report.first_count)
        new = [event_of(row) for row in happened if self.events.is_new(*self.events.key_of(row))]
        said = hints(opened, map(event_of, happened), new)
        if self.reports.is_new(report.server_id, report.message_id):
            said += [hint for hint in [count_hint(opened, report.message_id, report.at)] if hint]
        for hint in said:
            row = _hint_row(report, hint)
            if self.hints.get(*self.hints.key_of(row)) is None:
                self.hints.put(row)


def _is_of(row: ReportEvent, report: TaskReport) -> bool:
    return (row.server_id, row.report_message_id) == (report.server_id, report.message_id)


def _verifies(row: Activity, report: TaskReport) -> bool:
    return row.kind == Activity.Kind.VERIFICATION and (row.server_id, row.message_id) == (
        report.server_id,
        report.message_id,
    )


def _moment(row: ReportEvent) -> datetime:
    return row.at or row.delivered_at or datetime.min.replace(tzinfo=UTC)


def event_of(row: ReportEvent) -> Event:
    return Event(
        kind=Kind(row.kind),
        source_id=row.source_id,
        actor_id=row.actor_id,
        at=row.at,
        emoji_key=row.emoji_key,
        text=row.content,
        number=row.number,
        delivered_at=row.delivered_at,
        withdrawn_at=row.withdrawn_at,
    )


def _hint_row(report: TaskReport, hint: Told) -> Hint:
    return Hint(
        server_id=report.server_id,
        report_message_id=report.message_id,
        person_id=hint.person_id,
        reason=hint.reason,
        channel_id=report.channel_id,
        target_id=hint.target_id,
        due_at=hint.at,
    )
