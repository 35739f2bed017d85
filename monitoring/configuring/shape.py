"""The shape of a configuration file. Keys are the names of columns, so one list serves all."""

from typing import Any

from monitoring.configuring.values import (
    Reader,
    boolean,
    choice,
    clock,
    integer,
    keyed,
    listed,
    moment,
    number,
    optional,
    snowflake,
    text,
)
from monitoring.models import EscalationStep

COUNT = integer(0)
IDS = listed(snowflake)

SETTINGS: dict[str, Reader] = {
    "keyword_detection": boolean,
    "transliteration": boolean,
    "misspellings": boolean,
    "points": boolean,
    "points_threshold": optional(number),
    "join_seconds": COUNT,
    "expire_seconds": integer(1),
    "hold_seconds": COUNT,
    "digest_over": integer(1),
    "sends_alerts": boolean,
    "service_level_target": integer(0, 100),
    "public_url": text(200, blank=True),
    "language": choice("ru", "en"),
}
RATING: dict[str, Reader] = {
    "message_points": COUNT,
    "reply_points": COUNT,
    "reaction_points": COUNT,
    "verification_points": COUNT,
    "good_seconds": integer(1),
    "poor_seconds": integer(1),
    "is_speed_counted": boolean,
    "are_rescues_counted": boolean,
    "block_cap": optional(COUNT),
}
LABEL: dict[str, Reader] = {"name": text(50), "min_score": COUNT}
SERVER: dict[str, Reader] = {
    "guild_id": snowflake,
    "name": text(100),
    "is_active": boolean,
    "is_sandbox": boolean,
    "help_role_id": optional(snowflake),
    "alert_role_id": optional(snowflake),
    "alert_channel_id": optional(snowflake),
    "report_channel_ids": IDS,
    "takes_reports": boolean,
    "allowed_channel_ids": IDS,
    "every_message_channel_ids": IDS,
    "ignored_role_ids": IDS,
    "opens_on_curator_mention": boolean,
    "counts_plain_messages": boolean,
    "sends_alerts": boolean,
    "quiet_from": optional(clock),
    "quiet_to": optional(clock),
}
CURATOR: dict[str, Reader] = {
    "discord_id": snowflake,
    "name": text(100),
    "servers": IDS,
    "since": optional(moment),
}
EXCLUDED: dict[str, Reader] = {
    "discord_id": snowflake,
    "name": text(100, blank=True),
    "reason": text(300, blank=True),
    "since": optional(moment),
}
STEP: dict[str, Reader] = {
    "guild_id": optional(snowflake),
    "after_seconds": COUNT,
    "channel_id": optional(snowflake),
    "tag": choice(*EscalationStep.Tag.values),
    "tag_id": optional(snowflake),
    "words": text(300, blank=True),
    "repeat_every_seconds": optional(integer(1)),
    "repeat_limit": optional(COUNT),
    "is_active": boolean,
}
STEP_DEFAULTS: dict[str, Any] = {
    "guild_id": None,
    "channel_id": None,
    "tag": EscalationStep.Tag.ALERT_ROLE.value,
    "tag_id": None,
    "words": "",
    "repeat_every_seconds": None,
    "repeat_limit": None,
    "is_active": True,
}


def _step(value: Any, path: str) -> dict[str, Any]:
    step: dict[str, Any] = keyed(STEP, required=["after_seconds"])(value, path)
    return STEP_DEFAULTS | step


def _keyword(value: Any, path: str) -> str:
    return str(text(50)(value, path))


read_document = keyed(
    {
        "settings": keyed(SETTINGS),
        # Some databases hold a word and its capitalised form equal.
        "keywords": listed(_keyword, key=str.casefold),
        "rating": keyed(RATING),
        "labels": listed(keyed(LABEL, required=LABEL), key=lambda label: label["name"].casefold()),
        "servers": listed(keyed(SERVER, required=["guild_id"]), key=lambda it: it["guild_id"]),
        "curators": listed(
            keyed(CURATOR, required=["discord_id"]), key=lambda it: it["discord_id"]
        ),
        "excluded": listed(
            keyed(EXCLUDED, required=["discord_id"]), key=lambda it: it["discord_id"]
        ),
        "steps": listed(_step, key=lambda step: tuple(step.items())),
    }
)
