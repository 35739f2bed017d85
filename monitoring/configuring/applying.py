"""A checked configuration into rows. What is as the file says stays, so nothing is bumped."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import models, transaction

from curators.models import Curator, ExcludedCurator, RatingSettings, Revision, ScoringVersion
from monitoring.configuring.checks import Document, check
from monitoring.configuring.dumping import step_items
from monitoring.configuring.shape import read_document
from monitoring.models import DiscordServer, EscalationStep, Keyword, MonitoringSettings


def apply(raw: Any, now: datetime) -> None:
    """Apply a parsed JSON document whole, or raise Invalid and leave everything as it was."""
    document = read_document(raw, "")
    with transaction.atomic():
        # Held from the first reading on, so that two who configure at once follow one another.
        Revision.objects.select_for_update().get(pk=1)
        check(document, ScoringVersion.in_force(now))
        _apply(document, now)


def _apply(document: Document, now: datetime) -> None:
    if "settings" in document:
        _change(MonitoringSettings.objects.get(pk=1), document["settings"])
    if "keywords" in document:
        _replace_keywords(document["keywords"])
    if "labels" in document:
        _replace_labels(document["labels"])
    if "rating" in document or "labels" in document:
        # Other numbers are a new version from now on; a period keeps those in force at its end.
        ScoringVersion.renew(now, **document.get("rating", {}))
    for server in document.get("servers", []):
        _apply_server(server)
    for curator in document.get("curators", []):
        _apply_curator(curator, now)
    for excluded in document.get("excluded", []):
        _apply_excluded(excluded)
    if "steps" in document:
        _replace_steps(document["steps"])


def _change(row: models.Model, values: Document) -> None:
    """Save the row if a value differs from its own."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    if changed or row.pk is None:
        row.save()


def _replace_keywords(keywords: list[str]) -> None:
    if list(Keyword.objects.values_list("text", flat=True)) == keywords:
        return
    Keyword.objects.all().delete()
    Keyword.objects.bulk_create(Keyword(text=text) for text in keywords)


def _replace_labels(labels: list[Document]) -> None:
    wanted = sorted(((it["name"], it["min_score"]) for it in labels), key=lambda pair: -pair[1])
    if list(RatingSettings.objects.values_list("name", "min_score")) == wanted:
        return
    RatingSettings.objects.all().delete()
    RatingSettings.objects.bulk_create(RatingSettings(name=n, min_score=m) for n, m in wanted)


def _apply_server(values: Document) -> None:
    guild_id = values["guild_id"]
    server = DiscordServer.objects.filter(guild_id=guild_id).first()
    _change(server or DiscordServer(guild_id=guild_id, name=str(guild_id)), values)


def _apply_curator(values: Document, now: datetime) -> None:
    discord_id = values["discord_id"]
    curator = Curator.objects.filter(discord_id=discord_id).first()
    curator = curator or Curator(discord_id=discord_id, name=str(discord_id))
    _change(curator, {"name": values["name"]} if "name" in values else {})
    _apply_term(curator, values.get("since"), now)
    if "servers" in values:
        _assign(curator, values["servers"])


def _apply_term(curator: Curator, since: datetime | None, now: datetime) -> None:
    term = curator.terms.filter(ended_at=None).first()
    if term is None:
        curator.open_term(since or now)
    elif since is not None:
        _change(term, {"started_at": since})


def _assign(curator: Curator, guild_ids: list[int]) -> None:
    present = set(curator.servers.values_list("guild_id", flat=True))
    if present != set(guild_ids):
        Revision.bump_configuration()
        curator.servers.set(DiscordServer.objects.filter(guild_id__in=guild_ids))


def _apply_excluded(values: Document) -> None:
    discord_id = values["discord_id"]
    row = ExcludedCurator.objects.filter(discord_id=discord_id, ended_at=None).first()
    columns: Document = {key: values[key] for key in ("name", "reason") if key in values}
    if "since" in values:
        columns["started_at"] = values["since"]
    _change(row or ExcludedCurator(discord_id=discord_id), columns)


def _replace_steps(steps: list[Document]) -> None:
    """Steps that stay keep their rows: plans frozen in open requests point to them."""
    servers = {server.guild_id: server for server in DiscordServer.objects.all()}
    missing = Counter(tuple(step.items()) for step in steps)
    for row in EscalationStep.objects.select_related("server"):
        if missing[step_items(row)] > 0:
            missing[step_items(row)] -= 1
        else:
            row.delete()
    for items in missing.elements():
        values = dict(items)
        server = servers.get(values.pop("guild_id"))
        EscalationStep.objects.create(server=server, **values)
