"""A process that does what it is asked: a line of JSON on stdin each, and one back on stdout."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

Answer = dict[str, Any]
Handlers = Mapping[str, Callable[..., Awaitable[Answer]]]


def take_stdout() -> int:
    """The descriptor for answers; whatever else is printed goes to stderr from now on."""
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers


async def answer(handlers: Handlers, answers: int) -> None:
    """Until stdin ends."""
    reader = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        command = json.loads(line)
        result = await handlers[command.pop("do")](**command)
        os.write(answers, json.dumps(result).encode() + b"\n")
