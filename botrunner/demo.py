"""The demo: a fresh database, and a configuration made from the stand-in's own world."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from botrunner.standin import build_world
from monitoring import configuring
from monitoring.models import ChannelCursor, DiscordServer, EscalationStep, MonitoringSettings
from monitoring.snowflakes import snowflake_at

SEED = 1
MEMBERS = 800
# The stand-in's people have been busy for an hour when it starts.
PAST = timedelta(hours=1)
SERVER_KEYS = (
    "guild_id",
    "name",
    "help_role_id",
    "alert_role_id",
    "alert_channel_id",
    "report_channel_ids",
    "takes_reports",
)


def remove_database(path: Path) -> None:
    """The stand-in's world begins anew at every start, and rows of an older one would lie."""
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def set_up(now: datetime) -> None:
    """Servers, curators and roles of the stand-in's world, watched for the last hour."""
    facts = build_world(SEED, MEMBERS).facts()
    MonitoringSettings.objects.filter(pk=1).update(is_demo=True)
    configuring.apply(document(facts), now)
    heads = EscalationStep.objects.filter(tag=EscalationStep.Tag.ROLE, tag_id=None)
    heads.update(tag_id=int(facts["notification"]["head_role_id"]))
    DiscordServer.objects.update(active_since=now - PAST)
    ChannelCursor.objects.bulk_create(cursors(facts, now - PAST))


def document(facts: dict[str, Any]) -> dict[str, Any]:
    """A configuration file of that world."""
    return {
        "servers": [
            {key: server[key] for key in SERVER_KEYS} | {"is_active": True}
            for server in facts["servers"]
        ],
        "curators": [
            {key: curator[key] for key in ("discord_id", "name", "servers", "since")}
            for curator in facts["curators"]
        ],
        "excluded": facts["excluded"],
    }


def cursors(facts: dict[str, Any], at: datetime) -> list[ChannelCursor]:
    """Read up to `at`, so that the bot reads what came after it as history."""
    servers = {str(server.guild_id): server for server in DiscordServer.objects.all()}
    return [
        ChannelCursor(
            server=servers[server["guild_id"]],
            channel_id=int(channel_id),
            lane_id=int(channel_id),
            message_id=snowflake_at(at),
        )
        for server in facts["servers"]
        for channel_id in server["channels"].values()
    ]
