"""Bodies: JSON of a sane size and depth, texts that every database holds."""

import json
import re
from collections.abc import Iterable, Mapping
from typing import IO, Any

from rest_framework.exceptions import APIException, ParseError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

# The largest body that means anything, a server's lists of channels, has a few kilobytes.
MAX_BYTES = 256 * 1024
SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


# Not in `errors`: that needs DRF's views, and these the parser.
class TooLarge(APIException):
    status_code = 413
    default_detail = "The body is too large."
    default_code = "too_large"


class JSONParser(BaseParser):
    """413 for what is too large, 400 for what is no JSON or no text.

    DRF's own reads the whole body into memory first, however long.
    """

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        raw = stream.read(MAX_BYTES + 1)
        if len(raw) > MAX_BYTES:
            raise TooLarge
        try:
            return _parse(raw.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise ParseError(f"The body is no JSON that makes sense here: {error}") from error


def _parse(text: str) -> Any:
    parsed = json.loads(text, parse_constant=_refuse_constant)
    if SURROGATE.search(text):
        # Half of a surrogate pair is no text: neither a database nor an answer can hold it.
        json.dumps(parsed, ensure_ascii=False).encode()
    return parsed


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


class AlwaysJSON(DefaultContentNegotiation):
    """There is one form of an answer: what a client accepts beside it changes nothing."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        first = next(iter(renderers))
        return first, first.media_type
