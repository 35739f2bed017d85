"""What the host says: `.env` and the environment, checked here once and read nowhere else."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DISCORD_API_URL = "https://discord.com/api/v10"
DEMO_API_URL = "http://127.0.0.1:8800/api/v10"
# The bundled stand-in takes no other.
DEMO_TOKEN = "standin-token"
LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)")
ENGINES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
    "mysql": "django.db.backends.mysql",
    "mariadb": "django.db.backends.mysql",
}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class ConfigurationError(Exception):
    """A setting that is missing or wrong, said in one line with what to do."""


@dataclass(frozen=True)
class Environment:
    """The host's settings, typed. `token` is '' where the web alone runs."""

    is_demo: bool
    token: str
    api_url: str
    database: dict[str, Any]
    data_dir: Path
    secret: str
    host: str
    port: int
    time_zone: str
    allowed_hosts: list[str]
    cors_origins: list[str]
    trusted_proxies: list[str]
    log_level: str
    debug: bool


def read_env_file(path: Path) -> dict[str, str]:
    """The variables of a `.env` file; a line that is no `NAME=value` is an error."""
    values: dict[str, str] = {}
    if not path.exists():
        return values
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = LINE.fullmatch(stripped)
        if not match:
            raise ConfigurationError(
                f".env line {number} makes no sense: {stripped[:60]!r}. Write NAME=value."
            )
        values[match[1]] = _unquoted(match[2])
    return values


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.split(" #", 1)[0].strip()


def read_environment(base_dir: Path) -> Environment:
    values = {**read_env_file(base_dir / ".env"), **os.environ}
    token = values.get("DISCORD_BOT_TOKEN", "").strip()
    url = values.get("DATABASE_URL", "").strip()
    is_demo = _flag(values, "DEMO", default=not token and not url)
    data_dir = _data_dir(values.get("DATA_DIR", "").strip() or str(base_dir / "data"))
    default_name = "demo.sqlite3" if is_demo else "govtracker.sqlite3"
    return Environment(
        is_demo=is_demo,
        token=DEMO_TOKEN if is_demo else token,
        api_url=_api_url(values, is_demo),
        database=database(f"sqlite:///{data_dir / default_name}" if is_demo or not url else url),
        data_dir=data_dir,
        secret=values.get("SESSION_SECRET", "").strip() or _kept_secret(data_dir),
        # Invented people are nobody's business, so the demo is seen from this machine alone.
        host=values.get("LISTEN", "").strip() or ("127.0.0.1" if is_demo else "0.0.0.0"),
        port=_port(values),
        time_zone=_zone(values.get("TIME_ZONE", "").strip() or "Europe/Moscow"),
        allowed_hosts=_list(values, "ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"],
        cors_origins=_origins(values),
        trusted_proxies=_list(values, "TRUSTED_PROXIES"),
        log_level=_log_level(values),
        debug=_flag(values, "DEBUG", default=False),
    )


def database(url: str) -> dict[str, Any]:
    """Django's entry for a DATABASE_URL; every doubtful part is an error and never a guess."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise _bad_url(
            "a '#', '/', '@' or ':' in the password must be written %23, %2F, %40, %3A"
        ) from error
    engine = ENGINES.get(parts.scheme)
    if engine is None:
        raise _bad_url(
            "it must begin with sqlite:///, postgres://, postgresql://, mysql:// or mariadb://"
        )
    if parts.fragment or parts.query.startswith("/"):
        raise _bad_url("a '#' or '?' in the password must be written %23 or %3F")
    if parts.scheme == "sqlite":
        return _sqlite(parts.path)
    if parts.scheme in ("mysql", "mariadb"):
        _require_mysql_driver()
    name = unquote(parts.path.removeprefix("/"))
    has_host = parts.hostname or "host=" in parts.query
    if not has_host or not name or "/" in name:
        raise _bad_url(
            "it needs a host and a database name, such as postgres://user:password@host:5432/name"
        )
    return {
        "ENGINE": engine,
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": _host(parts),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _server_options(parts.scheme),
        "TEST": _test_options(parts.scheme),
    }


def _bad_url(why: str) -> ConfigurationError:
    return ConfigurationError(f"DATABASE_URL is malformed: {why}.")


def _host(parts: Any) -> str:
    match = re.search(r"(?:^|&)host=([^&]+)", parts.query)
    return unquote(match[1]) if match else parts.hostname


def _server_options(scheme: str) -> dict[str, Any]:
    if scheme in ("mysql", "mariadb"):
        return {
            "charset": "utf8mb4",
            "isolation_level": "read committed",
            "connect_timeout": 10,
            # Joined texts would be cut without a word: MySQL's own limit is 1 KiB, MariaDB's 1 MiB.
            "init_command": "SET SESSION group_concat_max_len = 4294967295",
        }
    return {"connect_timeout": 10}


def _test_options(scheme: str) -> dict[str, Any]:
    if scheme in ("mysql", "mariadb"):
        # The server's default may be latin1, which holds no Cyrillic.
        return {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"}
    return {}


def _sqlite(path: str) -> dict[str, Any]:
    name = unquote(path.removeprefix("/"))
    if not name:
        raise _bad_url("sqlite:/// needs a file, such as sqlite:////var/lib/govtracker/db.sqlite3")
    if name != ":memory:" and not Path(name).parent.is_dir():
        raise ConfigurationError(f"DATABASE_URL: the folder of {name} does not exist. Create it.")
    return {
        "ENGINE": ENGINES["sqlite"],
        "NAME": name,
        "OPTIONS": {
            # Several processes write: without these, half of the transactions fail as "locked".
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def _require_mysql_driver() -> None:
    try:
        import MySQLdb  # noqa: F401
    except ImportError as error:
        raise ConfigurationError(
            "DATABASE_URL names MySQL, but its driver is missing. Run "
            "'apt-get install libmariadb-dev pkg-config gcc python3-dev' and "
            "'.venv/bin/pip install -r requirements-mysql.txt'."
        ) from error


def _data_dir(value: str) -> Path:
    path = Path(value)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(f"DATA_DIR {path} cannot be made: {error.strerror}.") from error
    if not os.access(path, os.W_OK):
        raise ConfigurationError(
            f"DATA_DIR {path} cannot be written. Give this user the right, or name another folder."
        )
    return path


def _kept_secret(data_dir: Path) -> str:
    """A secret that survives restarts, made at the first start."""
    path = data_dir / "session_secret"
    try:
        with open(path, "x", encoding="ascii", opener=lambda p, f: os.open(p, f, 0o600)) as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    except OSError as error:
        raise ConfigurationError(
            f"DATA_DIR {data_dir} cannot be written: {error.strerror}."
        ) from error
    return path.read_text(encoding="ascii").strip()


def _api_url(values: dict[str, str], is_demo: bool) -> str:
    url = values.get("DISCORD_API_URL", "").strip().rstrip("/")
    if is_demo:
        return url or DEMO_API_URL
    url = url or DISCORD_API_URL
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ConfigurationError(
            f"DISCORD_API_URL {url!r} is no web address. Leave it out for Discord's own."
        )
    return url


def _port(values: dict[str, str]) -> int:
    value = values.get("PORT", "").strip() or "5000"
    if not value.isdigit() or not 0 < int(value) < 65536:
        raise ConfigurationError(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigurationError(
            f"TIME_ZONE {name!r} is unknown. Write one such as Europe/Moscow."
        ) from error
    return name


def _list(values: dict[str, str], name: str) -> list[str]:
    return [item.strip() for item in values.get(name, "").split(",") if item.strip()]


def _origins(values: dict[str, str]) -> list[str]:
    origins = _list(values, "CORS_ALLOWED_ORIGINS")
    for origin in origins:
        if urlsplit(origin).scheme not in ("http", "https") or urlsplit(origin).path:
            raise ConfigurationError(
                f"CORS_ALLOWED_ORIGINS: {origin!r} is no origin such as https://example.org."
            )
    return origins


def _log_level(values: dict[str, str]) -> str:
    level = values.get("LOG_LEVEL", "").strip().upper() or "INFO"
    if level not in LOG_LEVELS:
        raise ConfigurationError(
            f"LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not {level!r}."
        )
    return level


def _flag(values: dict[str, str], name: str, *, default: bool) -> bool:
    value = values.get(name, "").strip().lower()
    if not value:
        return default
    if value not in ("1", "0", "true", "false", "yes", "no"):
        raise ConfigurationError(f"{name} must be 1 or 0, not {value!r}.")
    return value in ("1", "true", "yes")
