"""Path converters: ids of 64 bits; what no database can hold leads nowhere."""

from monitoring.api.shapes import is_id


class IdConverter:
    regex = "[1-9][0-9]{0,18}"

    def to_python(self, value: str) -> int:
        if not is_id(value):
            raise ValueError(value)
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)
