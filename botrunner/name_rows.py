"""Rows with Discord's names, for pickers and pages. Sync functions for the writer's thread."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection, models, transaction
from django.db.models import QuerySet

from curators.models import Revision
from monitoring.models import DiscordChannel, DiscordMember, DiscordRole, DiscordServer


@dataclass(slots=True)
class NameBatch:
    """What changed since the last writing, by id; a later change replaces an earlier one."""

    channels: dict[int, DiscordChannel] = field(default_factory=dict)
    roles: dict[int, DiscordRole] = field(default_factory=dict)
    deleted_channels: dict[int, datetime] = field(default_factory=dict)
    deleted_roles: set[int] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.channels or self.roles or self.deleted_channels or self.deleted_roles)


def save_names(batch: NameBatch) -> None:
    with transaction.atomic():
        Revision.bump()
        _upsert(
            list(batch.channels.values()),
            "channel_id",
            ("guild_id", "parent_id", "name", "kind", "deleted_at"),
        )
        _upsert(list(batch.roles.values()), "role_id", ("guild_id", "name", "is_mentionable"))
        for channel_id, at in batch.deleted_channels.items():
            DiscordChannel.objects.filter(channel_id=channel_id).update(deleted_at=at)
        DiscordRole.objects.filter(role_id__in=batch.deleted_roles).delete()


def forget_missing(
    guild_id: int, channel_ids: Collection[int], role_ids: Collection[int], at: datetime
) -> None:
    """Channels and roles that went away while nobody listened; threads may merely be archived."""
    with transaction.atomic():
        Revision.bump()
        channels = DiscordChannel.objects.filter(guild_id=guild_id, deleted_at=None)
        gone = set(
            channels.exclude(kind__contains="thread").values_list("channel_id", flat=True)
        ) - set(channel_ids)
        channels.filter(channel_id__in=gone).update(deleted_at=at)
        roles = DiscordRole.objects.filter(guild_id=guild_id)
        roles.filter(
            role_id__in=set(roles.values_list("role_id", flat=True)) - set(role_ids)
        ).delete()


def arrive(guild_id: int, name: str) -> None:
    """The bot is in this server. One that nobody configured appears, switched off."""
    DiscordServer.objects.get_or_create(guild_id=guild_id, defaults={"name": name or str(guild_id)})
    rows = _servers().filter(guild_id=guild_id)
    with transaction.atomic():
        Revision.bump()
        rows.update(is_connected=True, left_at=None)


def rename(guild_id: int, before: str, after: str) -> None:
    """Follow Discord's name, unless the owner has given another."""
    for server in DiscordServer.objects.filter(guild_id=guild_id, name=before).exclude(name=after):
        server.name = after
        server.save(update_fields=["name"])


def leave(guild_id: int, at: datetime) -> None:
    with transaction.atomic():
        Revision.bump()
        _servers().filter(guild_id=guild_id).update(is_connected=False, left_at=at)


def disconnect(guild_ids: Iterable[int] | None) -> None:
    """These servers, or all (None), are not heard at the moment."""
    rows = _servers().filter(is_connected=True)
    if guild_ids is not None:
        rows = rows.filter(guild_id__in=list(guild_ids))
    with transaction.atomic():
        Revision.bump()
        rows.update(is_connected=False)


def leave_all_but(guild_ids: Collection[int], at: datetime) -> None:
    """Servers that the bot was in, and that Discord does not list any more."""
    names = DiscordChannel.objects.values("guild_id")
    rows = _servers().filter(left_at=None, guild_id__in=names).exclude(guild_id__in=guild_ids)
    with transaction.atomic():
        Revision.bump()
        rows.update(is_connected=False, left_at=at)


def save_members(rows: Sequence[DiscordMember]) -> None:
    with transaction.atomic():
        _upsert(list(rows), ("guild_id", "user_id"), ("name", "role_ids"))


def forget_members(guild_id: int, present: Collection[int]) -> None:
    """People who are no longer in the server."""
    rows = DiscordMember.objects.filter(guild_id=guild_id)
    gone = list(set(rows.values_list("user_id", flat=True)) - set(present))
    for start in range(0, len(gone), 500):
        rows.filter(user_id__in=gone[start : start + 500]).delete()


def _servers() -> "QuerySet[DiscordServer]":
    """Without the bump of the configuration: whether a server is heard rules nothing."""
    return QuerySet(DiscordServer)


def _upsert(rows: list[models.Model], key: str | tuple[str, ...], fields: tuple[str, ...]) -> None:
    """Insert, or set `fields` where the key is there already; other columns stay."""
    if not rows:
        return
    # MySQL knows no conflict target; these models have one unique key each.
    has_target = connection.features.supports_update_conflicts_with_target
    names = [key] if isinstance(key, str) else list(key)
    for row in rows:
        row.pk = None  # the batch may be a repetition of one that failed
    type(rows[0])._base_manager.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=list(fields),
        unique_fields=names if has_target else None,
        batch_size=500,
    )
