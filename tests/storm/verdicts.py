"""What a storm leaves: rows beside the truth, and alerts beside what Discord saw."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.pipeline.world import Tables, World, milliseconds
from tests.truth.comparing import Difference

Row = dict[str, Any]
PENDING = ("due", "sending")
FRESH_MS = 60_000  # what fell due just before the end, nobody had time to send


@dataclass
class Verdict:
    """Counts that must be 0, with what they stand for."""

    lost_rows: list[str] = field(default_factory=list)
    doubled_rows: list[str] = field(default_factory=list)
    invented_rows: list[str] = field(default_factory=list)
    lost_alerts: list[str] = field(default_factory=list)
    doubled_alerts: list[str] = field(default_factory=list)
    invented_alerts: list[str] = field(default_factory=list)
    unedited_alerts: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not any(vars(self).values())

    def __str__(self) -> str:
        return ", ".join(f"{name.replace('_', ' ')} {len(it)}" for name, it in vars(self).items())

    def details(self, limit: int = 8) -> str:
        lines = []
        for name, found in vars(self).items():
            lines += [f"{name.replace('_', ' ')}: {each}" for each in found[:limit]]
        return "\n".join(lines)


def judge(world: World) -> Verdict:
    """After the bots have ended: while one runs, calls go on."""
    verdict = Verdict()
    tables = world.tables()
    _judge_rows(verdict, world.unexcused(tables))
    _judge_alerts(verdict, world, tables)
    return verdict


def _judge_rows(verdict: Verdict, found: Iterable[Difference]) -> None:
    for each in found:
        if each.what.startswith("doubled"):
            verdict.doubled_rows.append(str(each))
        elif each.what.startswith("invented"):
            verdict.invented_rows.append(str(each))
        else:
            verdict.lost_rows.append(str(each))


def _judge_alerts(verdict: Verdict, world: World, tables: Tables) -> None:
    alerts = [row for row in tables["alerts"] if row["kind"] == "request"]
    messages = alert_messages(world)
    by_nonce = Counter(each["nonce"] for each in messages)
    verdict.doubled_alerts += [
        f"{nonce} sent {count} times" for nonce, count in by_nonce.items() if count > 1
    ]
    rows = {row["nonce"]: row for row in alerts}
    for message in messages:
        row = rows.get(message["nonce"])
        if row is None or row["message_id"] not in (None, message["message_id"]):
            verdict.invented_alerts.append(f"{message['message_id']} belongs to no row: {row}")
    for row in alerts:
        if (
            milliseconds(row["due_at"]) < world.discord.now_ms() - FRESH_MS
            or by_nonce[row["nonce"]]
        ):
            _judge_row(verdict, row, {each["message_id"] for each in messages}, by_nonce)
    verdict.unedited_alerts += unedited(world, alerts, tables["requests"])
    _judge_requests(verdict, world, alerts, tables["requests"])


def _judge_row(verdict: Verdict, row: Row, message_ids: set[str], by_nonce: Counter[str]) -> None:
    name = f"request {row['request_message_id']} step {row['step']} repetition {row['repetition']}"
    if row["status"] in PENDING:
        verdict.lost_alerts.append(f"{name} is still {row['status']}")
    elif row["status"] == "sent" and row["message_id"] not in message_ids:
        verdict.lost_alerts.append(f"{name} was never seen on Discord")
    elif row["status"] not in ("sent", *PENDING) and by_nonce[row["nonce"]]:
        verdict.invented_alerts.append(f"{name} is {row['status']}, and was sent")


def _judge_requests(verdict: Verdict, world: World, alerts: list[Row], requests: list[Row]) -> None:
    """Each request that is open past its first step has been called for, in some way."""
    called = {row["request_message_id"] for row in alerts}
    now_ms = world.discord.now_ms()
    for row in requests:
        is_due = milliseconds(row["first_due_at"]) < now_ms - FRESH_MS
        is_waiting = row["status"] == "open" and not row["taken_back_at"]
        if is_waiting and is_due and row["message_id"] not in called:
            verdict.lost_alerts.append(f"request {row['message_id']} was never called for")


def alert_messages(world: World) -> list[Row]:
    """What bots sent to the alerts' channel."""
    channel = world.discord.standin.facts()["notification"]["alert_channel_id"]
    sent = world.discord.do(world.discord.standin.log.of_kind, "bot_message")
    return [each for each in sent if each["channel_id"] == channel]


def unedited(world: World, alerts: list[Row], requests: list[Row]) -> list[str]:
    """Alerts of one request alone that still offer buttons though it is closed."""
    status = {row["message_id"]: row["status"] for row in requests}
    parts = Counter(row["message_id"] for row in alerts if row["message_id"])
    found = []
    for row in alerts:
        if row["status"] != "sent" or row["is_digest"] or parts[row["message_id"]] > 1:
            continue
        message = world.discord.do(world.discord.standin.refs.message, row["message_id"])
        if status[row["request_message_id"]] != "open" and "gt:" in json.dumps(message.components):
            found.append(f"{row['message_id']} of request {row['request_message_id']}")
    return found
