"""Alerts follow their requests: what the recording tells them, in its own transaction."""

from collections.abc import Collection

from django.db.models import Max

from monitoring.models import Alert
from monitoring.recording.selects import select


def requests_changed(server_ids: Collection[int], message_ids: Collection[int]) -> None:
    """The messages of these requests no longer say what is so; a message's id is unique."""
    here = {"server_id": server_ids, "request_message_id": message_ids}
    seen = select(Alert, {**here, "status": (Alert.Status.SENT.value, Alert.Status.SENDING.value)})
    if seen:  # most requests are answered before anybody is called
        Alert.objects.filter(pk__in=[alert.pk for alert in seen]).update(edit_due=True)


def move(server_id: int, from_message_id: int, to_message_id: int) -> None:
    """A request joined an earlier one. A send that both had becomes its step's next repetition.

    So nothing that was sent is lost, and nobody is called once more for the same wait; what was
    sent is edited, for it tells of the wrong message.
    """
    here = Alert.objects.filter(server=server_id)
    taken = dict(
        here.filter(request_message_id=to_message_id)
        .values_list("step")
        .annotate(last=Max("repetition"))
    )
    rows = here.filter(request_message_id=from_message_id).order_by("step", "repetition")
    for pk, step, repetition in rows.values_list("pk", "step", "repetition"):
        free = max(repetition, taken.get(step, -1) + 1)
        taken[step] = free
        here.filter(pk=pk).update(request_message_id=to_message_id, repetition=free)
    requests_changed([server_id], [to_message_id])
