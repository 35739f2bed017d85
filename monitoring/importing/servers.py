"""Old servers to Discord's own ids, and what a file may change on a server that is here already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from monitoring.importing.values import Json, discord_id, text

# The second version invented a row of ids for the eight servers.
INVENTED_GUILDS = range(1315050639406825593, 1315050639406825601)


@dataclass(frozen=True, slots=True)
class KnownServers:
    """Servers that are here: guild ids by their name, and by the role that their alerts tag."""

    guild_ids: frozenset[int]
    by_name: Mapping[str, int]
    by_alert_role: Mapping[int, int]

    @classmethod
    def of(cls, servers: Iterable[Json]) -> "KnownServers":
        rows = list(servers)
        return cls(
            frozenset(int(it["guild_id"]) for it in rows),
            {it["name"].casefold(): int(it["guild_id"]) for it in rows},
            {int(it["alert_role_id"]): int(it["guild_id"]) for it in rows if it["alert_role_id"]},
        )

    def guild_of(self, row: Json) -> int | None:
        """The guild of an old server; None where nothing tells it.

        The third version took the roles of alerts for guilds, the second wrote 0 or invented ids.
        """
        guild_id = discord_id(row.get("serverId"))
        if guild_id in self.guild_ids:
            return guild_id
        if guild_id is not None and guild_id in self.by_alert_role:
            return self.by_alert_role[guild_id]
        if guild_id is None or guild_id in INVENTED_GUILDS:
            return self.by_name.get(text(row.get("name"), 100).strip().casefold())
        return guild_id


@dataclass
class ServerChange:
    """`values`: what `configure` shall set; `kept`: what is here and differs from the file."""

    guild_id: int
    is_new: bool
    values: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def server_change(
    guild_id: int, row: Json, present: Json | None, known: KnownServers
) -> ServerChange:
    """A new server whole; of one that is here only what is empty."""
    old = _values(row, known)
    if present is None:
        name = printable(row.get("name")) or str(guild_id)
        is_active = row.get("isActive") is not False
        return ServerChange(guild_id, True, {"name": name, "is_active": is_active, **old})
    change = ServerChange(guild_id, False)
    for name, value in old.items():
        if present[name] in (None, []):
            change.values[name] = value
        elif present[name] != value:
            change.kept[name] = (present[name], value)
    return change


def _values(row: Json, known: KnownServers) -> dict[str, Any]:
    """Columns in the form of a configuration file; what the old row leaves empty is left out."""
    role, channel = discord_id(row.get("roleTagId")), discord_id(row.get("completedTasksChannelId"))
    values: dict[str, Any] = {}
    # The second version put the role of alerts here, which exists in another guild.
    if role is not None and role not in known.by_alert_role:
        values["help_role_id"] = str(role)
    if channel is not None:
        values["report_channel_ids"] = [str(channel)]
    return values


def printable(value: Any) -> str:
    """A name in one line, as the configuration takes it."""
    return "".join(letter for letter in text(value, 100) if letter.isprintable()).strip()
