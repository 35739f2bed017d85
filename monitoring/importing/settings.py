"""Old settings to today's. One that the owner has changed here stays, and the report says so."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from monitoring.importing.formats import Section
from monitoring.importing.judging import Reason
from monitoring.importing.servers import printable
from monitoring.importing.values import Json, discord_id, number

# What a new database starts with; only that is replaced.
SHIPPED_STEPS: list[dict[str, Any]] = [
    {"after_seconds": 600, "tag": "alert_role", "repeat_every_seconds": 600, "repeat_limit": 3},
    {"after_seconds": 1800, "tag": "role", "repeat_every_seconds": None, "repeat_limit": None},
]
SHIPPED_LABELS = [
    {"name": "Великолепно", "min_score": 50},
    {"name": "Хорошо", "min_score": 35},
    {"name": "Нормально", "min_score": 20},
    {"name": "Плохо", "min_score": 10},
    {"name": "Ужасно", "min_score": 0},
]
SHIPPED_RATING = {
    "message_points": 3,
    "reply_points": 2,
    "reaction_points": 1,
    "verification_points": 5,
    "good_seconds": 60,
    "poor_seconds": 300,
}
SHIPPED_CHANNEL = "974783377465036861"
SWITCHES = {"keywordDetection": "keyword_detection", "curatorNotificationEnabled": "sends_alerts"}
DELAYS = frozenset({"notificationDelay", "notification_timeout"})
KEYWORDS = frozenset({"customKeywords", "keywords"})
# What the old versions looked for themselves: nobody chose these words.
OLD_KEYWORDS = frozenset(
    ["куратор", "curator", "помощь", "help", "вопрос", "question", "поддержка", "support"]
)
WEIGHTS = {
    "activityPointsMessage": "message_points",
    "activityPointsReply": "reply_points",
    "activityPointsReaction": "reaction_points",
    "activityPointsTaskVerification": "verification_points",
    "responseTimeGoodSeconds": "good_seconds",
    "responseTimePoorSeconds": "poor_seconds",
}


@dataclass(frozen=True, slots=True)
class Note:
    """What becomes of one old setting: `present` is here, `old` is in the file."""

    section: Section
    name: str
    reason: Reason
    present: Any = None
    old: Any = None


@dataclass
class Settings:
    """`document`: what `configure` shall apply. `notes`: one a setting."""

    present: Json
    shipped_keywords: list[str]
    document: dict[str, Any] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)

    def take(self, section: Section, name: str, shipped: Any, present: Any, old: Any) -> bool:
        """Note the setting; True where the old value replaces one that nobody changed here."""
        is_same = old == present
        reason = Reason.SAME if is_same else Reason.DIFFERS if present == shipped else Reason.KEPT
        self.notes.append(Note(section, name, reason, present, old))
        return reason is Reason.DIFFERS

    def leave(self, section: Section, name: str, old: Any) -> None:
        self.notes.append(Note(section, name, Reason.NOT_USED, None, old))

    def read_bot_settings(self, rows: Iterable[Json]) -> None:
        values = {str(row.get("key")): row.get("value") for row in rows}
        for key, value in values.items():
            if key in SWITCHES and value in ("true", "false"):
                self._switch(key, value == "true")
            elif key in KEYWORDS and isinstance(value, str):
                self._keywords(key, value)
            elif key not in DELAYS and key != "repeatNotifications":
                self.leave(Section.BOT_SETTINGS, key, value)
        self._steps(values)

    def _switch(self, key: str, old: bool) -> None:
        name = SWITCHES[key]
        if self.take(Section.BOT_SETTINGS, key, True, self.present["settings"][name], old):
            self.document.setdefault("settings", {})[name] = old

    def _keywords(self, key: str, value: str) -> None:
        """Words of the owner's own join today's list."""
        words = [printable(word).casefold()[:50] for word in value.split(",")]
        present = self.present["keywords"]
        known = {word.casefold() for word in present} | OLD_KEYWORDS
        added = [word for word in dict.fromkeys(words) if word and word not in known]
        old = [*present, *added]
        if self.take(Section.BOT_SETTINGS, key, self.shipped_keywords, present, old):
            self.document["keywords"] = old

    def _steps(self, values: Json) -> None:
        """The old delay and whether it repeated; no step may come before the old delay."""
        delays = [number(_integer(values[key])) for key in DELAYS if key in values]
        delay = next((found for found in delays if found is not None and found >= 0), None)
        if delay is None:
            return
        first, later = (dict(step) for step in SHIPPED_STEPS)
        first["after_seconds"] = delay
        later["after_seconds"] = max(later["after_seconds"], delay + 1200)
        if values.get("repeatNotifications") == "false":
            first |= {"repeat_every_seconds": None, "repeat_limit": None}
        present = self.present["steps"]
        shipped, old = (as_dumped(steps) for steps in (SHIPPED_STEPS, [first, later]))
        if self.take(Section.BOT_SETTINGS, "notificationDelay", shipped, present, old):
            self.document["steps"] = old

    def read_labels(self, rows: Iterable[Json]) -> None:
        found = {printable(row.get("ratingText"))[:50]: number(row.get("minScore")) for row in rows}
        scores = [score for score in found.values() if score is not None and score >= 0]
        is_usable = "" not in found and len(set(scores)) == len(found) and 0 in scores
        if not is_usable:
            if found:
                self.leave(Section.LABELS, "ratingSettings", found)
            return
        old = sorted(
            ({"name": name, "min_score": score} for name, score in found.items()),
            key=lambda label: -(label["min_score"] or 0),  # type: ignore[operator]
        )
        present = self.present["labels"]
        if self.take(Section.LABELS, "ratingSettings", SHIPPED_LABELS, present, old):
            self.document["labels"] = old

    def read_weights(self, rows: Iterable[Json]) -> None:
        for row in rows:
            old = {
                name: number(row[key]) for key, name in WEIGHTS.items() if row.get(key) is not None
            }
            rating = self.present["rating"]
            merged = {**{name: rating[name] for name in SHIPPED_RATING}, **old}
            is_usable = all(value is not None and value >= 0 for value in merged.values())
            if not is_usable or not 1 <= merged["good_seconds"] < merged["poor_seconds"]:
                self.leave(Section.WEIGHTS, "globalRatingConfig", dict(row))
                continue
            present = {name: rating[name] for name in SHIPPED_RATING}
            if self.take(Section.WEIGHTS, "globalRatingConfig", SHIPPED_RATING, present, merged):
                self.document["rating"] = merged

    def read_notifications(self, rows: Iterable[Json], servers: Iterable[Json]) -> None:
        """One channel for all alerts: of the servers that still have the first one, or none."""
        for row in rows:
            channel = discord_id(row.get("notificationChannelId"))
            if channel is None or row.get("isActive") is False:
                self.leave(Section.NOTIFICATIONS, "notificationChannelId", channel)
                continue
            for server in servers:
                present, old = server["alert_channel_id"], str(channel)
                shipped = SHIPPED_CHANNEL if present is not None else None
                name = f"{server['name']}: notificationChannelId"
                if self.take(Section.NOTIFICATIONS, name, shipped, present, old):
                    self.document.setdefault("servers", []).append(
                        {"guild_id": server["guild_id"], "alert_channel_id": old}
                    )

    def read_excluded(self, rows: Iterable[Json]) -> None:
        """The old list had no dates: who is on it never counted."""
        present = {it["discord_id"] for it in self.present["excluded"]}
        for row in rows:
            person = discord_id(row.get("discordId"))
            if person is None:
                self.leave(Section.EXCLUDED, str(row.get("discordId")), row.get("name"))
                continue
            name = printable(row.get("name"))
            is_here = str(person) in present
            reason = Reason.SAME if is_here else Reason.NEW
            self.notes.append(Note(Section.EXCLUDED, f"{name} ({person})", reason))
            if not is_here:
                present.add(str(person))
                self.document.setdefault("excluded", []).append(
                    {
                        "discord_id": str(person),
                        "name": name,
                        "reason": printable(row.get("reason")),
                        "since": None,
                    }
                )


def _integer(value: Any) -> int | None:
    """A number written as text, as all settings of a bot were."""
    is_digits = isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10
    return int(value) if is_digits else None


def as_dumped(steps: Iterable[Json]) -> list[dict[str, Any]]:
    """Steps as `configure --dump` prints them."""
    rest = {"guild_id": None, "channel_id": None, "tag_id": None, "words": "", "is_active": True}
    return [{**rest, **step} for step in steps]
