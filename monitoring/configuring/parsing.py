"""JSON as strictly as a configuration needs it."""

import json
from typing import Any

from monitoring.configuring.values import Invalid


def parse(raw: bytes) -> Any:
    """A JSON document in UTF-8; a key given twice is an error, and so is NaN."""
    try:
        text = raw.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise Invalid("", f"the file is no UTF-8 text (byte {error.start})") from error
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Invalid("", f"the file is no JSON: {error.msg} ({place})") from error
    except (RecursionError, ValueError) as error:
        raise Invalid("", f"the file is no JSON that makes sense here: {error}") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Invalid(key, "this key stands twice in one object")
        found[key] = value
    return found


def _refuse_constant(name: str) -> Any:
    raise Invalid("", f"{name} is no JSON number")
