"""One owner at a time, by the database's clock, on every database."""

import asyncio
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from botrunner.lease import Lease
from monitoring import leases
from monitoring.models import BotLease

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def expire() -> None:
    BotLease.objects.update(expires_at=F("expires_at") - leases.TERM - timedelta(seconds=1))


def test_the_first_takes_it_and_the_second_does_not() -> None:
    assert leases.acquire("a") == 1
    assert leases.acquire("b") is None
    assert leases.acquire("a") is None


def test_a_lease_that_ran_out_goes_to_the_next_with_a_higher_number() -> None:
    assert leases.acquire("a") == 1
    expire()
    assert leases.acquire("b") == 2
    assert not leases.renew("a", 1)
    assert not leases.release("a", 1)
    assert not leases.report("a", 1, {})
    assert leases.is_held("b", 2)


def test_a_renewed_lease_lasts_another_term() -> None:
    leases.acquire("a")
    BotLease.objects.update(expires_at=F("expires_at") - timedelta(seconds=25))
    assert leases.renew("a", 1)
    BotLease.objects.update(expires_at=F("expires_at") - timedelta(seconds=25))
    assert leases.is_held("a", 1)
    assert leases.acquire("b") is None


def test_an_owner_that_was_late_goes_on_when_nobody_took_it() -> None:
    leases.acquire("a")
    expire()
    assert not leases.is_held("a", 1)
    assert leases.renew("a", 1)
    assert leases.is_held("a", 1)


def test_a_released_lease_is_free_at_once_and_its_number_grows() -> None:
    leases.acquire("a")
    assert leases.release("a", 1)
    assert not leases.is_held("a", 1)
    assert leases.acquire("b") == 2


def test_the_term_is_thirty_seconds() -> None:
    leases.acquire("a")
    left = BotLease.objects.get().expires_at - timezone.now()
    assert timedelta(seconds=25) < left <= timedelta(seconds=31)


def test_the_owner_reports_when_it_was_seen_and_in_what_state() -> None:
    leases.acquire("a")
    assert leases.last_state() == {}
    assert leases.report("a", 1, {"queue": 3})
    assert leases.last_state() == {"queue": 3}
    seen_at = BotLease.objects.get().seen_at
    assert seen_at is not None
    assert abs(seen_at - timezone.now()) < timedelta(seconds=5)


@pytest.mark.django_db(transaction=True)
async def test_a_second_process_waits_and_takes_over_when_the_first_lets_go() -> None:
    first, second = Lease(), Lease()
    try:
        await first.acquire()
        assert first.is_held
        waiting = asyncio.create_task(second.acquire())
        await asyncio.sleep(0.6)
        assert not waiting.done()
        number = first.number
        await first.release()
        await asyncio.wait_for(waiting, 2.0)
        assert number is not None
        assert second.number == number + 1
        await second.release()
    finally:
        first.close()
        second.close()


@pytest.mark.django_db(transaction=True)
async def test_an_owner_that_was_overtaken_finds_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botrunner.lease.RENEW_SECONDS", 0.05)
    lease = Lease()
    try:
        await lease.acquire()
        await lease.run(expire)
        assert await lease.run(leases.acquire, "another") == 2
        await lease.keep()
        assert lease.number is None
        assert not lease.is_held
    finally:
        lease.close()
