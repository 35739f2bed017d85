"""The poll of every tab, every two seconds: what it answers, and what it costs."""

import gzip
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from curators.models import Revision
from monitoring.live import LiveCache, live_cache
from monitoring.live.cache import Rendered
from tests.factories import make_request, make_server

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 18, 47, tzinfo=UTC)
URL = "/api/live/"


def poll(client: Client, after: object = None) -> int:
    return client.get(URL, {} if after is None else {"after": after}).status_code


def test_without_a_revision_the_whole_snapshot_comes(signed_in: Client) -> None:
    response = signed_in.get(URL)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert response.json()["revision"] == Revision.objects.get().number


def test_nothing_new_is_a_304_with_the_servers_time(signed_in: Client) -> None:
    revision = signed_in.get(URL).json()["revision"]
    response = signed_in.get(URL, {"after": revision})
    assert response.status_code == 304
    assert response.content == b""
    age = datetime.now(UTC) - datetime.fromisoformat(response["X-Server-Time"])
    assert abs(age) < timedelta(seconds=5)


def test_any_other_revision_gets_the_snapshot(signed_in: Client) -> None:
    Revision.bump()
    revision = signed_in.get(URL).json()["revision"]
    assert poll(signed_in, revision - 1) == 200
    assert poll(signed_in, revision + 1) == 200


def test_what_was_written_is_in_the_next_answer(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_cache, "REVISION_SECONDS", 0)
    monkeypatch.setattr(live_cache, "COMPUTE_SECONDS", 0)
    before = signed_in.get(URL).json()
    request = make_request()
    Revision.bump()
    after = signed_in.get(URL, {"after": before["revision"]}).json()
    assert str(request.message_id) in [each["message_id"] for each in after["open_requests"]]


@pytest.mark.parametrize("after", ["x", "-1", "1.5", "", "9" * 30, "٣"])
def test_a_revision_that_is_no_number_is_refused(signed_in: Client, after: str) -> None:
    response = signed_in.get(URL, {"after": after})
    assert response.status_code == 400
    assert "after" in response.json()


def test_a_poll_costs_one_query_at_most(
    signed_in: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live_cache, "REVISION_SECONDS", 60)
    revision = signed_in.get(URL).json()["revision"]
    assert poll(signed_in, revision) == 304
    with django_assert_num_queries(0):  # The revision and the session are known from just before.
        assert poll(signed_in, revision) == 304
    monkeypatch.setattr(live_cache, "REVISION_SECONDS", 0)
    with django_assert_num_queries(1):  # The revision alone.
        assert poll(signed_in, revision) == 304


def test_everybody_gets_the_same_bytes_without_computing_again(
    signed_in: Client,
    django_assert_num_queries: DjangoAssertNumQueries,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live_cache, "COMPUTE_SECONDS", 60)
    first = signed_in.get(URL).content
    with django_assert_num_queries(0):
        assert signed_in.get(URL).content == first


def test_a_snapshot_of_a_busy_evening_stays_small_on_the_wire(signed_in: Client) -> None:
    for _ in range(8):
        make_request(make_server())
    content = signed_in.get(URL).content
    assert len(gzip.compress(content)) < 6_000


class Clock:
    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


class Source:
    """A database that counts how often it is asked."""

    def __init__(self) -> None:
        self.revision = 1
        self.readings = 0
        self.computings = 0

    def read(self) -> int:
        self.readings += 1
        return self.revision

    def compute(self, now: datetime) -> Rendered:
        self.computings += 1
        valid_until = now + timedelta(seconds=30)
        return Rendered(self.revision, valid_until, f"{self.computings}".encode())


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cache(source: Source, clock: Clock) -> LiveCache:
    return LiveCache(source.read, source.compute, clock)


def test_the_revision_is_read_four_times_a_second_at_most(
    cache: LiveCache, source: Source, clock: Clock
) -> None:
    for _ in range(100):
        cache.revision()
        clock.now += 0.01
    assert source.readings == 4


def test_a_stream_of_changes_computes_twice_a_second_at_most(
    cache: LiveCache, source: Source, clock: Clock
) -> None:
    for _ in range(100):
        source.revision += 1
        cache.content(NOW)
        clock.now += 0.01
    assert source.computings == 2


def test_without_a_change_nothing_is_computed_until_time_changes_it(
    cache: LiveCache, source: Source, clock: Clock
) -> None:
    cache.content(NOW)
    clock.now += 29
    cache.content(NOW + timedelta(seconds=29))
    assert source.computings == 1
    clock.now += 1
    cache.content(NOW + timedelta(seconds=30))
    assert source.computings == 2


def test_a_change_is_seen_after_a_quarter_of_a_second(
    cache: LiveCache, source: Source, clock: Clock
) -> None:
    cache.content(NOW)
    clock.now += 1
    assert cache.revision() == 1
    source.revision = 2
    clock.now += 0.26
    assert cache.revision() == 2
    assert cache.content(NOW) == b"2"


@pytest.fixture
def slow(source: Source, clock: Clock) -> Iterator[tuple[LiveCache, Event, Event]]:
    """A cache whose second computing waits for `go`, having set `began`."""
    began, go = Event(), Event()

    def compute(now: datetime) -> Rendered:
        if source.computings:
            began.set()
            go.wait(5)
        return source.compute(now)

    yield LiveCache(source.read, compute, clock), began, go
    go.set()


def test_while_one_thread_computes_the_others_answer_with_the_one_before(
    slow: tuple[LiveCache, Event, Event], source: Source, clock: Clock
) -> None:
    cache, began, go = slow
    assert cache.content(NOW) == b"1"
    source.revision, clock.now = 2, clock.now + 10
    thread = Thread(target=cache.content, args=(NOW,))
    thread.start()
    assert began.wait(5)
    assert cache.content(NOW) == b"1"
    go.set()
    thread.join(5)
    assert cache.content(NOW) == b"2"


def test_a_computing_that_fails_leaves_the_cache_usable(source: Source, clock: Clock) -> None:
    def compute(now: datetime) -> Rendered:
        if source.revision == 2:
            raise RuntimeError("gone")
        return source.compute(now)

    cache = LiveCache(source.read, compute, clock)
    cache.content(NOW)
    source.revision, clock.now = 2, clock.now + 10
    with pytest.raises(RuntimeError):
        cache.content(NOW)
    source.revision, clock.now = 3, clock.now + 10
    assert cache.content(NOW) == b"2"
