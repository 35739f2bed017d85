"""The mark of requests whose channel's history could not be read."""

from collections.abc import Iterable

from monitoring.alerts.acting import acting
from monitoring.alerts.following import requests_changed
from monitoring.models import ResponseTracking
from monitoring.recording.actions import Gate


def mark_unread(requests: Iterable[ResponseTracking]) -> None:
    """These are called although nobody knows whether they were answered."""
    unread = [request.pk for request in requests if not request.is_history_unread]
    if unread:
        ResponseTracking.objects.filter(pk__in=unread).update(is_history_unread=True)


def unmark_read(gate: Gate, lease_number: int | None) -> None:
    """Open requests whose lane is read by now lose the mark, and their messages say so."""
    marked = ResponseTracking.objects.filter(
        status=ResponseTracking.Status.OPEN, is_history_unread=True
    ).select_related("server")
    read = [each for each in marked if gate(each.server.guild_id, each.lane_id) == "ready"]
    if not read:
        return
    with acting(lease_number):
        keys = [request.pk for request in read]
        ResponseTracking.objects.filter(pk__in=keys).update(is_history_unread=False)
        requests_changed({each.server_id for each in read}, [each.message_id for each in read])
