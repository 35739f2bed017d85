"""The present state in the form of a configuration file: applying it changes nothing."""

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.db import models

from curators.models import Curator, CuratorTerm, ExcludedCurator, RatingSettings, ScoringVersion
from monitoring.configuring.shape import LABEL, RATING, SERVER, SETTINGS, STEP_DEFAULTS
from monitoring.models import DiscordServer, EscalationStep, Keyword, MonitoringSettings


def dump(version: ScoringVersion) -> dict[str, Any]:
    """Sections in the order of the file; ids and times are texts. Ended terms are left out."""
    return {
        "settings": _columns(MonitoringSettings.objects.get(pk=1), SETTINGS),
        "keywords": list(Keyword.objects.values_list("text", flat=True)),
        "rating": _columns(version, RATING),
        "labels": [_columns(label, LABEL) for label in RatingSettings.objects.all()],
        "servers": [_columns(server, SERVER) for server in DiscordServer.objects.all()],
        "curators": _curators(),
        "excluded": _excluded(),
        "steps": [
            _plain(dict(step_items(step)))
            for step in EscalationStep.objects.select_related("server")
        ],
    }


def step_items(step: EscalationStep) -> tuple[tuple[str, Any], ...]:
    """A step as the file's reader gives it, so that both can be compared."""
    guild_id = step.server.guild_id if step.server else None
    names = [*STEP_DEFAULTS, "after_seconds"]
    values = {name: getattr(step, name) for name in names if name != "guild_id"}
    return tuple((name, {"guild_id": guild_id, **values}[name]) for name in names)


def _columns(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return _plain({name: getattr(row, name) for name in names})


def _curators() -> list[dict[str, Any]]:
    on_duty = Curator.objects.filter(terms__in=CuratorTerm.objects.filter(ended_at=None))
    return [_curator(it) for it in on_duty.distinct().prefetch_related("terms", "servers")]


def _curator(curator: Curator) -> dict[str, Any]:
    starts = [term.started_at for term in curator.terms.all() if term.ended_at is None]
    values = _plain({"discord_id": curator.discord_id, "name": curator.name, "since": min(starts)})
    guild_ids = sorted(server.guild_id for server in curator.servers.all())
    return values | {"servers": [str(guild_id) for guild_id in guild_ids]}


def _excluded() -> list[dict[str, Any]]:
    rows = ExcludedCurator.objects.filter(ended_at=None).order_by("pk")
    return [
        _columns(row, ["discord_id", "name", "reason"]) | _plain({"since": row.started_at})
        for row in rows
    ]


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """Ids, times and lists of ids as JSON texts."""
    return {name: _json(name, value) for name, value in values.items()}


def _json(name: str, value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, time):
        return value.isoformat("minutes" if value.second == 0 else "seconds")
    if name.endswith("_id"):
        return None if value is None else str(value)
    if name.endswith("_ids"):
        return [str(item) for item in value]
    return value
