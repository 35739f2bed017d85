import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from monitoring.api.authentication import recent_sessions
from tests.factories import make_user

pytestmark = pytest.mark.django_db
JSON = "application/json"


def sign_in(client: Client, **changes: str):
    body = {"username": "owner", "password": "made-for-tests", **changes}
    return client.post("/api/auth/login/", body, content_type=JSON)


def test_the_right_password_signs_in(client: Client) -> None:
    make_user(first_name="Вера", last_name="Соколова")
    response = sign_in(client)
    assert response.status_code == 200
    assert response.json()["name"] == "Вера Соколова"
    assert client.get("/api/auth/me/").json() == response.json()


@pytest.mark.parametrize("changes", [{"password": "wrong"}, {"username": "nobody"}])
def test_a_wrong_password_or_name_is_told_alike(client: Client, changes: dict[str, str]) -> None:
    make_user()
    response = sign_in(client, **changes)
    assert response.status_code == 400
    assert response.json() == {"non_field_errors": ["Неверный логин или пароль."]}
    assert client.get("/api/auth/me/").status_code == 401


def test_a_user_who_is_switched_off_cannot_sign_in(client: Client) -> None:
    make_user(is_active=False)
    assert sign_in(client).status_code == 400


@pytest.mark.parametrize("body", [{}, {"username": "owner"}, {"username": "", "password": "x"}])
def test_an_incomplete_form_names_the_field(client: Client, body: dict[str, str]) -> None:
    response = client.post("/api/auth/login/", body, content_type=JSON)
    assert response.status_code == 400
    assert set(response.json()) <= {"username", "password"}


def test_a_body_that_is_no_json_is_an_error_of_drf(client: Client) -> None:
    response = client.post("/api/auth/login/", "{", content_type=JSON)
    assert response.status_code == 400
    assert "detail" in response.json()


def test_signing_out_ends_the_session(client: Client) -> None:
    make_user()
    sign_in(client)
    assert client.post("/api/auth/logout/").status_code == 204
    assert client.get("/api/auth/me/").status_code == 401


@pytest.mark.parametrize(
    ("fields", "role"),
    [
        ({"is_staff": True, "is_superuser": True}, "owner"),
        ({"is_staff": True, "is_superuser": False}, "head"),
        ({"is_staff": False, "is_superuser": False}, "curator"),
    ],
)
def test_a_role_follows_from_djangos_rights(
    client: Client, fields: dict[str, bool], role: str
) -> None:
    client.force_login(make_user(**fields))
    assert client.get("/api/auth/me/").json()["role"] == role


def test_the_demo_is_entered_without_a_password(client: Client, settings: Settings) -> None:
    settings.IS_DEMO = True
    response = client.post("/api/auth/demo/")
    assert response.status_code == 200
    assert response.json()["is_staff"] is True
    assert client.get("/admin/").status_code == 200
    assert client.post("/api/auth/demo/").status_code == 200
    assert User.objects.count() == 1


def test_no_other_mode_has_the_demos_way_in(client: Client, settings: Settings) -> None:
    settings.IS_DEMO = False
    response = client.post("/api/auth/demo/")
    assert response.status_code == 404
    assert "detail" in response.json()
    assert not User.objects.exists()


@pytest.mark.parametrize("is_demo", [True, False])
def test_the_sign_in_page_learns_of_the_demo(
    client: Client, settings: Settings, is_demo: bool
) -> None:
    settings.IS_DEMO = is_demo
    assert client.get("/api/auth/").json() == {"is_demo": is_demo, "is_signed_in": False}


def test_a_page_learns_whether_somebody_is_signed_in(signed_in: Client) -> None:
    assert signed_in.get("/api/auth/").json()["is_signed_in"] is True


@pytest.mark.parametrize("path", ["login", "logout", "demo"])
def test_a_post_without_the_csrf_token_is_refused(path: str, settings: Settings) -> None:
    settings.IS_DEMO = True
    make_user()
    strict = Client(enforce_csrf_checks=True)
    response = sign_in(strict) if path == "login" else strict.post(f"/api/auth/{path}/")
    assert response.status_code == 403
    assert response.json()["detail"].startswith("CSRF Failed")


def test_the_admins_forms_refuse_with_a_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/admin/login/")
    assert response.status_code == 403
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("source", ["/api/auth/me/", "/api/auth/", "/"])
def test_the_csrf_cookie_comes_with_the_page_or_the_api(source: str) -> None:
    make_user()
    strict = Client(enforce_csrf_checks=True)
    strict.get(source)
    token = strict.cookies["csrftoken"].value
    response = strict.post(
        "/api/auth/login/",
        {"username": "owner", "password": "made-for-tests"},
        content_type=JSON,
        headers={"X-CSRFToken": token},
    )
    assert response.status_code == 200


def test_a_poller_whose_account_is_switched_off_is_let_go_soon(signed_in: Client) -> None:
    assert signed_in.get("/api/live/").status_code == 200
    User.objects.update(is_active=False)
    recent_sessions.until.clear()  # Ten seconds later.
    assert signed_in.get("/api/live/").status_code == 401


def test_a_session_made_up_by_a_stranger_is_not_remembered(client: Client) -> None:
    assert client.get("/api/live/").status_code == 401
    assert not recent_sessions.until
