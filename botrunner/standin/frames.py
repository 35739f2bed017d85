"""Bytes of gateway frames."""

import json
import zlib
from typing import Any, Protocol


def to_json(value: Any) -> bytes:
    """Compact JSON; lone surrogates survive as escapes, as they do on Discord."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


def dispatch_frame(event: str, data: bytes, sequence: int) -> bytes:
    """An opcode 0 frame around data that is encoded already."""
    return b'{"t":"%s","s":%d,"op":0,"d":%s}' % (event.encode(), sequence, data)


def frame(op: int, data: Any = None) -> bytes:
    return to_json({"t": None, "s": None, "op": op, "d": data})


class Encoder(Protocol):
    binary: bool

    def __call__(self, payload: bytes) -> bytes: ...


class Plain:
    binary = False

    def __call__(self, payload: bytes) -> bytes:
        return payload


class ZlibStream:
    """One zlib context per connection; each frame ends with Z_SYNC_FLUSH."""

    binary = True

    def __init__(self) -> None:
        # Level 1: the stand-in shares its machine with what it tests.
        self._context = zlib.compressobj(1)

    def __call__(self, payload: bytes) -> bytes:
        return self._context.compress(payload) + self._context.flush(zlib.Z_SYNC_FLUSH)


def encoder_for(compress: str | None) -> Encoder:
    """ValueError for a transport compression that is not offered."""
    if not compress:
        return Plain()
    if compress == "zlib-stream":
        return ZlibStream()
    raise ValueError(f"unknown compression {compress!r}")
