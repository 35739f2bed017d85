"""Fields of rows that stand for a message on Discord: names for ids, and the way to it."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from monitoring.api.shapes import IdField, Shape
from monitoring.live.names import names
from monitoring.live.queue import url

STRING = {"type": "string"}
Field = serializers.Field[Any, Any, Any, Any]


@extend_schema_field({**STRING, "description": "… where its name is not known."})
class ChannelNameField(Field):
    def to_representation(self, value: int) -> str:
        return str(self.context["names"].channel(value))


@extend_schema_field({**STRING, "description": "Plain text, cut, mentions as names."})
class TextField(Field):
    def to_representation(self, value: str) -> str:
        return str(self.context["names"].plain(value))


@extend_schema_field({**STRING, "description": "The message on Discord."})
class LinkField(Field):
    def __init__(self, **options: Any) -> None:
        super().__init__(**{"source": "*", **options})

    def to_representation(self, value: Any) -> str:
        return url(value.server.guild_id, value.channel_id, value.message_id)


class PostedSerializer(Shape):
    """A row that a message on Discord began."""

    message_id = IdField(help_text="Of the message that began it: the row's key.")
    guild_id = IdField(source="server.guild_id")
    server = serializers.CharField(source="server.name")
    channel_id = IdField()
    channel = ChannelNameField(source="channel_id")
    author_id = IdField()
    author = serializers.CharField(source="author_name")
    text = TextField(source="content")
    url = LinkField()
    is_sandbox = serializers.BooleanField(help_text="Counts in no figure.")


def shown(shape: type[Shape], rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows with a `content` and a `channel_id` as JSON; three statements at most for all names."""
    known = names((row.content for row in rows), (), (row.channel_id for row in rows))
    return list(shape(rows, many=True, context={"names": known}).data)
