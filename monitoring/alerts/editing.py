"""Messages that no longer say what is so: which ones, what they shall say, and when it is done."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from curators.models import Revision
from monitoring.alerts import reading
from monitoring.alerts.cards import Draft
from monitoring.alerts.drafting import write
from monitoring.alerts.outcome import REASON_LIMIT
from monitoring.alerts.reading import Requests, carried
from monitoring.configuration import Configuration
from monitoring.models import Alert

SENT = Alert.Status.SENT


@dataclass(frozen=True, slots=True)
class Edit:
    """A sent message as it shall read. `seen` is what it stands on."""

    alert_id: int
    channel_id: int
    message_id: int
    draft: Draft
    seen: frozenset[object]


def edits_due() -> dict[int, list[int]]:
    """The rows that carry messages to be edited, by channel, oldest first."""
    rows = Alert.objects.filter(edit_due=True, status=SENT)
    found = rows.annotate(carrier=Coalesce("digest_id", F("pk")))
    channels: dict[int, list[int]] = {}
    for channel_id, carrier in (
        found.order_by("carrier").values_list("channel_id", "carrier").distinct()
    ):
        if channel_id is not None:
            channels.setdefault(channel_id, []).append(carrier)
    return channels


def prepare(alert_id: int, configuration: Configuration, now: datetime) -> Edit | None:
    """None, and nothing to be edited any more, when the row or its request is gone."""
    rows = list(carried(alert_id).filter(status=SENT))
    requests = reading.requests_of(rows)
    head = next((row for row in rows if row.pk == alert_id), None)
    if head is None or head.message_id is None or head.channel_id is None or not requests:
        give_up(alert_id)
        return None
    draft = write(head, rows, requests, head.sent_at or now, now, configuration)
    return Edit(head.pk, head.channel_id, head.message_id, draft, _seen(requests))


def _seen(requests: Requests) -> frozenset[object]:
    """All of the requests that a message shows."""
    return frozenset(
        (
            key,
            request.status,
            request.closed_at,
            request.answered_by_id,
            request.response_seconds,
            request.taken_back_at,
            request.claimed_by_id,
            request.hold_until,
            request.is_history_unread,
        )
        for key, request in requests.items()
    )


def edited(edit: Edit) -> bool:
    """The message now says what was seen. False when that has changed since: it is edited again."""
    with transaction.atomic():
        Revision.bump()
        rows = list(carried(edit.alert_id).filter(status=SENT))
        if _seen(reading.requests_of(rows)) != edit.seen:
            return False
        Alert.objects.filter(pk__in=[row.pk for row in rows]).update(edit_due=False)
        return True


def give_up(alert_id: int, reason: str | None = None) -> None:
    """The message cannot be edited (it was deleted, or Discord refuses); the reason is kept."""
    with transaction.atomic():
        Revision.bump()
        rows = carried(alert_id).order_by()
        if reason is not None:
            rows.update(edit_due=False, reason=reason[:REASON_LIMIT])
        else:
            rows.update(edit_due=False)
