from datetime import timedelta

import pytest

from monitoring.alerts import marks
from monitoring.alerts.marks import wanted_mark
from tests.factories import make_report

from .setting import Setting

pytestmark = [pytest.mark.database, pytest.mark.django_db]
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("status", "approved", "mark"),
    [
        ("pending", None, "📝"),
        ("reviewing", None, "📝"),
        ("verified", 0, "❌"),
        ("verified", 1, "✅"),
        ("verified", 5, "✅"),
        ("withdrawn", None, ""),
        ("withdrawn", 3, ""),
    ],
)
def test_the_mark_follows_the_report(status: str, approved: int | None, mark: str) -> None:
    assert wanted_mark(status, approved) == mark


def due(setting: Setting) -> list[marks.Mark]:
    return marks.marks_due(setting.configuration, setting.now)


def test_a_new_report_is_marked_once(setting: Setting) -> None:
    report = make_report(setting.server, at=setting.now)
    (mark,) = due(setting)
    assert (mark.message_id, mark.channel_id) == (report.message_id, report.channel_id)
    assert (mark.wanted, mark.old) == ("📝", ())
    marks.marked(mark)
    assert due(setting) == []


@pytest.mark.parametrize(("approved", "wanted"), [(0, "❌"), (3, "✅")])
def test_a_verdict_replaces_the_mark(setting: Setting, approved: int, wanted: str) -> None:
    make_report(setting.server, at=setting.now, status="verified", approved=approved, mark="📝")
    (mark,) = due(setting)
    assert (mark.wanted, mark.old) == (wanted, ("📝",))
    marks.marked(mark)
    assert due(setting) == []


def test_a_verdict_takes_off_a_mark_that_a_crash_left_unrecorded(setting: Setting) -> None:
    make_report(setting.server, at=setting.now, status="verified", approved=1)
    assert due(setting)[0].old == ("📝",)


def test_a_corrected_verdict_takes_off_the_other(setting: Setting) -> None:
    make_report(setting.server, at=setting.now, status="verified", approved=1, mark="❌")
    (mark,) = due(setting)
    assert mark.wanted == "✅"
    assert set(mark.old) == {"❌", "📝"}


@pytest.mark.parametrize(("age", "count"), [(DAY - SECOND, 1), (DAY + SECOND, 0)])
def test_reports_older_than_a_day_get_no_mark(setting: Setting, age: timedelta, count: int) -> None:
    make_report(setting.server, at=setting.now - age)
    assert len(due(setting)) == count


@pytest.mark.parametrize(("age", "count"), [(DAY - SECOND, 1), (DAY + SECOND, 0)])
def test_a_fresh_verdict_on_an_old_report_is_shown(
    setting: Setting, age: timedelta, count: int
) -> None:
    make_report(
        setting.server,
        at=setting.now - 3 * DAY,
        status="verified",
        approved=5,
        verified_at=setting.now - age,
        mark="📝",
    )
    assert len(due(setting)) == count


def test_a_withdrawn_report_loses_its_mark_once(setting: Setting) -> None:
    make_report(setting.server, at=setting.now, status="withdrawn", mark="📝")
    (mark,) = due(setting)
    assert (mark.wanted, mark.old) == ("", ("📝",))
    marks.marked(mark)
    assert due(setting) == []


def test_a_server_that_is_off_is_left_alone(setting: Setting) -> None:
    report = make_report(at=setting.now)
    report.server.is_active = False
    report.server.save()
    assert due(setting) == []
