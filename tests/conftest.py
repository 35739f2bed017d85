"""What every test stands on: its own database with the defaults, and no way out of here."""

import ipaddress
import socket
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

# How long a rule takes is measured by `make bench`, on a machine that does nothing else.
hypothesis_settings.register_profile("untimed", deadline=None)
hypothesis_settings.load_profile("untimed")

DEFAULTS = ("curators.migrations.0002_defaults", "monitoring.migrations.0002_defaults")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """SQLite in a file: threads that share one in memory lock each other out."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        folder = tmp_path_factory.mktemp("database")
        database.setdefault("TEST", {})["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(autouse=True)
def _defaults(request: pytest.FixtureRequest) -> None:
    """The flush after a transactional test takes the defaults away; the next needs them back."""
    marker = request.node.get_closest_marker("django_db")
    is_marked = marker is not None and marker.kwargs.get("transaction")
    if not is_marked and not {"transactional_db", "live_server"} & set(request.fixturenames):
        return
    request.getfixturevalue("transactional_db")
    from curators.models import Revision

    if not Revision.objects.filter(pk=1).exists():
        create_defaults()


def create_defaults() -> None:
    """What the migrations put into a new database."""
    from django.apps import apps

    for name in DEFAULTS:
        import_module(name).create(apps, None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder for processes that a test starts."""
    return tmp_path


@pytest.fixture(autouse=True, scope="session")
def _settings_of_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Quick hashes, because tests sign in by the hundred; and no collected files are needed."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STATIC_ROOT = tmp_path_factory.mktemp("static")
    if not settings.FRONTEND_DIST.exists():
        settings.WHITENOISE_ROOT = None


@pytest.fixture(autouse=True, scope="session")
def _loopback_only() -> Any:
    """A test that calls the outside world fails, whatever library it uses."""
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    yield
    patch.undo()


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise RuntimeError(f"a test may not connect to {address[0]}")
        return connect(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
