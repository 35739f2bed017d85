import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from monitoring.api.proxies import TrustedProxies, client_address, networks
from tests.factories import make_user

TRUSTED = networks(("10.0.0.0/8", "127.0.0.1"))
FORWARDED = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}


@pytest.mark.parametrize(
    ("peer", "forwarded_for", "expected"),
    [
        ("203.0.113.1", "198.51.100.2", "203.0.113.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "198.51.100.2", "198.51.100.2"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.2", "198.51.100.2"),
        ("127.0.0.1", "1.2.3.4, 198.51.100.2, 10.1.1.1", "198.51.100.2"),
        ("", "1.2.3.4", ""),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_proxy(
    peer: str, forwarded_for: str, expected: str
) -> None:
    assert client_address(peer, forwarded_for, TRUSTED) == expected


def seen(settings: Settings, trusted: list[str]) -> HttpRequest:
    settings.TRUSTED_PROXIES = trusted
    request = RequestFactory().get("/", headers=FORWARDED)
    TrustedProxies(lambda _: HttpResponse())(request)
    return request


def test_a_trusted_proxy_is_believed(settings: Settings) -> None:
    request = seen(settings, ["127.0.0.1"])
    assert request.is_secure()
    assert request.META["REMOTE_ADDR"] == "203.0.113.7"


def test_anybody_else_is_not(settings: Settings) -> None:
    request = seen(settings, [])
    assert not request.is_secure()
    assert request.META["REMOTE_ADDR"] == "127.0.0.1"


@pytest.mark.django_db
@pytest.mark.parametrize("is_https", [True, False])
def test_cookies_are_secure_where_the_request_is(client: Client, is_https: bool) -> None:
    make_user()
    response = client.post(
        "/api/auth/login/",
        {"username": "owner", "password": "made-for-tests"},
        content_type="application/json",
        secure=is_https,
    )
    assert bool(response.cookies["sessionid"]["secure"]) is is_https
    assert response.cookies["sessionid"]["httponly"]
    assert response.cookies["sessionid"]["samesite"] == "Lax"


@pytest.mark.django_db
def test_another_origin_may_read_the_api_only_where_it_is_named(
    client: Client, settings: Settings
) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://panel.example"]
    named = client.get("/api/auth/", headers={"Origin": "https://panel.example"})
    other = client.get("/api/auth/", headers={"Origin": "https://evil.example"})
    assert named["Access-Control-Allow-Origin"] == "https://panel.example"
    assert "Access-Control-Allow-Origin" not in other
