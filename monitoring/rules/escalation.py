"""Who is called when: a frozen plan of steps, and which sends of it are due."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count, takewhile
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
        return {name: getattr(self, name) for name in self.__dataclass_fields__}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """What another release kept beside is left out: its plans must go on."""
        return cls(**{name: data[name] for name in cls.__dataclass_fields__ if name in data})


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


def _sends(plan: Plan, step: int, asked_at: datetime, first: int = 0) -> Iterator[Send]:
    """The sends of one step in order, from repetition `first` on."""
    rule = plan[step]
    start = asked_at + timedelta(seconds=rule.after_seconds)
    every = timedelta(seconds=rule.repeat_every_seconds or 0)
    numbers = count(first) if _repeats_on(rule) else range(first, _repeats(rule) + 1)
    return (Send(step, number, start + number * every) for number in numbers)


def _repeats_on(rule: Step) -> bool:
    """Until the request is closed."""
    return bool(rule.repeat_every_seconds) and rule.repeat_limit is None


def _repeats(rule: Step) -> int:
    return (rule.repeat_limit or 0) if rule.repeat_every_seconds else 0


def _until(sends: Iterable[Send], until: datetime) -> Iterator[Send]:
    return takewhile(lambda send: send.due_at <= until, sends)


def sends_until(plan: Plan, asked_at: datetime, until: datetime) -> list[Send]:
    """Every send due up to and including `until`, by time, later steps last."""
    return undecided(plan, asked_at, (), until)


def undecided(
    plan: Plan, asked_at: datetime, decided: Iterable[tuple[int, int]], until: datetime
) -> list[Send]:
    """The sends due up to and including `until`, after those `decided`: (step, repetition)."""
    first: dict[int, int] = {}
    for step, repetition in decided:
        first[step] = max(first.get(step, 0), repetition + 1)
    found = [
        send
        for step in range(len(plan))
        for send in _until(_sends(plan, step, asked_at, first.get(step, 0)), until)
    ]
    return sorted(found, key=_by_time)


def _by_time(send: Send) -> tuple[datetime, int]:
    return send.due_at, send.step


def next_due_at(plan: Plan, asked_at: datetime, after: datetime) -> datetime | None:
    """The first due time later than `after`; None when the plan is at its end."""
    due = (_next_of(rule, asked_at, after) for rule in plan)
    return min((at for at in due if at is not None), default=None)


def _next_of(rule: Step, asked_at: datetime, after: datetime) -> datetime | None:
    start = asked_at + timedelta(seconds=rule.after_seconds)
    if start > after:
        return start
    if not rule.repeat_every_seconds:
        return None
    every = timedelta(seconds=rule.repeat_every_seconds)
    repetition = (after - start) // every + 1
    if rule.repeat_limit is not None and repetition > rule.repeat_limit:
        return None
    return start + repetition * every


class Why(StrEnum):
    """Why an alert was not, or not yet, sent: the codes that rows keep and pages put into words."""

    SWITCHED_OFF = "switched_off"
    OVERTAKEN = "overtaken"
    ABSORBED = "absorbed"
    ANSWERED_BEFORE = "answered_before"
    CLOSED_BEFORE = "closed_before"
    NO_CHANNEL = "no_channel"


@dataclass(frozen=True, slots=True)
class Decision:
    """`go` are sent now; `skipped` are recorded with why they never are."""

    go: tuple[Send, ...]
    skipped: tuple[tuple[Send, Why], ...]


def choose(plan: Plan, due: Iterable[Send], active_steps: frozenset[int]) -> Decision:
    """Of what is due and not yet decided: the latest goes, a repeat yields to a later step.

    `due` holds several moments only when alerts could not go for a while (hold, quiet hours, an
    outage, an unread channel); then only the latest send of the request goes.
    """
    due = sorted(due, key=_by_time)
    on = [send for send in due if plan[send.step].step_id in active_steps]
    off = [(send, Why.SWITCHED_OFF) for send in due if plan[send.step].step_id not in active_steps]
    together = [send for send in on if send.due_at == on[-1].due_at]
    if len(together) < len(on):
        return Decision((on[-1],), (*off, *((send, Why.OVERTAKEN) for send in on[:-1])))
    go = tuple(send for send in on if not _is_absorbed(send, on, plan))
    absorbed = ((send, Why.ABSORBED) for send in on if send not in go)
    return Decision(go, (*off, *absorbed))


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
