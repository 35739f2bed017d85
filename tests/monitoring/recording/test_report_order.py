"""Law 1 of reports: what people did on the web stands at its time, whatever was heard before it."""

import random
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curators.models import Revision
from monitoring.configuration import Configuration
from monitoring.events import Event, Message
from monitoring.recording.batch import Batch
from monitoring.recording.recorder import record
from monitoring.rules.report_events import ON_THE_WEB
from tests.monitoring.recording.scenario import (
    ASKERS,
    CURATORS,
    GUILD,
    REPORT,
    REPORTS,
    UNCLEAR,
    VERDICT,
    Script,
    deleted,
    edited,
    make_world,
    moment,
    posted,
    reacted,
    with_repeats,
)
from tests.monitoring.recording.test_order import rows_after

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@dataclass(frozen=True)
class Done:
    """A row of the web, as it was accepted."""

    message_id: int
    source_id: int
    kind: str
    actor_id: int
    at: datetime
    number: int


def invent(rng: random.Random) -> tuple[Script, list[Done]]:
    """One report, and in the hour after it reactions, replies, an edit, an end, and the web."""
    report = posted(0, ASKERS[0], REPORT, REPORTS)
    script = Script([[report]])
    for curator in CURATORS:
        at = rng.randrange(1, 3000)
        back = [reacted(report, at + rng.randrange(1, 600), curator, is_added=False)]
        script.threads.append([reacted(report, at, curator), *rng.choice([back, []])])
        for _ in range(rng.randrange(3)):
            script.threads.append([_reply(rng, report, curator)])
    if rng.random() < 0.4:
        script.threads[0].append(edited(report, rng.randrange(1, 600), REPORT.replace("5", "2")))
    if rng.random() < 0.3:
        script.threads[0].append(deleted(report, rng.randrange(600, 3600)))
    return script, [_done(rng, report, n) for n in range(rng.randrange(1, 5))]


def _reply(rng: random.Random, report: Message, curator: int) -> Message:
    return posted(
        rng.randrange(1, 3600), curator, rng.choice([VERDICT, UNCLEAR, "всё принято"]), REPORTS,
        reply_to_id=report.message_id, reply_to_author_id=report.author_id,
    )  # fmt: skip


def _done(rng: random.Random, report: Message, number: int) -> Done:
    kind = rng.choice(sorted(ON_THE_WEB))
    at = moment(rng.randrange(1, 3600))
    return Done(report.message_id, number, kind, rng.choice(CURATORS), at, rng.randrange(1, 6))


def write(events: list[Event | Done], configuration: Configuration) -> None:
    for event in events:
        if isinstance(event, Done):
            do(event, configuration)
        else:
            record([event], configuration, {}, None)


def do(done: Done, configuration: Configuration) -> None:
    with transaction.atomic():
        Revision.bump()
        batch = Batch(configuration)
        server = configuration.servers[GUILD]
        batch.reports.read({server.pk}, {done.message_id})
        batch.reports.happened(
            server.pk, done.message_id, done.kind, source_id=done.source_id,
            actor_id=done.actor_id, at=done.at, number=done.number,
        )  # fmt: skip
        batch.save()


def mixed(events: list[Event], done: list[Done], rng: random.Random) -> list[Event | Done]:
    """The web's rows anywhere after the report, which they cannot come before."""
    result: list[Event | Done] = list(events)
    for each in done:
        first = next(n for n, event in enumerate(result) if _is(event, each.message_id))
        result.insert(rng.randrange(first + 1, len(result) + 1), each)
    return result


def _is(event: Event | Done, message_id: int) -> bool:
    return isinstance(event, Message) and event.message_id == message_id


@settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 10**9))
def test_the_webs_deeds_and_discords_events_leave_the_same_rows_in_any_order(configuration, seed):
    rng = random.Random(seed)
    script, done = invent(rng)

    def web_first() -> None:
        report, *others = script.in_order()
        write([report, *done, *others], configuration)

    def anyhow() -> None:
        events = with_repeats(script.shuffled(rng), rng)
        write(mixed(events, done, rng), configuration)

    expected, found = rows_after(web_first), rows_after(anyhow)
    for table, rows in expected.items():
        assert found[table] == rows, table


@pytest.fixture
def configuration(db):
    return make_world()
