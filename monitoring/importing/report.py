"""What became of every row, as a value that the command and the admin print alike."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

EXAMPLES = 10


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the old data: `what` names it, `detail` says what differs or where it went."""

    section: str
    outcome: Outcome
    reason: str
    what: str
    detail: str = ""


@dataclass
class Report:
    """Counts of all entries and a few examples of each kind; `sink` gets every one of them."""

    is_dry_run: bool = False
    sink: Callable[[Entry], object] | None = None
    counts: Counter[tuple[str, Outcome, str]] = field(default_factory=Counter)
    examples: dict[tuple[str, Outcome, str], list[Entry]] = field(default_factory=dict)
    snapshot: str = ""

    def add_all(self, section: str, outcome: Outcome, reason: str, whats: Sequence[str]) -> None:
        """Many rows of one fate, in much less time than one by one."""
        shown = whats if self.sink is not None else whats[:EXAMPLES]
        for what in shown:
            self.add(section, outcome, reason, what)
        if len(whats) > len(shown):
            self.counts[section, outcome, reason] += len(whats) - len(shown)

    def add(
        self, section: str, outcome: Outcome, reason: str, what: str = "", detail: str = ""
    ) -> None:
        key = (section, outcome, reason)
        self.counts[key] += 1
        shown = self.examples.setdefault(key, [])
        if len(shown) >= EXAMPLES and self.sink is None:
            return
        entry = Entry(section, outcome, reason, what, detail)
        if len(shown) < EXAMPLES:
            shown.append(entry)
        if self.sink is not None:
            self.sink(entry)

    def total(self, *outcomes: Outcome) -> int:
        """How many rows ended so; all of them without an argument."""
        return sum(
            n for (_, outcome, _), n in self.counts.items() if outcome in (outcomes or Outcome)
        )

    def of(self, section: str) -> dict[Outcome, int]:
        found: Counter[Outcome] = Counter()
        for (name, outcome, _), count in self.counts.items():
            if name == section:
                found[outcome] += count
        return dict(found)

    @property
    def changes_nothing(self) -> bool:
        return not self.total(Outcome.CREATED, Outcome.CHANGED, Outcome.QUARANTINED)

    def rows(self) -> Iterator[tuple[str, Outcome, str, int, list[Entry]]]:
        """(section, outcome, reason, count, examples) in the order of sections and outcomes."""
        order = list(Outcome)
        sections = list(dict.fromkeys(section for section, _, _ in self.counts))
        for key in sorted(
            self.counts, key=lambda k: (sections.index(k[0]), order.index(k[1]), k[2])
        ):
            yield *key, self.counts[key], self.examples[key]
