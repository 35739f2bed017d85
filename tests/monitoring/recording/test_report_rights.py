"""Who may do what to a report, and when it is too late."""

import pytest

from curators.models import Curator
from monitoring.configuration import load_configuration
from monitoring.models import DiscordServer
from monitoring.recording.recorder import record
from monitoring.recording.report_actions import correct, release, take, verify, withdraw
from monitoring.recording.report_deeds import Deed, Outcome
from tests.factories import make_curator, make_excluded
from tests.monitoring.recording.report_stage import (
    AUTHOR,
    DEEDS,
    FIRST,
    HEAD,
    REVIEWS,
    SENT,
    act,
    counted,
    heard,
    reported,
    verifications,
)
from tests.monitoring.recording.scenario import ASKERS, GUILD, deleted, make_world, moment, reacted

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def configuration(db):
    return reported()


@pytest.mark.parametrize(("action", "fields"), DEEDS)
def test_after_a_deletion_there_is_nothing_to_do(configuration, action, fields):
    heard(configuration, deleted(SENT, 10))
    assert act(action, configuration, **fields) is Outcome.CLOSED


@pytest.mark.parametrize(("action", "fields"), [*REVIEWS, (withdraw, {})])
def test_after_a_verdict_only_corrections_are_left(configuration, action, fields):
    act(verify, configuration, approved=2)
    assert act(action, configuration, seconds=70, source=8, **fields) is Outcome.CLOSED


@pytest.mark.parametrize(("action", "fields"), DEEDS)
def test_nobody_acts_on_the_own_report(configuration, action, fields):
    make_curator(discord_id=AUTHOR, since=moment(30))
    assert act(action, load_configuration(), by=AUTHOR, **fields) is Outcome.OWN_REPORT


@pytest.mark.parametrize(("action", "fields"), REVIEWS)
@pytest.mark.parametrize(("seconds", "is_allowed"), [(99, True), (100, False)])
def test_after_the_term_nobody_reviews(configuration, action, fields, seconds, is_allowed):
    heard(configuration, reacted(SENT, 10, FIRST))
    Curator.objects.get(discord_id=FIRST).terms.update(ended_at=moment(100))
    outcome = act(action, load_configuration(), seconds=seconds, **fields)
    assert (outcome is not Outcome.NOT_A_CURATOR) == is_allowed


@pytest.mark.parametrize(("action", "fields"), REVIEWS)
def test_who_is_excluded_or_no_curator_reviews_nothing(configuration, action, fields):
    make_excluded(discord_id=FIRST, started_at=moment(30))
    for person in (FIRST, ASKERS[1], HEAD):
        outcome = act(action, load_configuration(), by=person, **fields)
        assert outcome is Outcome.NOT_A_CURATOR


@pytest.mark.parametrize(
    ("action", "fields", "outcome"),
    [
        (take, {}, Outcome.SERVER_OFF),
        (release, {}, Outcome.SERVER_OFF),
        (verify, {"approved": 1}, Outcome.SERVER_OFF),
        (correct, {"count": 4}, Outcome.DONE),
        (withdraw, {}, Outcome.DONE),
    ],
)
def test_a_server_that_is_off_records_no_reviews_but_can_be_put_in_order(
    configuration, action, fields, outcome
):
    DiscordServer.objects.update(is_active=False)
    assert act(action, load_configuration(), **fields) is outcome


def test_a_sandbox_is_reviewed_and_counts_nowhere(db):
    configuration = make_world(is_sandbox=True)
    record([SENT], configuration, {}, None)
    assert act(verify, configuration, approved=2) is Outcome.DONE
    assert (len(verifications()), counted()) == (1, {})


@pytest.mark.parametrize("guild", [GUILD, 404])
def test_an_unknown_report_is_said_to_be_missing(configuration, guild):
    deed = Deed(guild, 1, FIRST, moment(60), 7)
    assert take(deed, configuration).outcome is Outcome.MISSING
