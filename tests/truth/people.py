"""Who is what at a moment, by the configuration alone."""

from datetime import datetime
from typing import Any


class Community:
    """Curators, the excluded, and the switches of each server."""

    def __init__(self, configuration: dict[str, Any]) -> None:
        self._since = {
            int(each["discord_id"]): _ms(each["since"]) for each in configuration["curators"]
        }
        self._excluded: dict[int, int] = {
            int(each["discord_id"]): _ms(each["since"]) if each["since"] else 0
            for each in configuration["excluded"]
        }
        self._servers = {int(each["guild_id"]): each for each in configuration["servers"]}

    def is_excluded(self, person: int, at_ms: int) -> bool:
        return person in self._excluded and at_ms >= self._excluded[person]

    def is_curator(self, person: int, at_ms: int) -> bool:
        """On duty: within the term, and not excluded."""
        started = self._since.get(person)
        on_duty = started is not None and at_ms >= started
        return on_duty and not self.is_excluded(person, at_ms)

    def records(self, guild_id: int) -> bool:
        return guild_id in self._servers and bool(self._servers[guild_id]["is_active"])

    def server(self, guild_id: int) -> dict[str, Any]:
        return self._servers[guild_id]

    def holds(self, guild_id: int, setting: str, *ids: int) -> bool:
        """Whether a list of the server's holds one of these."""
        return any(str(each) in self._servers[guild_id][setting] for each in ids)


def _ms(text: str) -> int:
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return round(moment.timestamp() * 1000)
