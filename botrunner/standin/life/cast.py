"""Who lives in each guild, and where they talk."""

import random
from dataclasses import dataclass
from typing import Any

from ..model import Channel, Guild, User
from ..world import World

# How many of a guild's members talk: the rest of them only read.
REGULARS = 60


@dataclass(frozen=True, slots=True)
class Scene:
    """One faction's guild with its people by what they do."""

    guild: Guild
    channels: dict[str, Channel]
    help_role: int
    regulars: list[User]
    curators: list[User]  # who serve this guild, the likeliest to answer first
    leaders: list[User]
    takes_reports: bool

    def some_curator(self, rng: random.Random, other_than: User | None = None) -> User:
        chosen = [each for each in self.curators if each is not other_than]
        return rng.choices(chosen, weights=[1 / (rank + 1) for rank in range(len(chosen))])[0]


def scenes(world: World, rng: random.Random) -> list[Scene]:
    facts = world.facts()
    return [_scene(world, rng, each, facts["curators"]) for each in facts["servers"]]


def _scene(
    world: World, rng: random.Random, server: dict[str, Any], curators: list[dict[str, Any]]
) -> Scene:
    guild = world.guilds[int(server["guild_id"])]
    leaders = [world.users[int(each["discord_id"])] for each in server["leaders"]]
    serving = [
        world.users[int(each["discord_id"])]
        for each in curators
        if server["guild_id"] in each["servers"]
    ]
    staff = {each.id for each in leaders} | {int(each["discord_id"]) for each in curators}
    staff |= {int(each["discord_id"]) for each in world.facts()["excluded"]}
    crowd = [
        each.user
        for each in guild.members.values()
        if each.user.id not in staff and not each.user.bot and each.user.id != guild.owner_id
    ]
    rng.shuffle(crowd)
    rng.shuffle(serving)
    return Scene(
        guild,
        {each.name: each for each in guild.channels.values()},
        int(server["help_role_id"]),
        crowd[:REGULARS] or leaders,
        serving,
        leaders,
        bool(server["takes_reports"]),
    )
