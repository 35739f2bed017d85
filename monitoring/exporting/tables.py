"""What an export holds: columns by name, people and servers by Discord ids, in UTC."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Model, QuerySet
from django.db.models.functions import Coalesce

from monitoring.models import Activity, Alert, Gap, RequestEvent, ResponseTracking, TaskReport

PAGE = 2_000


@dataclass(frozen=True)
class Table:
    """`columns` maps names to columns of the model; `times` tells when a row was, best first."""

    model: type[Model]
    columns: Mapping[str, str]
    times: tuple[str, ...]

    def rows(self, start: datetime | None, end: datetime | None) -> Iterator[list[Any]]:
        """Rows from `start` to before `end`, in the order of their writing.

        Page by page along the key: MySQL's driver would hold a whole result in memory.
        """
        found = self._between(start, end).order_by("pk").values_list("pk", *self.columns.values())
        last = 0
        while page := list(found.filter(pk__gt=last)[:PAGE]):
            for row in page:
                yield [
                    plain(name, value) for name, value in zip(self.columns, row[1:], strict=True)
                ]
            last = page[-1][0]

    def _between(self, start: datetime | None, end: datetime | None) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.all()
        if start is None and end is None:
            return rows
        # A plain column where there is one, so that its index serves.
        time = Coalesce(*self.times) if len(self.times) > 1 else F(self.times[0])
        rows = rows.annotate(row_time=time)
        if start is not None:
            rows = rows.filter(row_time__gte=start)
        if end is not None:
            rows = rows.filter(row_time__lt=end)
        return rows


def plain(name: str, value: Any) -> Any:
    """Ids as texts, because JavaScript and spreadsheets cannot hold them."""
    if name == "withdrawn":
        return value is not None
    is_id = name.endswith("_id") or name in ("answered_by", "claimed_by")
    return str(value) if is_id and value is not None else value


def _columns(*names: str, **renamed: str) -> dict[str, str]:
    """Columns of one name with the model's, and those of another (`name=path`)."""
    return {"guild_id": "server__guild_id"} | {name: name for name in names} | renamed


TABLES = {
    "requests": Table(
        ResponseTracking,
        _columns(
            "message_id",
            "channel_id",
            "author_id",
            "author_name",
            "asked_at",
            "status",
            "closed_at",
            "response_seconds",
            "response_kind",
            "response_message_id",
            "taken_back_at",
            "first_due_at",
            "rule",
            "keyword",
            "word",
            "is_sandbox",
            "content",
            answered_by="answered_by__discord_id",
            claimed_by="claimed_by__discord_id",
        ),
        ("asked_at",),
    ),
    "events": Table(
        RequestEvent,
        _columns(
            "request_message_id",
            "kind",
            "source_id",
            "actor_id",
            "emoji_key",
            "target_id",
            "at",
            "delivered_at",
            "withdrawn_at",
            "reason",
        ),
        ("at", "delivered_at"),
    ),
    "activities": Table(
        Activity,
        _columns(
            "message_id",
            "channel_id",
            "kind",
            "emoji",
            "emoji_key",
            "at",
            "delivered_at",
            "withdrawn_at",
            "is_sandbox",
            curator_id="curator__discord_id",
            withdrawn="withdrawn_at",
        ),
        ("at", "delivered_at"),
    ),
    "reports": Table(
        TaskReport,
        _columns(
            "message_id",
            "channel_id",
            "author_id",
            "author_name",
            "at",
            "week",
            "first_count",
            "count",
            "count_rule",
            "approved",
            "status",
            "reviewing_since",
            "verified_at",
            "verdict_message_id",
            "is_sandbox",
            "content",
            reviewer_id="reviewer__discord_id",
        ),
        ("at",),
    ),
    "alerts": Table(
        Alert,
        _columns(
            "request_message_id",
            "step",
            "repetition",
            "kind",
            "channel_id",
            "due_at",
            "sent_at",
            "status",
            "reason",
            "message_id",
            "nonce",
            "is_digest",
        ),
        ("due_at",),
    ),
    "gaps": Table(
        Gap,
        _columns(
            "started_at",
            "ended_at",
            "why",
            "read_at",
            "message_count",
            "reaction_count",
            "unread_channels",
            "lost",
        ),
        ("started_at",),
    ),
}
