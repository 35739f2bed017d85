"""Hints: one short reply that says what was not understood, for ten minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from curators.models import Revision
from monitoring.alerts.words import say
from monitoring.configuration import Configuration
from monitoring.models import Hint
from monitoring.snowflakes import snowflake_at

SIGN = "❓"
SHOWN_FOR = timedelta(minutes=10)
TOO_OLD = "too_old"
REASON_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Tell:
    """A hint to give: the sign and the reply go under `target_id`."""

    hint_id: int
    channel_id: int
    target_id: int
    text: str

    @property
    def nonce(self) -> str:
        return f"hint-{self.hint_id}"


@dataclass(frozen=True, slots=True)
class Remove:
    hint_id: int
    channel_id: int
    message_id: int


def hints_due(configuration: Configuration, now: datetime) -> list[Tell]:
    """Hints to give now. Those whose cause is older than ten minutes are set aside instead."""
    due = Hint.objects.filter(sent_message_id=None, removed_at=None, failure="", due_at__lte=now)
    _set_aside(due.filter(due_at__lt=now - SHOWN_FOR))
    active = [server.pk for server in configuration.servers.values() if server.is_active]
    rows = due.filter(server__in=active).order_by("due_at")
    return [
        Tell(row.pk, row.channel_id, row.target_id, hint_text(row.reason, configuration.language))
        for row in rows
    ]


def _set_aside(old: QuerySet[Hint]) -> None:
    if old.exists():
        with transaction.atomic():
            Revision.bump()
            old.update(failure=TOO_OLD)


def hint_text(reason: str, language: str) -> str:
    return say(language, f"hint_{reason}")


def hints_over(now: datetime) -> list[Remove]:
    """Replies that have stood for ten minutes."""
    rows = Hint.objects.filter(
        sent_message_id__lte=snowflake_at(now - SHOWN_FOR), removed_at=None
    ).order_by("sent_message_id")
    return [Remove(row.pk, row.channel_id, row.sent_message_id or 0) for row in rows]


def told(hint_id: int, message_id: int) -> None:
    _change(hint_id, sent_message_id=message_id)


def removed(hint_id: int, now: datetime) -> None:
    _change(hint_id, removed_at=now)


def failed(hint_id: int, reason: str) -> None:
    _change(hint_id, failure=reason[:REASON_LIMIT])


def _change(hint_id: int, **values: object) -> None:
    with transaction.atomic():
        Revision.bump()
        Hint.objects.filter(pk=hint_id).update(**values)
