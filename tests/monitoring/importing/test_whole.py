"""A made-up backup of the real shape: what becomes of every row, and twice is once."""

from collections import Counter
from typing import Any

import pytest

from curators.models import Curator, CuratorTerm, Revision
from monitoring.models import Activity, RejectedEvent, ResponseTracking, TaskReport
from monitoring.recording.rebuild import differences
from tests.factories import make_excluded
from tests.monitoring.importing import legacy
from tests.monitoring.importing.legacy import (
    backup,
    curator,
    message,
    numbered,
    reacted,
    reaction,
    reply,
    report,
    response,
    sid,
    verified,
)
from tests.monitoring.recording.tables import dump

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def real_shape() -> dict[str, Any]:
    """21 response rows for 4 mentions, 12 of them of an unknown server; messages four times."""
    asked = [100.0, 200.0, 300.0, 400.0]
    rows = [
        *[response(100, 107) for _ in range(3)],
        *[reacted(200, 209) for _ in range(3)],
        *[response(300, 310) for _ in range(2)],
        response(400),
        *[response(100, 107, serverId=19) for _ in range(4)],
        *[reacted(200, 209, serverId=19) for _ in range(3)],
        *[response(300, 310, serverId=19) for _ in range(3)],
        *[response(400, serverId=19) for _ in range(2)],
    ]
    assert len(rows) == 21 and len({row["mentionMessageId"] for row in rows}) == len(asked)
    messages = [message(n) for n in range(5)] + [reply(107, sid(100)), reply(310, sid(300))]
    activities = [row for row in messages for _ in range(4)]
    activities += [reaction(209, sid(200)), message(50, curatorId=77), message(60, curatorId=3)]
    activities += [message(70, curatorId=2)]
    reports = [verified(500, 560, None), report(600)]
    people = [
        curator(),
        curator(id=2, discordId=str(legacy.BORIS), name="Борис"),
        curator(id=3, discordId="-", name="Test"),
    ]
    return backup(
        curators=people,
        activities=numbered(*activities),
        responseTracking=numbered(*rows),
        taskReports=numbered(*reports),
    )


def test_every_row_of_a_real_shape_is_accounted_for(importing):
    make_excluded(discord_id=legacy.BORIS)
    importing(real_shape())
    assert importing.became("responseTracking") == {
        ("created", "new"): 4,
        ("quarantined", "duplicate"): 17,
    }
    assert importing.became("activities") == {
        ("created", "new"): 8,
        ("quarantined", "duplicate"): 21,
        ("quarantined", "no_curator"): 1,
        ("quarantined", "no_discord_id"): 1,
        ("skipped", "excluded"): 1,
    }
    assert importing.became("taskReports") == {("created", "new"): 2}
    assert importing.became("curators") == {
        ("created", "new"): 1,
        ("skipped", "excluded"): 1,
        ("quarantined", "no_discord_id"): 1,
    }
    assert Counter(ResponseTracking.objects.values_list("status", "response_seconds")) == Counter(
        {("answered", 7): 1, ("answered", 9): 1, ("answered", 10): 1, ("expired", None): 1}
    )
    assert TaskReport.objects.get(status="verified").approved is None
    assert Activity.objects.filter(kind="verification").count() == 1
    assert RejectedEvent.objects.count() == 41
    assert not Curator.objects.filter(discord_id=legacy.BORIS).exists()


def test_a_second_import_changes_nothing(importing):
    make_excluded(discord_id=legacy.BORIS)
    importing(real_shape())
    before = dump(), list(RejectedEvent.objects.values()), list(CuratorTerm.objects.values())
    number = Revision.objects.get().number
    importing(real_shape())
    assert importing.outcomes == {"unchanged", "skipped"}
    assert importing.report.changes_nothing
    after = dump(), list(RejectedEvent.objects.values()), list(CuratorTerm.objects.values())
    assert (after, Revision.objects.get().number) == (before, number)


@pytest.mark.django_db(transaction=True)
def test_the_daily_statistics_agree_afterwards(importing):
    importing(real_shape())
    assert differences() == []
