"""How well the rules for task reports read the corpora: python -m benchmarks.reports_quality.

Prints one line a file: right, refused (nothing read though a number could be), wrong. With -v the
lines that are not right too.
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from monitoring.rules.task_counts import read_count
from monitoring.rules.verdicts import read_verdict

CORPUS = Path(__file__).parents[1] / "corpus"
MEASURED = CORPUS / "measured"


@dataclass(frozen=True)
class Reading:
    text: str
    expected: int | None
    read: int | None
    rule: str

    @property
    def outcome(self) -> str:
        if self.read == self.expected:
            return "right"
        return "refused" if self.read is None else "wrong"


def measure_counts(path: Path) -> list[Reading]:
    """Columns: count (- for unreadable), message."""
    readings = []
    for expected, text in _rows(path, 2):
        count = read_count(text)
        readings.append(Reading(text, _number(expected), count.number, count.rule))
    return readings


def measure_verdicts(path: Path) -> list[Reading]:
    """Columns: approved (- for not understood), count of the report (- for empty), reply."""
    readings = []
    for expected, count, text in _rows(path, 3):
        verdict = read_verdict(text, _number(count))
        readings.append(Reading(text, _number(expected), verdict.approved, verdict.rule))
    return readings


def summary(readings: list[Reading]) -> str:
    outcomes = Counter(reading.outcome for reading in readings)
    return ", ".join(f"{name} {outcomes[name]}" for name in ("right", "refused", "wrong"))


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            *labels, text = line.split("\t", columns - 1)
            yield [*labels, text.replace("\\n", "\n")]


def _number(label: str) -> int | None:
    return None if label == "-" else int(label)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", action="store_true", help="print what is not right")
    parser.add_argument("--counts", type=Path, nargs="*", default=[MEASURED / "counts.tsv"])
    parser.add_argument("--verdicts", type=Path, nargs="*", default=[MEASURED / "verdicts.tsv"])
    arguments = parser.parse_args()
    kinds: list[tuple[list[Path], Callable[[Path], list[Reading]]]] = [
        (arguments.counts, measure_counts), (arguments.verdicts, measure_verdicts),
    ]  # fmt: skip
    for paths, measure in kinds:
        for path in paths:
            readings = measure(path)
            print(f"{path.name}: {len(readings)} texts, {summary(readings)}")
            for reading in readings:
                if arguments.v and reading.outcome != "right":
                    print(f"  {reading}")


if __name__ == "__main__":
    main()
