"""discord.py's state with raw events for messages, which it lacks, and no objects for them."""

from typing import Any

from discord.state import AutoShardedConnectionState


class State(AutoShardedConnectionState[Any]):
    """A message of an ordinary member is worth no `Message` and no `Member` object here."""

    def parse_message_create(self, data: Any) -> None:
        self.dispatch("raw_message_create", data)

    def parse_message_update(self, data: Any) -> None:
        self.dispatch("raw_message_update", data)
