import pytest
from django.db import OperationalError, connection
from django.test import Client

pytestmark = pytest.mark.django_db


def test_health_is_good_while_the_database_answers(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "database": True}


@pytest.fixture
def _no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(connection, "cursor", refuse)


@pytest.mark.usefixtures("_no_database")
def test_health_is_bad_when_it_does_not(client: Client) -> None:
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["database"] is False


def test_an_api_without_its_database_says_so_and_shows_no_figures(
    signed_in: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in.get("/api/live/")

    def refuse() -> int:
        raise OperationalError("gone")

    monkeypatch.setattr("monitoring.live.live_cache.revision", refuse)
    response = signed_in.get("/api/live/?after=1")
    assert response.status_code == 503
    assert response.json() == {"detail": "The database does not answer."}
