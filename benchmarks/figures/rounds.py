"""Every page of every site in turn, so that a noisy moment falls on all of them."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.figures.pages import PAGES, Page
from benchmarks.figures.site import Site

WARM_ROUNDS, ROUNDS = 3, 15


@dataclass
class Times:
    """Of one page on one site, in milliseconds. `first`: before anything was kept."""

    first: float
    warm: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return median(self.warm)

    def __str__(self) -> str:
        return f"{self.median:.1f} (fastest {min(self.warm):.1f}, first {self.first:.1f})"


Measured = dict[tuple[Site, Page], Times]


def measure(sites: Sequence[Site], pause: float = 0.0) -> Measured:
    """`pause`: seconds between the beginnings of two rounds, at least."""
    measured: Measured = {}
    for site in sites:
        # The server ends what was quiet for too long.
        site.kept.close()
    for number in range(1 + WARM_ROUNDS + ROUNDS):
        began = time.monotonic()
        for page in PAGES:
            for site in sites:
                took = site.ask(page.of(site.database)) * 1000
                times = measured.setdefault((site, page), Times(took))
                if number > WARM_ROUNDS:
                    times.warm.append(took)
        time.sleep(max(0.0, began + pause - time.monotonic()))
    return measured


def growth(large: Times, small: Times) -> float:
    """How many times slower, round by round."""
    return median(much / little for much, little in zip(large.warm, small.warm, strict=True))
