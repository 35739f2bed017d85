"""Where the script plays: each server with switches of its own, as `configure` takes them."""

from dataclasses import dataclass
from typing import Any

from botrunner.standin import StandIn

from .clock import iso

INACTIVE, SANDBOX, PLAIN = "EMS", "LSCSD", "SANG"
LIMITED, EXEMPT, EVERY, NO_REPORTS = "FIB", "LSPD", "Weazel News", "Detectives"
HIDDEN_CHANNEL = "штаб"  # only the guild's owner may see it
EXEMPT_ROLE = "Без запросов"
NEWCOMER, LEAVER = 14, 15  # curators by number: one starts during the script, one is excluded
NEWCOMER_AFTER_MS, LEAVER_AFTER_MS = 30 * 60_000, 60 * 60_000


@dataclass(frozen=True)
class Setting:
    """The configuration's dict, and what the truth has to know beside it."""

    configuration: dict[str, Any]
    hidden_channel_ids: frozenset[int]
    exempt_role_id: int
    began_ms: int

    @property
    def first_due_ms(self) -> int:
        return int(self.configuration["steps"][0]["after_seconds"]) * 1000


def arrange(standin: StandIn, *, alerts: bool = False, first_seconds: int = 600) -> Setting:
    """Makes the role that asks nothing, and the configuration of all servers; before the bot."""
    facts = standin.facts()
    role = standin.create_role(EXEMPT, EXEMPT_ROLE)
    began_ms = standin.core.clock.now_ms()
    servers = facts["servers"]
    configuration = {
        "settings": {"keyword_detection": True, "sends_alerts": alerts},
        "servers": [_server(each, role.id) for each in servers],
        "curators": [
            _curator(each, began_ms, index) for index, each in enumerate(facts["curators"])
        ],
        "excluded": [
            *facts["excluded"],
            {
                "discord_id": facts["curators"][LEAVER]["discord_id"],
                "name": facts["curators"][LEAVER]["name"],
                "reason": "отпуск",
                "since": iso(began_ms + LEAVER_AFTER_MS),
            },
        ],
        "steps": [
            {
                "guild_id": None,
                "after_seconds": first_seconds,
                "channel_id": None,
                "tag": "alert_role",
                "repeat_every_seconds": 600,
                "repeat_limit": 3,
            }
        ],
    }
    hidden = frozenset(int(each["channels"][HIDDEN_CHANNEL]) for each in servers)
    return Setting(configuration, hidden, role.id, began_ms)


def _curator(facts: dict[str, Any], began_ms: int, index: int) -> dict[str, Any]:
    since = iso(began_ms + NEWCOMER_AFTER_MS) if index == NEWCOMER else facts["since"]
    return {key: facts[key] for key in ("discord_id", "name", "servers")} | {"since": since}


def _server(facts: dict[str, Any], exempt_role_id: int) -> dict[str, Any]:
    name, channels = facts["name"], facts["channels"]
    keys = (
        "guild_id",
        "name",
        "help_role_id",
        "alert_role_id",
        "alert_channel_id",
        "report_channel_ids",
        "takes_reports",
    )
    return {key: facts[key] for key in keys} | {
        "is_active": name != INACTIVE,
        "is_sandbox": name == SANDBOX,
        "allowed_channel_ids": [channels["вопросы"], channels["обращения"]]
        if name == LIMITED
        else [],
        "every_message_channel_ids": [channels["помощь"]] if name == EVERY else [],
        "ignored_role_ids": [str(exempt_role_id)] if name == EXEMPT else [],
        "opens_on_curator_mention": name == EVERY,
        "counts_plain_messages": name == PLAIN,
    }
