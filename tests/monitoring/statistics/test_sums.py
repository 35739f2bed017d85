"""What one row adds to the sums."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from monitoring.recording.statistics import (
    Share,
    activity_shares,
    answer_shares,
    request_shares,
)

MOSCOW = ZoneInfo("Europe/Moscow")
# A Wednesday, 00:30 in Moscow; the last day of the month in UTC.
AT = datetime(2026, 9, 30, 21, 30, tzinfo=UTC)
DAY, MONTH = date(2026, 10, 1), date(2026, 10, 1)
EVA, OTTO = 7, 8


def activity(**fields: Any) -> dict[str, Any]:
    plain = {"server_id": 1, "curator_id": EVA, "kind": "message", "at": AT}
    return {**plain, "withdrawn_at": None, "is_sandbox": False, **fields}


def request(**fields: Any) -> dict[str, Any]:
    plain = {
        "server_id": 1,
        "asked_at": AT,
        "status": "open",
        "closed_at": None,
        "response_seconds": None,
        "first_due_at": AT + timedelta(seconds=600),
        "answered_by_id": None,
        "dismissed_by_id": None,
        "claimed_by_id": None,
        "is_quiet": False,
        "is_sandbox": False,
    }
    return {**plain, **fields}


def answered(seconds: int | None, **fields: Any) -> dict[str, Any]:
    closed_at = None if seconds is None else AT + timedelta(seconds=seconds)
    return request(
        status="answered",
        response_seconds=seconds,
        closed_at=closed_at,
        **{"answered_by_id": EVA, **fields},
    )


def answer_counts(row: dict[str, Any]) -> dict[int, dict[str, int]]:
    """By curator, of the day."""
    shares = [share for share in answer_shares(row, MOSCOW) if share.key[2] == "day"]
    return {share.key[1]: share.counts for share in shares}


def test_an_activity_counts_on_its_local_day_and_month() -> None:
    block = int(AT.timestamp()) // 600
    assert list(activity_shares(activity(), MOSCOW)) == [
        Share((1, EVA, "day", DAY), {"message_count": 1}, {"blocks": block}),
        Share((1, EVA, "month", MONTH), {"message_count": 1}),
    ]


@pytest.mark.parametrize("kind", ["reply", "reaction", "verification"])
def test_plain_messages_alone_fill_blocks(kind: str) -> None:
    day, _ = activity_shares(activity(kind=kind), MOSCOW)
    assert (day.counts, day.numbers) == ({f"{kind}_count": 1}, {})


@pytest.mark.parametrize("fields", [{"withdrawn_at": AT}, {"is_sandbox": True}, {"at": None}])
def test_what_does_not_stand_counts_nowhere(fields: dict[str, Any]) -> None:
    assert list(activity_shares(activity(**fields), MOSCOW)) == []


def test_an_answer_counts_on_the_day_of_the_question() -> None:
    [day, month] = answer_shares(answered(90), MOSCOW)
    assert day.key == (1, EVA, "day", DAY) and month.key == (1, EVA, "month", MONTH)
    assert day.numbers == month.numbers == {"waits": 90}


@pytest.mark.parametrize(
    ("row", "counts"),
    [
        pytest.param(
            answered(600),
            {
                "answer_count": 1,
                "timed_count": 1,
                "response_seconds": 600,
                "usual_count": 1,
                "usual_seconds": 600,
            },
            id="as the first step was due",
        ),
        pytest.param(
            answered(601),
            {"answer_count": 1, "rescue_count": 1, "timed_count": 1, "response_seconds": 601},
            id="a rescue stays out of the usual ones",
        ),
        pytest.param(
            answered(30, is_quiet=True),
            {"answer_count": 1, "quiet_count": 1, "timed_count": 1, "response_seconds": 30},
            id="quiet hours stay out of the usual ones",
        ),
        pytest.param(answered(None), {"answer_count": 1}, id="at an unknown time"),
    ],
)
def test_answers_by_how_they_count(row: dict[str, Any], counts: dict[str, int]) -> None:
    assert answer_counts(row) == {EVA: counts}


@pytest.mark.parametrize(
    ("row", "held"),
    [
        pytest.param(request(claimed_by_id=OTTO), False, id="still open"),
        pytest.param(answered(30, claimed_by_id=EVA), False, id="answered by the holder"),
        pytest.param(answered(30, claimed_by_id=OTTO), True, id="answered by another"),
        pytest.param(answered(None, claimed_by_id=OTTO, answered_by_id=None), True, id="by nobody"),
        pytest.param(request(status="expired", claimed_by_id=OTTO), True, id="expired"),
        pytest.param(request(status="cancelled", claimed_by_id=OTTO), False, id="taken back"),
        pytest.param(request(status="dismissed", claimed_by_id=OTTO), False, id="no request"),
    ],
)
def test_who_took_it_in_vain(row: dict[str, Any], held: bool) -> None:
    assert (answer_counts(row).get(OTTO) == {"held_count": 1}) is held


def test_a_dismissal_counts_for_who_dismissed() -> None:
    assert answer_counts(request(status="dismissed", dismissed_by_id=OTTO)) == {
        OTTO: {"dismissed_count": 1}
    }


@pytest.mark.parametrize(
    ("row", "counts", "numbers"),
    [
        pytest.param(request(), {"open_count": 1}, {}, id="open"),
        pytest.param(
            answered(45),
            {"answered_count": 1, "timed_count": 1, "response_seconds": 45},
            {"waits": 45},
            id="answered",
        ),
        pytest.param(answered(None), {"answered_count": 1}, {}, id="answered at an unknown time"),
        pytest.param(
            request(status="expired", closed_at=AT + timedelta(days=1)),
            {"expired_count": 1},
            {"lapses": 86_400},
            id="expired",
        ),
        pytest.param(
            request(status="cancelled", closed_at=AT + timedelta(seconds=61.9)),
            {"cancelled_count": 1},
            {"lapses": 61},
            id="taken back: it waited until then",
        ),
        pytest.param(
            request(status="dismissed", closed_at=AT), {"dismissed_count": 1}, {}, id="dismissed"
        ),
    ],
)
def test_a_request_counts_in_its_hour_of_the_week(
    row: dict[str, Any], counts: dict[str, int], numbers: dict[str, int]
) -> None:
    thursday_midnight = 3 * 24
    assert list(request_shares(row, MOSCOW)) == [
        Share((1, "day", DAY, thursday_midnight, False), counts, numbers),
        Share((1, "month", MONTH, thursday_midnight, False), counts, numbers),
    ]


def test_a_sandbox_counts_nowhere() -> None:
    row = answered(30, is_sandbox=True)
    assert [*request_shares(row, MOSCOW), *answer_shares(row, MOSCOW)] == []
