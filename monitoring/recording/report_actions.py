"""What people do to a task report on the web: take, release, verify, correct, withdraw."""

from monitoring.configuration import Configuration
from monitoring.models import TaskReport
from monitoring.recording.report_deeds import Decision, Deed, Outcome, Result, act, curate
from monitoring.rules.report_events import Kind

OVER = (TaskReport.Status.VERIFIED, TaskReport.Status.WITHDRAWN)


def take(deed: Deed, configuration: Configuration, *, taken_from: int | None = None) -> Result:
    """Review a report that nobody reviews; or take it over, by Discord id, from who does."""
    actor = configuration.curator_keys.get(deed.actor_id)
    holder = configuration.curator_keys.get(taken_from or 0)

    def decide(report: TaskReport) -> Decision:
        if report.status in OVER:
            return Outcome.CLOSED
        if report.reviewer_id == actor:
            return {}
        is_as_seen = report.reviewer_id in (None, holder)
        return {Kind.TAKEN: None} if is_as_seen else Outcome.TAKEN

    return curate(deed, configuration, {Kind.TAKEN}, decide)


def release(deed: Deed, configuration: Configuration) -> Result:
    """Give one's own review up, as if one had never reacted."""
    actor = configuration.curator_keys.get(deed.actor_id)

    def decide(report: TaskReport) -> Decision:
        if report.status in OVER:
            return Outcome.CLOSED
        return {Kind.RELEASED: None} if report.reviewer_id == actor else Outcome.NOT_HELD

    return curate(deed, configuration, {Kind.RELEASED}, decide)


def verify(
    deed: Deed, configuration: Configuration, *, approved: int, count: int | None = None
) -> Result:
    """The verdict of who reviews the report, or takes it by that where nobody does.

    `count` is said where the report's is empty; only a refusal of the whole may leave it so.
    """
    actor = configuration.curator_keys.get(deed.actor_id)

    def decide(report: TaskReport) -> Decision:
        if report.status in OVER:
            return Outcome.CLOSED
        if report.reviewer_id not in (None, actor):
            return Outcome.TAKEN
        if count is not None and report.count not in (None, count):
            return Outcome.COUNTED
        known = report.count if count is None else count
        if known is None and approved:
            return Outcome.COUNT_NEEDED
        if _exceeds(approved, known):
            return Outcome.OVER_COUNT
        return {**_counted(report, count), Kind.VERIFIED: approved}

    return curate(deed, configuration, {Kind.VERIFIED}, decide)


def correct(
    deed: Deed,
    configuration: Configuration,
    *,
    approved: int | None = None,
    count: int | None = None,
) -> Result:
    """Other numbers than were read or said; a verdict keeps its reviewer and its time.

    Who may is the caller's question: it is the head curators' right, who need be no curators.
    """

    def decide(report: TaskReport) -> Decision:
        is_verified = report.status == TaskReport.Status.VERIFIED
        if report.status == TaskReport.Status.WITHDRAWN:
            return Outcome.CLOSED
        if approved is not None and not is_verified:
            return Outcome.NOT_VERIFIED
        accepted = report.approved if approved is None else approved
        if _exceeds(accepted, report.count if count is None else count):
            return Outcome.OVER_COUNT
        is_same = accepted == report.approved
        return {**_counted(report, count), **({} if is_same else {Kind.CORRECTED: accepted})}

    return act(deed, configuration, {Kind.COUNTED, Kind.CORRECTED}, decide)


def withdraw(deed: Deed, configuration: Configuration) -> Result:
    """What is no report goes out of the figures, as if it were deleted; a verdict stands.

    Who may is the caller's question, as in `correct`.
    """

    def decide(report: TaskReport) -> Decision:
        return Outcome.CLOSED if report.status in OVER else {Kind.WITHDRAWN: None}

    return act(deed, configuration, {Kind.WITHDRAWN}, decide)


def _counted(report: TaskReport, count: int | None) -> dict[Kind, int | None]:
    return {} if count in (None, report.count) else {Kind.COUNTED: count}


def _exceeds(approved: int | None, count: int | None) -> bool:
    return approved is not None and count is not None and approved > count
