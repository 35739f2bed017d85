"""Who and what the rows of a year are about: servers, channels, curators, people."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

YEAR = timedelta(days=365)
CURATORS, CHANNELS_EACH, MEMBERS, MENTIONED = 50, 6, 40_000, 200
MEMBER = 300_000_000_000_000_000
QUIET_SERVERS, QUIET_FROM, QUIET_TO = 2, time(2), time(8)
# Europe/Moscow: the same hours, all year.
QUIET_HOURS_UTC = frozenset({23, 0, 1, 2, 3, 4})


@dataclass(frozen=True)
class World:
    """`places`: server and channel; `curators`: row and Discord id; `plans`: by server, as JSON."""

    now: datetime
    places: list[tuple[int, int]]
    quiet_servers: frozenset[int]
    curators: list[tuple[int, int]]
    plans: Mapping[int, str]

    @property
    def milliseconds(self) -> int:
        """Now, since 1970."""
        return int(self.now.timestamp() * 1000)


def make_world() -> World:
    """The eight servers that migrations bring, with curators and what Discord calls things."""
    from monitoring.configuration import load_configuration
    from monitoring.models import DiscordChannel, DiscordMember, DiscordServer
    from tests.factories import make_channel, make_curator

    now, rng = datetime.now(UTC), random.Random(3)
    servers = list(DiscordServer.objects.all())
    for server in servers[:QUIET_SERVERS]:
        server.quiet_from, server.quiet_to = QUIET_FROM, QUIET_TO
        server.save()
    for number in range(CURATORS):
        made = make_curator(
            f"Куратор {number}", since=now - YEAR, servers=tuple(rng.sample(servers, 2))
        )
        assert made.pk
    for server in servers:
        for number in range(CHANNELS_EACH):
            make_channel(server, name=f"канал-{number}")
    DiscordMember.objects.bulk_create(
        DiscordMember(guild_id=servers[0].guild_id, user_id=MEMBER + n, name=f"Игрок {n}")
        for n in range(MENTIONED)
    )
    configuration = load_configuration()
    keys = {server.guild_id: server.pk for server in servers}
    channels = DiscordChannel.objects.order_by("pk").values_list("guild_id", "channel_id")
    return World(
        now,
        [(keys[guild_id], channel_id) for guild_id, channel_id in channels],
        frozenset(server.pk for server in servers[:QUIET_SERVERS]),
        sorted(configuration.discord_ids.items()),
        {each.pk: _plan(each) for each in configuration.servers.values()},
    )


def _plan(server: Any) -> str:
    return json.dumps([step.as_json() for step in server.plan])
