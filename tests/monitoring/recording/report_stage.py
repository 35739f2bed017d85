"""One report of five tasks, two curators, and what people do on the web and on Discord."""

from dataclasses import replace

from monitoring.configuration import Configuration
from monitoring.events import Event, Message
from monitoring.models import Activity, ActivitySums, TaskReport
from monitoring.recording.recorder import record
from monitoring.recording.report_actions import correct, release, take, verify, withdraw
from monitoring.recording.report_deeds import Deed, Outcome
from tests.monitoring.recording.scenario import (
    ASKERS,
    CURATORS,
    GUILD,
    REPORT,
    REPORTS,
    VERDICT,
    make_world,
    moment,
    posted,
)

AUTHOR, (FIRST, SECOND), HEAD = ASKERS[0], CURATORS, 0
SENT = posted(0, AUTHOR, REPORT, REPORTS)
UNREAD = replace(SENT, content=REPORT.replace("5 задач", "задачи"))


# Deeds with sound numbers; those of curators first.
REVIEWS = [(take, {}), (release, {}), (verify, {"approved": 1})]
DEEDS = [*REVIEWS, (correct, {"count": 4}), (withdraw, {})]


def reported(message: Message = SENT, **server: object) -> Configuration:
    """A world in which this report was posted."""
    configuration = make_world(**server)
    record([message], configuration, {}, None)
    return configuration


def act(action, configuration, *, by=FIRST, seconds=60.0, source=7, **fields) -> Outcome:
    deed = Deed(GUILD, SENT.message_id, by, moment(seconds), source)
    return action(deed, configuration, **fields).outcome


def heard(configuration: Configuration, *events: Event) -> None:
    record(events, configuration, {}, None)


def reply(seconds, author, text=VERDICT):
    return posted(
        seconds, author, text, REPORTS, reply_to_id=SENT.message_id, reply_to_author_id=AUTHOR
    )


def the_report() -> TaskReport:
    return TaskReport.objects.get()


def reviewer() -> int | None:
    report = the_report()
    return report.reviewer.discord_id if report.reviewer else None


def verifications() -> list[tuple]:
    found = Activity.objects.filter(kind=Activity.Kind.VERIFICATION)
    return list(found.values_list("curator__discord_id", "message_id", "at"))


def counted() -> dict[int, int]:
    rows = ActivitySums.objects.filter(span="day", verification_count__gt=0)
    return dict(rows.values_list("curator__discord_id", "verification_count"))
