"""Whether somebody listens on Discord, and how each server is heard."""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitoring.models import BotLease, DiscordServer, Gap

# The lease: a process that has not renewed it for so long is no owner any more.
SILENT_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Bot:
    """`catching_up`: the servers (pk) whose missed history is still being read."""

    state: str
    seen_at: datetime | None
    catching_up: Set[int]


def bot(now: datetime) -> Bot:
    seen_at = max(_seen(), default=None)
    catching_up = frozenset(_catching_up())
    if seen_at is None:
        return Bot("never", None, frozenset())
    if now - seen_at > SILENT_AFTER:
        return Bot("silent", seen_at, frozenset())
    return Bot("catching_up" if catching_up else "connected", seen_at, catching_up)


def _seen() -> Iterable[datetime]:
    seen = BotLease.objects.values_list("seen_at", flat=True)
    return (at for at in seen if at is not None)


def _catching_up() -> Iterable[int]:
    unread = Gap.objects.filter(read_at=None, server__is_active=True).exclude(ended_at=None)
    return unread.values_list("server_id", flat=True)


def server_state(server: DiscordServer, bot: Bot) -> str:
    if not server.is_active:
        return "off"
    if server.left_at is not None:
        return "missing"
    if not server.is_connected:
        return "unavailable"
    return "catching_up" if server.pk in bot.catching_up else "connected"
