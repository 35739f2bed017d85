"""What a host gets wrong: one clear line that says what to do, a status that is not 0."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from govtracker.environment import ConfigurationError, read_env_file, read_environment
from tests.processes import environment, manage

pytestmark = pytest.mark.slow


def only_line(done: subprocess.CompletedProcess[str]) -> str:
    """What the process said; it must be one line and no traceback."""
    assert done.returncode not in (0, None), done.stdout
    assert "Traceback" not in done.stderr
    [line] = done.stderr.splitlines()
    return line


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgres", "it must begin with sqlite:///"),
        ("oracle://u:p@h/d", "it must begin with sqlite:///"),
        ("postgres://u:p#w@127.0.0.1/d", "%23"),
        ("postgres://u:p/w@127.0.0.1:5432/d", "%2F"),
        ("postgres://u:p@127.0.0.1:port/d", "malformed"),
        ("postgres://u:p@127.0.0.1", "it needs a host and a database name"),
        ("mysql://u:p@/d", "it needs a host and a database name"),
        ("sqlite:///", "needs a file"),
        ("sqlite:////nowhere/at/all.sqlite3", "the folder of"),
    ],
)
def test_a_malformed_database_url(tmp_path, url, says):
    line = only_line(manage("migrate", data_dir=tmp_path, DATABASE_URL=url))
    assert line.startswith("DATABASE_URL")
    assert says in line


@pytest.mark.parametrize(
    "url", ["postgresql://u:p@127.0.0.1:1/d", "mysql://u:p@127.0.0.1:1/d"], ids=["pg", "mysql"]
)
@pytest.mark.parametrize("command", ["migrate", "run", "configure"])
def test_a_database_out_of_reach(tmp_path, url, command):
    if url.startswith("mysql"):
        pytest.importorskip("MySQLdb", exc_type=ImportError)
    arguments = [command, "--dump"] if command == "configure" else [command]
    line = only_line(manage(*arguments, data_dir=tmp_path, DATABASE_URL=url))
    assert line.startswith("The database does not answer: ")
    assert line.endswith("Check DATABASE_URL and the server.")


def test_a_database_without_tables(tmp_path):
    line = only_line(manage("configure", "--dump", data_dir=tmp_path))
    assert "Run 'manage.py migrate' first" in line


@pytest.mark.parametrize("name", ["a-file", "a-file/below"])
def test_a_data_folder_that_cannot_be(tmp_path, name):
    (tmp_path / "a-file").write_text("")
    line = only_line(manage("check", data_dir=tmp_path / name))
    assert line.startswith("DATA_DIR ")
    assert "cannot be" in line


def test_a_data_folder_that_cannot_be_written(tmp_path, monkeypatch):
    # Root may write everywhere, so the system's answer is made.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with pytest.raises(ConfigurationError, match="cannot be written"):
        read_environment(settings.BASE_DIR)


def test_a_missing_driver_names_the_packages(tmp_path):
    stub = tmp_path / "path" / "MySQLdb"
    stub.mkdir(parents=True)
    (stub / "__init__.py").write_text("raise ImportError('no driver')")
    done = manage(
        "migrate",
        data_dir=tmp_path,
        DATABASE_URL="mysql://u:p@127.0.0.1/d",
        PYTHONPATH=str(stub.parent),
    )
    line = only_line(done)
    assert "libmariadb-dev" in line
    assert "requirements-mysql.txt" in line


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "http", "PORT must be a number from 1 to 65535, not 'http'."),
        ("PORT", "70000", "PORT must be a number from 1 to 65535"),
        ("TIME_ZONE", "Moscow", "TIME_ZONE 'Moscow' is unknown"),
        ("LOG_LEVEL", "loud", "LOG_LEVEL must be one of"),
        ("DEMO", "maybe", "DEMO must be 1 or 0"),
        ("CORS_ALLOWED_ORIGINS", "example.org", "CORS_ALLOWED_ORIGINS: 'example.org'"),
    ],
)
def test_a_wrong_setting(tmp_path, name, value, says):
    assert only_line(manage("check", data_dir=tmp_path, **{name: value})).startswith(says)


def test_an_api_address_that_is_none(tmp_path):
    done = manage(
        "check", data_dir=tmp_path, DISCORD_BOT_TOKEN="x", DISCORD_API_URL="discord.com/api"
    )
    assert only_line(done).startswith("DISCORD_API_URL 'discord.com/api' is no web address")


@pytest.mark.parametrize("line", ["PORT 5000", "=5000", "5PORT=1", "export"])
def test_a_line_of_env_that_makes_no_sense(tmp_path, line):
    """In a copy of the settings, because `.env` lies beside them."""
    for name in ("manage.py", "govtracker"):
        source = settings.BASE_DIR / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    (tmp_path / ".env").write_text(f"# a comment\n\n{line}\n")
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=tmp_path,
        env=environment(tmp_path / "data", PYTHONPATH=str(settings.BASE_DIR)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert only_line(done) == f".env line 3 makes no sense: {line!r}. Write NAME=value."


def test_an_env_file_as_people_write_it(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text("A=1\nexport B = two words \nC='#kept' \n\n# no\nD=x # cut\nE=\nF=a=b#c\n")
    assert read_env_file(file) == {
        "A": "1",
        "B": "two words",
        "C": "#kept",
        "D": "x",
        "E": "",
        "F": "a=b#c",
    }
    assert read_env_file(tmp_path / "missing") == {}
    file.write_text("what is this")
    with pytest.raises(ConfigurationError, match="line 1"):
        read_env_file(file)


def test_a_wrong_configuration_file(tmp_path):
    file = tmp_path / "wrong.json"
    file.write_text(json.dumps({"servers": [{"guild_id": "1", "help_role_id": True}]}))
    assert manage("migrate", data_dir=tmp_path).returncode == 0
    line = only_line(manage("configure", str(file), data_dir=tmp_path))
    assert line.startswith("CommandError: servers[0].help_role_id: must be a Discord ID")
    line = only_line(manage("configure", "-", data_dir=tmp_path, stdin="{"))
    assert line.startswith("CommandError: the file is no JSON")


def test_a_line_that_cannot_be_explained(tmp_path):
    done = manage("explain", "report", data_dir=tmp_path, stdin='"5 задач"\nnot json\n')
    assert json.loads(done.stdout.splitlines()[0]) == {"count": 5, "rule": "number"}
    assert only_line(done).startswith("CommandError: line 2: no JSON")


def test_the_bot_without_a_token(tmp_path):
    url = f"sqlite:///{tmp_path / 'own.sqlite3'}"
    assert manage("migrate", data_dir=tmp_path, DATABASE_URL=url).returncode == 0
    line = only_line(manage("runbot", data_dir=tmp_path, DATABASE_URL=url))
    assert "DISCORD_BOT_TOKEN is missing" in line
