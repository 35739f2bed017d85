"""Run a command against a database server of its own: `with_database.py postgresql -- command…`.

The server lives in a temporary folder on a free port and goes when the command ends, so no server
of this machine is touched. Debian's package is installed where the programs are missing.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

TOOLS = Path(__file__).resolve().parent
START_SECONDS = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_up(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def program(name: str, package: str) -> str:
    """The path of a server's program, installed if need be."""
    if not find(name):
        subprocess.run([TOOLS / "apt", package], check=True)
    path = find(name)
    if path is None:
        sys.exit(f"{name} is not there, although {package} is installed.")
    return path


def find(name: str) -> str | None:
    """Debian keeps PostgreSQL's programs out of PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return shutil.which(
        name, path=os.pathsep.join([os.environ["PATH"], "/usr/sbin", *map(str, versions)])
    )


def as_user(name: str) -> list[str]:
    """Servers refuse to run as root."""
    return (
        ["setpriv", f"--reuid={name}", f"--regid={name}", "--clear-groups"]
        if os.getuid() == 0
        else []
    )


def postgresql(folder: Path, port: int) -> tuple[list[str], str]:
    initdb, server = program("initdb", "postgresql"), program("postgres", "postgresql")
    own(folder, "postgres")
    prefix = as_user("postgres")
    options = [
        "-D",
        str(folder / "data"),
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    quiet([*prefix, initdb, *options, "--locale=C.UTF-8"])
    command = [*prefix, server, "-D", str(folder / "data"), "-p", str(port), "-k", str(folder)]
    return [*command, "-c", "fsync=off"], f"postgresql://postgres@127.0.0.1:{port}/postgres"


def mariadb(folder: Path, port: int) -> tuple[list[str], str]:
    server = program("mariadbd", "mariadb-server")
    install = program("mariadb-install-db", "mariadb-server")
    own(folder, "mysql")
    data = f"--datadir={folder / 'data'}"
    quiet(
        [
            *as_user("mysql"),
            install,
            "--no-defaults",
            data,
            "--auth-root-authentication-method=normal",
        ]
    )
    command = [*as_user("mysql"), server, "--no-defaults", data, f"--port={port}"]
    # Debian's default is utf8mb4, MariaDB's own latin1: the product must stand on both.
    options = [f"--socket={folder / 'socket'}", "--bind-address=127.0.0.1", "--skip-log-bin"]
    # A server that starts removes what others have in a folder for temporary tables.
    options += [f"--tmpdir={folder}", "--innodb-flush-log-at-trx-commit=2"]
    return [*command, *options], f"mysql://root@127.0.0.1:{port}/mysql"


def own(folder: Path, user: str) -> None:
    if os.getuid() == 0:
        shutil.chown(folder, user, user)


def quiet(command: Sequence[str]) -> None:
    """Run; its output is shown only when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{command[-1]} failed:\n{done.stdout}{done.stderr}")


SERVERS: dict[str, Callable[[Path, int], tuple[list[str], str]]] = {
    "postgresql": postgresql,
    "mariadb": mariadb,
}


@contextmanager
def running(name: str) -> Iterator[str]:
    """The URL of a server of its own."""
    with tempfile.TemporaryDirectory(prefix=f"{name}-") as path:
        port = free_port()
        start, url = SERVERS[name](Path(path), port)
        with open(Path(path) / "log", "wb") as log:
            server = subprocess.Popen(start, stdout=log, stderr=log, start_new_session=True)
        try:
            wait_until_up(server, port, Path(path) / "log")
            yield url
        finally:
            # PostgreSQL: SIGINT ends the sessions that a failed command left open.
            server.send_signal(signal.SIGINT if name == "postgresql" else signal.SIGTERM)
            server.wait(timeout=60)


def main(name: str, command: Sequence[str]) -> int:
    with running(name) as url:
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})


def wait_until_up(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_up(port):
        if server.poll() is not None or time.monotonic() > deadline:
            sys.exit(f"The database server did not start:\n{log.read_text(errors='replace')}")
        time.sleep(0.1)


if __name__ == "__main__":
    if len(sys.argv) < 4 or sys.argv[1] not in SERVERS or sys.argv[2] != "--":
        sys.exit(f"usage: with_database.py {'|'.join(SERVERS)} -- command…")
    sys.exit(main(sys.argv[1], sys.argv[3:]))
