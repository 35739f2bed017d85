"""What JSON is made of here: ids are strings, times ISO 8601 in UTC, errors have DRF's shape."""

from datetime import UTC
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

# The databases' own limits; Discord's ids are 64-bit and positive.
MAX_ID = 2**63 - 1
MAX_INTEGER = 2**31 - 1
ID_PATTERN = "^[1-9][0-9]{0,18}$"


class MomentField(serializers.DateTimeField):
    """In UTC, whatever zone the server cuts its days in."""

    def __init__(self, **options: Any) -> None:
        super().__init__(default_timezone=UTC, **options)


@extend_schema_field({"type": "string", "pattern": ID_PATTERN})
class IdField(serializers.Field[Any, Any, Any, Any]):
    """A 64-bit id as a string of digits, because JavaScript cannot hold the number."""

    default_error_messages = {"invalid": "An id is expected: a string of digits."}

    def to_internal_value(self, data: Any) -> int:
        if not isinstance(data, str) or not is_id(data):
            self.fail("invalid")
        return int(data)

    def to_representation(self, value: int) -> str:
        return str(value)


def is_id(text: str) -> bool:
    is_number = text.isascii() and text.isdigit() and not text.startswith("0")
    return is_number and len(text) <= 19 and int(text) <= MAX_ID


class CountField(serializers.IntegerField):
    """A whole number that the database's columns hold, 0 by default the lowest."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": MAX_INTEGER, **options})


class Shape(serializers.Serializer[Any]):
    """Describes plain values; nothing here reads or writes a model."""


class ErrorSerializer(Shape):
    detail = serializers.CharField()


class PersonSerializer(Shape):
    """A curator, wherever one stands."""

    discord_id = IdField()
    name = serializers.CharField()
