"""Faults on purpose: what goes wrong next, on the gateway and on REST."""

import re
from dataclasses import dataclass, field
from typing import Any

REST_KINDS = ("429", "500", "502", "503", "504", "hang", "lost", "slow", "abort")


@dataclass(slots=True)
class RestFault:
    """The next `times` calls that match get `kind` instead of an honest answer.

    `lost`: the work is done, the connection closes without an answer. `hang`: no answer for
    `seconds`, nothing done, then the connection closes. `slow`: an honest answer after
    `seconds`. `abort`: nothing done, TCP reset.
    """

    kind: str
    method: str = "*"
    route: str = ".*"
    times: int = 1
    seconds: float = 1.0
    is_global: bool = False

    def __post_init__(self) -> None:
        if self.kind not in REST_KINDS:
            raise ValueError(f"kind must be one of {', '.join(REST_KINDS)}")
        re.compile(self.route)

    def matches(self, method: str, path: str) -> bool:
        return self.method in ("*", method) and re.search(self.route, path) is not None


@dataclass(slots=True)
class Faults:
    rest: list[RestFault] = field(default_factory=list)
    refused_identifies: int = 0
    refuse_code: int | None = None  # None: INVALID_SESSION instead of a close code
    invalid_resumes: int = 0
    stalled_until_ms: int = 0
    offline_until_ms: int = 0
    redeliver_every: int = 0  # 0: never; 1: every dispatch is sent twice

    def add(self, **options: Any) -> RestFault:
        """ValueError or TypeError when the options make no sense."""
        fault = RestFault(**options)
        self.rest.append(fault)
        return fault

    def take_rest(self, method: str, path: str) -> RestFault | None:
        """The fault for this call, used up once."""
        for fault in self.rest:
            if fault.matches(method, path):
                fault.times -= 1
                if fault.times <= 0:
                    self.rest.remove(fault)
                return fault
        return None

    def take_identify_refusal(self) -> bool:
        if self.refused_identifies <= 0:
            return False
        self.refused_identifies -= 1
        return True

    def take_invalid_resume(self) -> bool:
        if self.invalid_resumes <= 0:
            return False
        self.invalid_resumes -= 1
        return True

    def clear(self) -> None:
        self.rest.clear()
        self.refused_identifies = self.invalid_resumes = self.redeliver_every = 0
        self.stalled_until_ms = self.offline_until_ms = 0
