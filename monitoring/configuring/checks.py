"""What a well-formed file may still say wrong: rules across keys and against what is stored."""

from collections.abc import Iterable
from typing import Any

from curators.models import Curator, ScoringVersion
from monitoring.configuring.values import Invalid, refuse_duplicates
from monitoring.models import DiscordServer, EscalationStep

Document = dict[str, Any]


def check(document: Document, version: ScoringVersion) -> None:
    """Raise Invalid at the first thing that cannot be applied; the database is only read."""
    _check_labels(document.get("labels"))
    _check_speeds(document.get("rating", {}), version)
    _check_quiet_hours(document.get("servers", []))
    _check_steps(document.get("steps", []))
    _check_guilds(document)
    _check_terms(document.get("curators", []))


def _check_labels(labels: list[Document] | None) -> None:
    """The highest minimum that a score reaches names it, so one must start at 0."""
    if labels is None:
        return
    refuse_duplicates((label["min_score"] for label in labels), "labels")
    if 0 not in {label["min_score"] for label in labels}:
        raise Invalid("labels", "the lowest label must have min_score 0")


def _check_speeds(rating: Document, version: ScoringVersion) -> None:
    good = rating.get("good_seconds", version.good_seconds)
    poor = rating.get("poor_seconds", version.poor_seconds)
    if good >= poor:
        raise Invalid("rating.good_seconds", f"must be less than poor_seconds ({poor}), not {good}")


def _check_quiet_hours(servers: list[Document]) -> None:
    stored = {server.guild_id: server for server in DiscordServer.objects.all()}
    for index, server in enumerate(servers):
        present = stored.get(server["guild_id"], DiscordServer())
        start = server.get("quiet_from", present.quiet_from)
        end = server.get("quiet_to", present.quiet_to)
        if (start is None) != (end is None):
            missing = "quiet_from" if start is None else "quiet_to"
            raise Invalid(f"servers[{index}].{missing}", "quiet hours need both ends, or neither")
        if start is not None and start == end:
            raise Invalid(f"servers[{index}].quiet_to", "must differ from quiet_from")


def _check_steps(steps: list[Document]) -> None:
    for index, step in enumerate(steps):
        tag, tag_id = step["tag"], step["tag_id"]
        path = f"steps[{index}].tag_id"
        if tag == EscalationStep.Tag.PERSON and tag_id is None:
            raise Invalid(path, 'tag "person" needs the ID of the person')
        if tag_id and tag not in (EscalationStep.Tag.ROLE, EscalationStep.Tag.PERSON):
            raise Invalid(path, f'tag "{tag}" takes no ID')


def _check_guilds(document: Document) -> None:
    known = set(DiscordServer.objects.values_list("guild_id", flat=True))
    known |= {server["guild_id"] for server in document.get("servers", [])}
    for path, guild_id in _named_guilds(document):
        if guild_id not in known:
            raise Invalid(path, f"unknown guild {guild_id}; name it in servers first")


def _named_guilds(document: Document) -> Iterable[tuple[str, int]]:
    for index, curator in enumerate(document.get("curators", [])):
        for place, guild_id in enumerate(curator.get("servers", [])):
            yield f"curators[{index}].servers[{place}]", guild_id
    for index, step in enumerate(document.get("steps", [])):
        if step["guild_id"] is not None:
            yield f"steps[{index}].guild_id", step["guild_id"]


def _check_terms(curators: list[Document]) -> None:
    """A term may not begin inside an earlier one."""
    ids = [curator["discord_id"] for curator in curators if curator.get("since")]
    stored = Curator.objects.filter(discord_id__in=ids).prefetch_related("terms")
    ends = {
        curator.discord_id: max(
            (t.ended_at for t in curator.terms.all() if t.ended_at), default=None
        )
        for curator in stored
    }
    for index, curator in enumerate(curators):
        end = ends.get(curator["discord_id"]) if curator.get("since") else None
        if end is not None and curator["since"] < end:
            raise Invalid(
                f"curators[{index}].since",
                f"lies in an earlier term, which ended {end.isoformat()}",
            )
