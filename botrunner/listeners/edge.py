"""What every listener stands on."""

from dataclasses import dataclass
from datetime import datetime

from botrunner.client import Client
from botrunner.clock import Clock
from botrunner.lanes import Lanes
from botrunner.watch import Watch


@dataclass(frozen=True, slots=True)
class Edge:
    """From here on nothing knows discord.py: events go to `lanes`."""

    client: Client
    clock: Clock
    lanes: Lanes
    watch: Watch

    def records(self, guild_id: int | None) -> bool:
        return guild_id in self.watch.recorded

    def delivery(self, guild_id: int) -> tuple[datetime, bool]:
        """When (Discord's time) the event at hand was delivered, and whether that says a thing."""
        late_since = self.client.connection_of(guild_id).late_since
        return self.clock.delivered(late_since), late_since is None
