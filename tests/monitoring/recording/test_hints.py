"""Who is told what about a report, once, and never about what was recorded before."""

from dataclasses import replace

import pytest

from monitoring.events import ReactionsCleared
from monitoring.models import Hint
from monitoring.recording.recorder import record
from tests.monitoring.recording.scenario import (
    ASKERS,
    CURATORS,
    GUILD,
    REPORT,
    REPORTS,
    UNCLEAR,
    VERDICT,
    make_world,
    moment,
    posted,
    reacted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ASKER, (FIRST, SECOND) = ASKERS[0], CURATORS
SENT = posted(0, ASKER, REPORT, REPORTS)


@pytest.fixture
def configuration(db):
    return make_world()


def reply(seconds, author, text):
    return posted(
        seconds,
        author,
        text,
        REPORTS,
        reply_to_id=SENT.message_id,
        reply_to_author_id=ASKER,
    )


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ([], set()),
        ([reacted(SENT, 10, FIRST), reply(20, FIRST, VERDICT)], set()),
        ([reacted(SENT, 10, FIRST), reply(20, FIRST, UNCLEAR)], {(FIRST, "not_understood")}),
        ([reply(20, FIRST, VERDICT)], {(FIRST, "react_first")}),
        ([reacted(SENT, 10, FIRST), reply(20, SECOND, VERDICT)], {(SECOND, "not_reviewer")}),
        ([reacted(SENT, 10, FIRST), reacted(SENT, 20, SECOND)], {(SECOND, "not_reviewer")}),
        (
            [reacted(SENT, 10, FIRST), reply(20, FIRST, VERDICT), reply(30, SECOND, UNCLEAR)],
            set(),
        ),
        (
            [reacted(SENT, 10, FIRST), reply(20, FIRST, UNCLEAR), reply(30, FIRST, UNCLEAR)],
            {(FIRST, "not_understood")},
        ),
    ],
)
def test_who_is_told_what(configuration, events, told):
    for event in [SENT, *events]:
        record([event], configuration, {}, None)
    assert set(Hint.objects.values_list("person_id", "reason")) == told
    record([SENT, *events], configuration, {}, None)
    assert Hint.objects.count() == len(told)


def test_the_author_is_asked_for_a_count_that_cannot_be_read(configuration):
    text = REPORT.replace("5 задач", "задачи")
    record([replace(SENT, content=text)], configuration, {}, None)
    hint = Hint.objects.get()
    assert (hint.person_id, hint.reason, hint.target_id) == (ASKER, "count", SENT.message_id)


def test_what_was_recorded_before_is_not_spoken_of_again(configuration):
    cleared = ReactionsCleared(GUILD, REPORTS, REPORTS, SENT.message_id, None, moment(30))
    refused = reply(40, FIRST, "отклонено")
    for event in [SENT, reacted(SENT, 10, FIRST), reply(20, FIRST, VERDICT), cleared, refused]:
        record([event], configuration, {}, None)
    again = [reacted(SENT, 100, FIRST), replace(cleared, delivered_at=moment(130)), refused]
    for event in again:
        record([event], configuration, {}, None)
    assert not Hint.objects.exists()
