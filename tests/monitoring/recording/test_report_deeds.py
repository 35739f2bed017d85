"""A deed is done once, after all that its doer saw, or not at all."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curators.models import Revision
from monitoring.models import ReportEvent
from monitoring.recording.report_actions import release, take, verify
from monitoring.recording.report_deeds import Deed, Outcome
from tests.monitoring.recording.report_stage import (
    AUTHOR,
    DEEDS,
    FIRST,
    SECOND,
    SENT,
    act,
    heard,
    reported,
    the_report,
)
from tests.monitoring.recording.scenario import GUILD, REPORT, REPORTS, moment, posted, reacted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def configuration(db):
    return reported()


@pytest.mark.parametrize(("action", "fields"), DEEDS)
def test_the_same_deed_again_changes_nothing(configuration, action, fields):
    if action is release:
        heard(configuration, reacted(SENT, 10, FIRST))
    outcomes = {act(action, configuration, **fields) for _ in range(2)}
    assert (outcomes, ReportEvent.objects.exclude(kind="reaction").count()) == ({Outcome.DONE}, 1)


def test_a_refused_deed_leaves_no_row_and_no_revision(configuration):
    act(take, configuration)
    before = Revision.objects.get().number, ReportEvent.objects.count()
    act(take, configuration, by=SECOND, source=8)
    assert (Revision.objects.get().number, ReportEvent.objects.count()) == before


@pytest.mark.parametrize("late", [-30, 0])
def test_a_deed_stands_after_all_that_its_doer_saw(configuration, late):
    """The web's clock is behind the bot's, or another web worker's."""
    heard(configuration, reacted(SENT, 60, FIRST))
    assert act(release, configuration, seconds=60 + late) is Outcome.DONE
    assert the_report().status == "pending"
    act(take, configuration, seconds=60 + late)
    assert the_report().reviewing_since == moment(60) + timedelta(microseconds=2)


def test_a_verdict_takes_as_many_statements_however_much_happened(configuration):
    def statements(source: int, reactions: int) -> int:
        report = posted(source, AUTHOR, REPORT, REPORTS)
        many = [reacted(report, 300 + n, FIRST, emoji_key=str(n)) for n in range(reactions)]
        heard(configuration, report, *many)
        deed = Deed(GUILD, report.message_id, FIRST, moment(900), source)
        with CaptureQueriesContext(connection) as asked:
            assert verify(deed, configuration, approved=1).outcome is Outcome.DONE
        return len(asked)

    # A savepoint and its end; the revision; the report, its events, hints, and the verification
    # that may be there; rows of report, event, activity and day; the report as it is now.
    assert statements(200, 1) == statements(201, 30) == 12
