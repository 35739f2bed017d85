"""Names for ids: of channels, roles and people, each read once for the whole snapshot."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from monitoring.alerts.defusing import MENTION, mentioned_ids
from monitoring.models import DiscordChannel, DiscordMember, DiscordRole
from monitoring.rules.escalation import Step

TEXT_LIMIT = 400


@dataclass(frozen=True, slots=True)
class Names:
    channels: dict[int, str] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    people: dict[int, str] = field(default_factory=dict)

    def channel(self, channel_id: int) -> str:
        return self.channels.get(channel_id, "…")

    def target(self, step: Step) -> str:
        """Whom a step tags; '' for nobody."""
        if step.role_id:
            return "@" + self.roles.get(step.role_id, "…")
        return "@" + self.people.get(step.person_id, "…") if step.person_id else ""

    def plain(self, text: str) -> str:
        """The text with names for mentions, cut."""

        def name(kind: str, found: int) -> str:
            if kind == "#":
                return "#" + self.channel(found)
            return "@" + (self.roles if kind == "@&" else self.people).get(found, "…")

        named = MENTION.sub(lambda found: name(found[1], int(found[2])), text[: TEXT_LIMIT * 2])
        return named if len(named) <= TEXT_LIMIT else named[: TEXT_LIMIT - 1].rstrip() + "…"


def names(texts: Iterable[str], steps: Iterable[Step], channel_ids: Iterable[int]) -> Names:
    """Three queries at most, none for what nobody mentions."""
    mentioned = {found for text in texts for found in mentioned_ids(text)}
    steps = list(steps)
    roles = mentioned | {step.role_id for step in steps if step.role_id}
    people = mentioned | {step.person_id for step in steps if step.person_id}
    return Names(_channels(mentioned | set(channel_ids)), _roles(roles), _people(people))


def _channels(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    found = DiscordChannel.objects.filter(channel_id__in=ids)
    return dict(found.values_list("channel_id", "name"))


def _roles(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return dict(DiscordRole.objects.filter(role_id__in=ids).values_list("role_id", "name"))


def _people(ids: set[int]) -> dict[int, str]:
    if not ids:
        return {}
    return dict(DiscordMember.objects.filter(user_id__in=ids).values_list("user_id", "name"))
