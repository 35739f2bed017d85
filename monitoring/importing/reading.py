"""Files of the earlier versions as a stream of their objects, in memory that does not grow.

Lists are never built whole: their items are given one by one, whatever the file's size.
"""

import gzip
import zlib
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import IO, Any

import ijson

Events = Iterator[tuple[str, Any]]
Json = dict[str, Any]

GZIP = b"\x1f\x8b"
READ_AT_ONCE = 1 << 16
# Objects whose own keys are sections of the file, as the file's own are.
WRAPPERS = frozenset({"data", "fullData"})
STARTS = frozenset({"start_map", "start_array"})


class Damaged(Exception):
    """A file that cannot be imported; the message is one line that names it and says why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path.name}: {' '.join(reason.split())}")


def items(path: Path, progress: Callable[[int], None]) -> Iterator[tuple[str, Any]]:
    """(section, value) of everything in the file; items of lists one by one, '' for a bare list.

    `progress` is told how many bytes of the file are read. Raises Damaged.
    """
    try:
        with path.open("rb") as raw:
            head = raw.read(len(GZIP))
            raw.seek(0)
            with nullcontext(raw) if head != GZIP else gzip.open(raw) as source:
                yield from _sections(_events(source, raw, progress))
    except ijson.IncompleteJSONError as error:
        raise Damaged(path, _broken(error)) from error
    except ijson.JSONError as error:
        raise Damaged(path, _broken(error)) from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise Damaged(path, f"архив обрывается или испорчен / broken archive: {error}") from error
    except RecursionError as error:
        raise Damaged(path, "слишком глубокая вложенность / nested too deeply") from error
    except OSError as error:
        raise Damaged(path, f"не читается / cannot be read: {error.strerror or error}") from error


def _broken(error: Exception) -> str:
    """What the parser says without the bytes that it points at."""
    said = error.args[0] if error.args else ""
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    reason = text.partition("\n")[0].strip()
    if "premature EOF" in reason or "ncomplete" in reason:
        return f"файл обрывается на середине / the file ends in the middle: {reason}"
    return f"это не JSON / not JSON: {reason}"


def _events(source: Any, raw: IO[bytes], progress: Callable[[int], None]) -> Events:
    def read(size: int) -> bytes:
        chunk: bytes = source.read(size)
        progress(raw.tell())
        return chunk

    reader = type("Reader", (), {"read": staticmethod(read)})
    yield from ijson.basic_parse(reader, use_float=True, buf_size=READ_AT_ONCE)


def _sections(events: Events) -> Iterator[tuple[str, Any]]:
    for event, value in events:
        if event == "start_map":
            yield from _keys(events)
        elif event == "start_array":
            yield from _list("", events)
        else:
            yield "", value


def _keys(events: Events) -> Iterator[tuple[str, Any]]:
    for event, key in events:
        if event == "end_map":
            return
        event, value = next(events)
        if event == "start_array":
            yield from _list(key, events)
        elif event == "start_map" and key in WRAPPERS:
            yield from _keys(events)
        else:
            yield key, _built(event, value, events)


def _list(section: str, events: Events) -> Iterator[tuple[str, Any]]:
    for event, value in events:
        if event == "end_array":
            return
        yield section, _built(event, value, events)


def _built(event: str, value: Any, events: Events) -> Any:
    if event == "start_map":
        return _object(events)
    if event == "start_array":
        return _array(events)
    return value


def _object(events: Events) -> Json:
    found: Json = {}
    key = ""
    for event, value in events:
        if event == "map_key":
            key = value
        elif event == "end_map":
            break
        elif event in STARTS:
            found[key] = _built(event, value, events)
        else:
            found[key] = value
    return found


def _array(events: Events) -> list[Any]:
    found = []
    for event, value in events:
        if event == "end_array":
            break
        found.append(_built(event, value, events))
    return found
