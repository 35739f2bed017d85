from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from monitoring.api.authentication import recent_sessions
from monitoring.live import configuration, live_cache
from tests.factories import make_user


@pytest.fixture(autouse=True)
def _no_built_files(settings: Settings, tmp_path: Path) -> None:
    """The API needs neither a built front end nor collected files."""
    for name in ("STATIC_ROOT", "WHITENOISE_ROOT", "FRONTEND_DIST"):
        setattr(settings, name, tmp_path)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """What a process keeps belongs to the database of one test."""
    live_cache.clear()
    configuration.forget()
    recent_sessions.until.clear()


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(make_user())
    return client
