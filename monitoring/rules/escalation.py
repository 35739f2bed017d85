"""Who is called when: a frozen plan of steps, and which sends of it are due."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self

# What a rescue and a cancellation are measured by where a plan has no step.
DEFAULT_FIRST_DUE = timedelta(seconds=600)


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it was when the request opened. `repeat_limit` None: until it is closed."""

    step_id: int
    after_seconds: int
    channel_id: int | None
    role_id: int | None = None
    person_id: int | None = None
    words: str = ""
    repeat_every_seconds: int | None = None
    repeat_limit: int | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**data)


Plan = Sequence[Step]


@dataclass(frozen=True, slots=True)
class Send:
    """Repetition 0 of a step is its first send."""

    step: int
    repetition: int
    due_at: datetime

    @property
    def key(self) -> tuple[int, int]:
        return self.step, self.repetition


def first_due_at(plan: Plan, asked_at: datetime) -> datetime:
    """When the first step is due; 600 s after the question where there is none."""
    after = [timedelta(seconds=step.after_seconds) for step in plan]
    return asked_at + min(after, default=DEFAULT_FIRST_DUE)


def _sends(step: int, plan: Plan, asked_at: datetime) -> Iterator[Send]:
    rule = plan[step]
    due_at = asked_at + timedelta(seconds=rule.after_seconds)
    yield Send(step, 0, due_at)
    repetition = 1
    while rule.repeat_every_seconds and (
        rule.repeat_limit is None or repetition <= rule.repeat_limit
    ):
        due_at += timedelta(seconds=rule.repeat_every_seconds)
        yield Send(step, repetition, due_at)
        repetition += 1


def sends_until(plan: Plan, asked_at: datetime, until: datetime) -> list[Send]:
    """Every send due up to and including `until`, by time, later steps last."""
    found = []
    for step in range(len(plan)):
        for send in _sends(step, plan, asked_at):
            if send.due_at > until:
                break
            found.append(send)
    return sorted(found, key=lambda send: (send.due_at, send.step))


def next_due_at(plan: Plan, asked_at: datetime, after: datetime) -> datetime | None:
    """The first due time later than `after`; None when the plan is at its end."""
    due = []
    for step in range(len(plan)):
        later = (send.due_at for send in _sends(step, plan, asked_at) if send.due_at > after)
        due.append(next(later, None))
    return min((at for at in due if at is not None), default=None)


@dataclass(frozen=True, slots=True)
class Decision:
    """`go` are sent now; `skipped` are recorded with why they never are."""

    go: tuple[Send, ...]
    skipped: tuple[tuple[Send, str], ...]


def choose(plan: Plan, due: Iterable[Send], active_steps: frozenset[int]) -> Decision:
    """Of what is due and not yet decided: the latest goes, a repeat yields to a later step.

    `due` holds several moments only when alerts could not go for a while (hold, quiet hours, an
    outage, an unread channel); then only the latest send of the request goes.
    """
    off = [send for send in due if plan[send.step].step_id not in active_steps]
    on = sorted(
        (send for send in due if plan[send.step].step_id in active_steps),
        key=lambda send: (send.due_at, send.step),
    )
    skipped = [(send, "switched_off") for send in off]
    if not on:
        return Decision((), tuple(skipped))
    latest = on[-1].due_at
    if on[0].due_at < latest:
        skipped += [(send, "overtaken") for send in on[:-1]]
        return Decision((on[-1],), tuple(skipped))
    go = [send for send in on if not _is_absorbed(send, on, plan)]
    skipped += [(send, "absorbed") for send in on if send not in go]
    return Decision(tuple(go), tuple(skipped))


def _is_absorbed(send: Send, due: Sequence[Send], plan: Plan) -> bool:
    """A repeat due together with a later step in the same channel."""
    return send.repetition > 0 and any(
        other.step > send.step and plan[other.step].channel_id == plan[send.step].channel_id
        for other in due
    )


def nonce(request_message_id: int, step: int, repetition: int) -> str:
    """The send's own id, at most 25 characters (Discord's limit), the same in every process."""
    return f"{_base36(request_message_id)}-{step}-{repetition}"


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits or "0"
