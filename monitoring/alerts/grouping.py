"""Which alerts of one poll go alone, and which together as a digest."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Due(Protocol):
    channel_id: int | None
    request_message_id: int
    step: int


A = TypeVar("A", bound=Due)


def grouped(alerts: Iterable[A], digest_over: int) -> list[list[A]]:
    """More than `digest_over` for one channel are one group, its oldest request first."""
    channels: dict[int | None, list[A]] = {}
    for alert in sorted(alerts, key=lambda alert: (alert.request_message_id, alert.step)):
        channels.setdefault(alert.channel_id, []).append(alert)
    groups: list[list[A]] = []
    for together in channels.values():
        groups += [together] if len(together) > digest_over else [[alert] for alert in together]
    return groups
