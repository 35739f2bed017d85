"""Old backups of the real shape, made up. `at(n)` is a moment n seconds into the old days."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from monitoring.snowflakes import snowflake_at

Row = dict[str, Any]

BEGUN = datetime(2025, 7, 24, 20, tzinfo=UTC)
GUILD, ROLE, CHANNEL, REPORTS = 700000000000000009, 700000000000000010, 71, 72
ANNA, BORIS, OUTSIDER, LEADER = 600000000000000001, 600000000000000002, 600000000000000003, 64


def at(seconds: float) -> datetime:
    return BEGUN + timedelta(seconds=seconds)


def sid(seconds: float, number: int = 0) -> str:
    """The id of a message posted then."""
    return str(snowflake_at(at(seconds)) + number)


def stamp(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    return at(seconds).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def server(**fields: Any) -> Row:
    row = {
        "id": 9,
        "serverId": str(GUILD),
        "name": "LSPD-2",
        "roleTagId": str(ROLE),
        "completedTasksChannelId": str(REPORTS),
        "isActive": True,
    }
    return {**row, **fields}


def curator(**fields: Any) -> Row:
    row = {
        "id": 1,
        "discordId": str(ANNA),
        "name": "Анна",
        "factions": ["lspd"],
        "curatorType": "government",
        "subdivision": None,
        "isActive": True,
        "createdAt": stamp(86_400),
    }
    return {**row, **fields}


def message(seconds: float = 0, **fields: Any) -> Row:
    row = {
        "id": 1,
        "curatorId": 1,
        "serverId": 9,
        "type": "message",
        "channelId": str(CHANNEL),
        "channelName": "вопросы",
        "messageId": sid(seconds),
        "content": "доброе утро",
        "reactionEmoji": None,
        "targetMessageId": None,
        "targetMessageContent": None,
        "timestamp": stamp(seconds + 0.3),
    }
    return {**row, **fields}


def reply(seconds: float, target: str, **fields: Any) -> Row:
    return message(
        seconds, type="reply", targetMessageId=target, **{"targetMessageContent": "?", **fields}
    )


def reaction(seconds: float, target: str, **fields: Any) -> Row:
    about = {"messageId": None, "content": None, "reactionEmoji": "👍", "targetMessageId": target}
    return message(seconds, type="reaction", **{**about, "timestamp": stamp(seconds), **fields})


def response(asked: float, answered: float | None = None, **fields: Any) -> Row:
    """A request asked then, answered by a reply of the first curator."""
    is_answered = answered is not None
    row = {
        "id": 1,
        "serverId": 9,
        "curatorId": 1 if is_answered else None,
        "mentionMessageId": sid(asked),
        "mentionTimestamp": stamp(asked),
        "responseMessageId": None if answered is None else sid(answered),
        "responseTimestamp": stamp(answered),
        "responseType": "reply" if is_answered else None,
        "responseTimeSeconds": None if answered is None else max(1, round(answered - asked)),
    }
    return {**row, **fields}


def reacted(asked: float, answered: float, person: int = ANNA, **fields: Any) -> Row:
    about = {
        "responseType": "reaction",
        "responseMessageId": f"reaction_{sid(asked)}_{person}",
    }
    return response(asked, answered, **{**about, **fields})


def report(seconds: float = 0, **fields: Any) -> Row:
    row = {
        "id": 1,
        "serverId": 9,
        "authorId": str(LEADER),
        "authorName": "leader",
        "messageId": sid(seconds),
        "channelId": str(REPORTS),
        "content": "отчёт: 3 задачи",
        "taskCount": 3,
        "submittedAt": stamp(seconds),
        "curatorId": None,
        "curatorDiscordId": None,
        "curatorName": None,
        "checkedAt": None,
        "approvedTasks": None,
        "status": "pending",
        "weekStart": "2025-07-21T00:00:00.000Z",
    }
    return {**row, **fields}


def verified(seconds: float, checked: float, approved: int | None = 3, **fields: Any) -> Row:
    about = {
        "status": "verified",
        "curatorId": 1,
        "curatorDiscordId": str(ANNA),
        "curatorName": "Анна",
        "checkedAt": stamp(checked),
        "approvedTasks": approved,
    }
    return report(seconds, **{**about, **fields})


def backup(**sections: list[Row]) -> Row:
    """A full backup of the first version, with its keys in their order."""
    whole: Row = {
        "botSettings": [],
        "notificationSettings": [],
        "ratingSettings": [],
        "globalRatingConfig": [],
        "discordServers": [server()],
        "curators": [curator()],
        "activities": [],
        "responseTracking": [],
        "taskReports": [],
        "users": [],
    }
    return {**whole, **sections}


def written(folder: Path, content: Any, name: str = "full-backup.json") -> Path:
    path = folder / name
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    return path


def numbered(*rows: Mapping[str, Any]) -> list[Row]:
    """With ids of the old database, in order."""
    return [{**row, "id": number} for number, row in enumerate(rows, 1)]
