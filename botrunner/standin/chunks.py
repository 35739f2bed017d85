"""GUILD_MEMBERS_CHUNK: the answer to a request for members over the gateway."""

from collections.abc import Iterator
from typing import Any

from .model import Guild, Member
from .payloads import member

# Discord: a chunk holds up to 1,000 members.
CHUNK = 1000


def member_chunks(guild: Guild, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Everybody (empty query, limit 0), those whose name begins so, or those with these ids."""
    found = _chosen(guild, request)
    count = max(1, -(-len(found) // CHUNK))
    for index in range(count):
        part = found[index * CHUNK : (index + 1) * CHUNK]
        chunk = {
            "guild_id": str(guild.id),
            "members": [member(each) for each in part],
            "chunk_index": index,
            "chunk_count": count,
            "not_found": [],
        }
        yield chunk | ({"nonce": request["nonce"]} if "nonce" in request else {})


def _chosen(guild: Guild, request: dict[str, Any]) -> list[Member]:
    ids = request.get("user_ids")
    if ids:
        wanted = [int(each) for each in ([ids] if isinstance(ids, str) else ids)]
        return [guild.members[each] for each in wanted if each in guild.members]
    query = str(request.get("query", "")).lower()
    limit = int(request.get("limit", 0)) or None
    found = [each for each in guild.members.values() if each.user.name.lower().startswith(query)]
    return found[:limit]
