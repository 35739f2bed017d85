"""A request that turned out to join an earlier one hands its alerts over."""

from django.db.models import Max

from monitoring.models import Alert


def move(server_id: int, from_message_id: int, to_message_id: int) -> None:
    """In the caller's transaction. A send that both had becomes the next repetition of its step.

    So nothing that was sent is lost, and nobody is called once more for the same wait.
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
