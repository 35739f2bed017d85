"""A person's deed on a task report: decided on and written in one transaction.

A deed that is refused leaves no row: nothing happened, and nothing that is heard later can make it
count after all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from curators.models import Revision
from monitoring.configuration import Configuration, ServerSnapshot
from monitoring.models import ReportEvent, TaskReport
from monitoring.recording.batch import Batch
from monitoring.recording.report_states import event_of
from monitoring.rules.report_events import AFTER_ALL, Kind


class Outcome(StrEnum):
    """`TAKEN`: somebody else reviews it than the actor saw; `COUNTED`: its count is known now."""

    DONE = "done"
    CLOSED = "closed"
    TAKEN = "taken"
    NOT_HELD = "not_held"
    NOT_VERIFIED = "not_verified"
    COUNTED = "counted"
    COUNT_NEEDED = "count_needed"
    OVER_COUNT = "over_count"
    NOT_A_CURATOR = "not_a_curator"
    OWN_REPORT = "own_report"
    SERVER_OFF = "server_off"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it, and the report as it is now (None where there is none)."""

    outcome: Outcome
    report: TaskReport | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """Who acts on which report, and when. `source_id` names the deed: again it changes nothing."""

    guild_id: int
    message_id: int
    actor_id: int
    at: datetime
    source_id: int


# The event rows to add, with their numbers; or why not.
Decision = Outcome | Mapping[Kind, int | None]
Decide = Callable[[TaskReport], Decision]


def curate(deed: Deed, configuration: Configuration, kinds: set[Kind], decide: Decide) -> Result:
    """A deed of an active, not excluded curator, on a server that records."""
    server = configuration.servers.get(deed.guild_id)

    def decide_as_curator(report: TaskReport) -> Decision:
        if configuration.curator_at(deed.actor_id, deed.at) is None:
            return Outcome.NOT_A_CURATOR
        if server is None or not server.records(deed.at):
            return Outcome.SERVER_OFF
        return decide(report)

    return act(deed, configuration, kinds, decide_as_curator)


def act(deed: Deed, configuration: Configuration, kinds: set[Kind], decide: Decide) -> Result:
    """Decide on the report as it is once all others who write have finished, and write that."""
    server = configuration.servers.get(deed.guild_id)
    if server is None:
        return Result(Outcome.MISSING)
    with transaction.atomic():
        Revision.bump()
        outcome = _write(deed, Batch(configuration), server, kinds, decide)
        if outcome is not Outcome.DONE:
            transaction.set_rollback(True)
    return Result(outcome, _report(deed, server))


def _write(
    deed: Deed, batch: Batch, server: ServerSnapshot, kinds: set[Kind], decide: Decide
) -> Outcome:
    batch.reports.read({server.pk}, {deed.message_id})
    report = batch.reports.rows.get(server.pk, deed.message_id)
    if report is None:
        return Outcome.MISSING
    happened = batch.reports.events_of(report)
    if _is_done(deed, kinds, happened):
        return Outcome.DONE
    decision = Outcome.OWN_REPORT if deed.actor_id == report.author_id else decide(report)
    if isinstance(decision, Outcome):
        return decision
    at = _moment(deed, report, happened)
    for kind, number in decision.items():
        batch.reports.happened(
            server.pk, report.message_id, kind.value,
            source_id=deed.source_id, actor_id=deed.actor_id, at=at, number=number,
        )  # fmt: skip
    batch.save()
    return Outcome.DONE


def _is_done(deed: Deed, kinds: set[Kind], happened: Iterable[ReportEvent]) -> bool:
    key = deed.source_id, deed.actor_id
    return any((row.source_id, row.actor_id) == key and row.kind in kinds for row in happened)


def _moment(deed: Deed, report: TaskReport, happened: Iterable[ReportEvent]) -> datetime:
    """When it was done: after all that is recorded, for who acts has seen it.

    The web's clock may be behind the bot's, and of two who act at once the second may have read
    the clock first. A deed that is accepted has its effect all the same.
    """
    moments = {event_of(row).moment for row in happened} | {row.withdrawn_at for row in happened}
    known = [moment for moment in moments if moment not in (None, AFTER_ALL)]
    return max(deed.at, max([report.at, *known]) + timedelta(microseconds=1))


def _report(deed: Deed, server: ServerSnapshot) -> TaskReport | None:
    reports = TaskReport.objects.select_related("server", "reviewer")
    return reports.filter(server=server.pk, message_id=deed.message_id).first()
