"""How the database is taken away from a bot: a TCP proxy in between, or SQLite's lock."""

import asyncio
import contextlib
import sqlite3
import threading
from concurrent.futures import Future
from typing import Any, Self
from urllib.parse import SplitResult, urlsplit, urlunsplit

CHUNK = 1 << 16
HOST = "127.0.0.1"


class Proxy:
    """`close` cuts every connection and refuses new ones until `open`."""

    def __init__(self, url: str) -> None:
        self._target = urlsplit(url)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self.open()
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """The same database, by way of this proxy."""
        user, at, _ = self._target.netloc.rpartition("@")
        through = f"{user}{at}{HOST}:{self.port}"
        return urlunsplit(SplitResult(*self._target)._replace(netloc=through))

    def open(self) -> None:
        self._run(self._open())

    def close(self) -> None:
        self._run(self._close())

    def _run(self, work: Any) -> None:
        done: Future[None] = asyncio.run_coroutine_threadsafe(work, self._loop)
        done.result(10)

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._serve, HOST, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._writers):
            writer.transport.abort()
        await asyncio.sleep(0.05)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = self._target.port or (5432 if self._target.scheme.startswith("p") else 3306)
        there, back = await asyncio.open_connection(self._target.hostname, port)
        self._writers |= {writer, back}
        await asyncio.gather(_pump(reader, back), _pump(there, writer))
        self._writers -= {writer, back}


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    writer.close()


class SqliteLock:
    """The same for a file: while closed, another writer holds it and never ends."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._path = urlsplit(url).path.removeprefix("/")
        self._connection: sqlite3.Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.open()

    def open(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def close(self) -> None:
        self._connection = sqlite3.connect(
            self._path, timeout=30, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("BEGIN IMMEDIATE")


def way_to(url: str) -> Proxy | SqliteLock:
    return SqliteLock(url) if url.startswith("sqlite") else Proxy(url)
