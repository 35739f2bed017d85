from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def built(tmp_path: Path, settings: Settings) -> Path:
    settings.FRONTEND_DIST = tmp_path
    (tmp_path / "index.html").write_text("<title>GovTracker</title>", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("path", ["/", "/overview", "/requests/1", "/login?next=%2F", "/apis"])
def test_every_other_address_is_the_front_ends(client: Client, built: Path, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert "<title>GovTracker</title>" in response.text


def test_the_index_is_never_cached(client: Client, built: Path) -> None:
    assert "no-store" in client.get("/")["Cache-Control"]


def test_a_missing_build_is_said_clearly(client: Client, built: Path) -> None:
    (built / "index.html").unlink()
    response = client.get("/")
    assert response.status_code == 503
    assert "make install" in response.text


@pytest.mark.parametrize("path", ["/assets/index-old12345.js", "/static/none.css"])
def test_a_file_of_an_older_build_is_not_answered_with_a_page(
    client: Client, built: Path, path: str
) -> None:
    assert client.get(path).status_code == 404


def test_a_build_made_while_the_server_runs_shows_without_a_restart(
    client: Client, built: Path
) -> None:
    client.get("/")
    (built / "assets").mkdir()
    (built / "assets" / "index-new12345.js").write_text("live()", encoding="utf-8")
    response = client.get("/assets/index-new12345.js")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"live()"
    assert client.get("/assets/../index.html").status_code == 400


@pytest.mark.parametrize("path", ["/api/", "/api/nothing/", "/api/live/nothing", "/api/auth/x/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_unknown_api_address_is_a_json_404(client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/json"
    assert "detail" in response.json()


def test_a_page_cannot_be_posted_to(client: Client, built: Path) -> None:
    assert client.post("/overview").status_code == 405


def test_the_admin_is_djangos(client: Client) -> None:
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin").status_code == 301


@pytest.mark.parametrize("path", ["/api/live/", "/api/schema/", "/api/auth/me/"])
def test_nothing_else_answers_without_a_session(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 401
    assert "detail" in response.json()


def test_the_schema_is_for_those_signed_in(signed_in: Client) -> None:
    assert "/api/live/" in signed_in.get("/api/schema/").json()["paths"]
