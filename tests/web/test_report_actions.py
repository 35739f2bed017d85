"""What people do to reports over the API, and what they are told when somebody was faster."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from curators.models import Curator
from monitoring.alerts.words import say
from monitoring.models import Activity, ActivitySums, ReportEvent, TaskReport
from monitoring.recording.rebuild import differences
from monitoring.recording.report_deeds import Outcome
from tests.factories import make_curator, make_report, make_server, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def report(db) -> TaskReport:
    return make_report()


@pytest.fixture
def curator(db) -> Curator:
    return make_curator("Анна")


def post(client: Client, report: TaskReport, deed: str, by: Curator | int, **words: object):
    discord_id = by.discord_id if isinstance(by, Curator) else by
    return client.post(
        f"/api/reports/{report.message_id}/{deed}/",
        {"curator": str(discord_id), **words},
        content_type="application/json",
    )


def test_a_report_is_taken_verified_and_corrected(signed_in, report, curator) -> None:
    head, person = make_curator("Борис"), {"discord_id": str(curator.discord_id), "name": "Анна"}
    taken = post(signed_in, report, "take", curator)
    assert (taken.status_code, taken.json()["status"]) == (200, "reviewing")
    assert taken.json()["reviewer"] == person
    assert post(signed_in, report, "verify", curator, approved=3).json()["approved"] == 3
    corrected = post(signed_in, report, "correct", head, approved=4, count=6).json()
    assert (corrected["approved"], corrected["count"], corrected["reviewer"]) == (4, 6, person)
    kinds = [(each["kind"], each["by"]["name"]) for each in corrected["history"]]
    assert kinds == [
        ("taken", "Анна"), ("verified", "Анна"), ("corrected", "Борис"), ("counted", "Борис"),
    ]  # fmt: skip


def test_a_report_is_released_taken_over_and_withdrawn(signed_in, report, curator) -> None:
    other = make_curator()
    post(signed_in, report, "take", curator)
    over = post(signed_in, report, "take", other, taken_from=str(curator.discord_id))
    assert over.json()["reviewer"]["discord_id"] == str(other.discord_id)
    assert post(signed_in, report, "release", other).json()["status"] == "pending"
    assert post(signed_in, report, "withdraw", 5).json()["status"] == "withdrawn"


def test_who_was_slower_is_told_and_shown_the_report_as_it_is(signed_in, report, curator) -> None:
    post(signed_in, report, "verify", curator, approved=2)
    late = post(signed_in, report, "verify", make_curator(), approved=5)
    assert late.status_code == 409
    assert late.json()["detail"] == "Этот отчёт уже проверен или отозван."
    assert late.json()["current"]["approved"] == 2
    assert late.json()["current"]["reviewer"]["name"] == "Анна"


@pytest.mark.parametrize(
    ("deed", "words"),
    [("take", {}), ("take", {"taken_from": "5"}), ("release", {}), ("verify", {"approved": 1})],
)
def test_what_another_curator_reviews_is_409(signed_in, report, curator, deed, words) -> None:
    post(signed_in, report, "take", curator)
    assert post(signed_in, report, deed, make_curator(), **words).status_code == 409


def test_a_report_without_a_verdict_has_nothing_to_correct(signed_in, report, curator) -> None:
    assert post(signed_in, report, "correct", curator, approved=1).status_code == 409


def test_a_server_that_is_off_takes_no_reviews(signed_in, curator) -> None:
    report = make_report(make_server(is_active=False))
    assert post(signed_in, report, "take", curator).status_code == 409


@pytest.mark.parametrize(
    ("count", "words", "field"),
    [
        (5, {"approved": 6}, "approved"),
        (5, {}, "approved"),
        (5, {"approved": -1}, "approved"),
        (5, {"approved": 1000}, "approved"),
        (5, {"approved": "три"}, "approved"),
        (5, {"approved": 1, "curator": "Анна"}, "curator"),
        (5, {"approved": 1, "key": 7}, "key"),
        (None, {"approved": 3}, "count"),
        (None, {"approved": 3, "count": 0}, "count"),
        (None, {"approved": 3, "count": 1000}, "count"),
    ],
)
def test_wrong_numbers_are_400_and_named(signed_in, curator, count, words, field) -> None:
    report = make_report(count=count, first_count=count)
    response = post(signed_in, report, "verify", curator, **words)
    assert (response.status_code, list(response.json())) == (400, [field])
    assert not ReportEvent.objects.exists()


def test_a_correction_of_nothing_is_400(signed_in, report, curator) -> None:
    response = post(signed_in, report, "correct", curator)
    assert (response.status_code, list(response.json())) == (400, ["approved"])


@pytest.mark.parametrize("deed", ["take", "release"])
def test_who_is_no_curator_may_not_review(signed_in, report, deed) -> None:
    response = post(signed_in, report, deed, make_curator(since=None))
    assert (response.status_code, list(response.json())) == (400, ["curator"])


def test_nobody_reviews_their_own_report(signed_in, report) -> None:
    author = make_curator(discord_id=report.author_id)
    response = post(signed_in, report, "verify", author, approved=1)
    assert (response.status_code, list(response.json())) == (400, ["curator"])


@pytest.mark.parametrize("deed", ["take", "release", "verify", "correct", "withdraw"])
def test_only_staff_acts(client: Client, report, curator, deed) -> None:
    assert post(client, report, deed, curator, approved=1).status_code == 401
    client.force_login(make_user("reader", is_staff=False, is_superuser=False))
    assert post(client, report, deed, curator, approved=1).status_code == 403
    assert not ReportEvent.objects.exists()


@pytest.mark.parametrize("deed", ["take", "release", "verify", "correct", "withdraw"])
def test_an_unknown_report_is_404(signed_in, curator, deed) -> None:
    unknown = TaskReport(message_id=5)
    assert post(signed_in, unknown, deed, curator, approved=1).status_code == 404


def test_a_deed_that_is_sent_again_with_its_key_is_done_once(signed_in, report, curator) -> None:
    for _ in range(2):
        response = post(signed_in, report, "verify", curator, approved=2, key="77")
        assert response.status_code == 200
    assert ReportEvent.objects.count() == 1
    assert post(signed_in, report, "verify", curator, approved=2, key="78").status_code == 409


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.DONE, Outcome.MISSING}))
def test_every_refusal_has_words(outcome: Outcome, language: str) -> None:
    assert say(language, f"report_{outcome}")


# Races, with real connections


def at_once(report: TaskReport, people: list[Curator], deed: str, **words: object) -> list[int]:
    """All of them at one moment, each signed in and on a connection of their own."""
    clients = [Client() for _ in people]
    for number, client in enumerate(clients):
        client.force_login(make_user(f"user {number} of {report.pk}"))
    start = Barrier(len(people))

    def go(client: Client, person: Curator) -> int:
        try:
            start.wait()
            return post(client, report, deed, person, **words).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        return sorted(pool.map(go, clients, people))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_verify_one_report_at_once_one_wins_and_one_gets_409() -> None:
    people = [make_curator() for _ in range(2)]
    for _ in range(5):
        report = make_report()
        TaskReport.objects.filter(pk=report.pk).update(count=None, first_count=None)
        assert at_once(report, people, "verify", approved=2, count=3) == [200, 409]
        report.refresh_from_db()
        found = Activity.objects.filter(message_id=report.message_id)
        assert [row.curator_id for row in found] == [report.reviewer_id]
        assert ReportEvent.objects.filter(kind="verified", at=report.verified_at).count() == 1
    assert (
        sum(ActivitySums.objects.filter(span="day").values_list("verification_count", flat=True))
        == 5
    )
    assert differences() == []


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_one_report_at_once_one_reviews_it() -> None:
    report, people = make_report(), [make_curator() for _ in range(4)]
    assert at_once(report, people, "take") == [200, 409, 409, 409]
    report.refresh_from_db()
    assert ReportEvent.objects.get().actor_id == report.reviewer.discord_id
