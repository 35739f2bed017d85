"""What the tables must hold, from what was emitted and how the product was configured.

Slow, obvious and apart from the product's rules: see the sentences of the rules' page that each
function restates.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from .activities import Activity, Key, activities
from .facts import Entry, read
from .people import Community
from .reports import Report, reports
from .requests import Request, requests
from .setting import Setting


@dataclass(frozen=True)
class Truth:
    activities: dict[Key, Activity]
    requests: dict[tuple[int, int], Request]
    reports: dict[tuple[int, int], Report]


def truth(log: Iterable[Entry], setting: Setting, delay_ms: int = 0) -> Truth:
    """`delay_ms`: see `facts.read`."""
    facts = read(log, setting.hidden_channel_ids, delay_ms)
    community = Community(setting.configuration)
    reported = reports(facts, community)
    asked = requests(facts, community, setting.first_due_ms)
    return Truth(
        activities=activities(facts, community, reported),
        requests={(each.post.guild_id, each.post.message_id): each for each in asked},
        reports={(each.post.guild_id, id_): each for id_, each in reported.items()},
    )
