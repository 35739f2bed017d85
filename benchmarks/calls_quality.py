"""How well calls are told from chat: python -m benchmarks.calls_quality [FILE …] [-v].

One line per kind, over the texts that hold a keyword in some spelling: texts, right ones, and
of a kind of calls the recall, of any other kind the share that calls nobody; then the precision
and recall of all. With -v the wrong ones too.
"""

import argparse
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from monitoring.rules.calls import CallDecision, CallRules, CallSettings, compile_rules
from monitoring.rules.calls.corpus import LabelledText, read_corpus

CORPUS = Path(__file__).parents[1] / "corpus"
LEVEL = CORPUS / "calls_level.tsv"
MEASURED = CORPUS / "measured" / "calls.tsv"


@dataclass(frozen=True)
class Judged:
    text: LabelledText
    decision: CallDecision

    @property
    def is_right(self) -> bool:
        return self.decision.opens == self.text.calls


def measure(path: Path, rules: CallRules | None = None) -> list[Judged]:
    """Decisions on the texts of a file that hold a keyword in some spelling."""
    rules = rules or compile_rules(CallSettings())
    return [
        Judged(text, rules.decide(text.text))
        for text in read_corpus(path)
        if rules.mentions_keyword(text.text)
    ]


def precision_and_recall(judged: list[Judged]) -> tuple[float, float]:
    """NaN where nothing opened, or nothing calls."""
    found = sum(one.decision.opens and one.text.calls for one in judged)
    opened = sum(one.decision.opens for one in judged)
    calls = sum(one.text.calls for one in judged)
    return (found / opened if opened else float("nan"), found / calls if calls else float("nan"))


def table(judged: list[Judged]) -> list[str]:
    kinds: dict[tuple[bool, str], list[Judged]] = defaultdict(list)
    for one in judged:
        kinds[not one.text.calls, one.text.kind].append(one)
    lines = []
    for (silent, kind), of_kind in sorted(kinds.items()):
        right = sum(one.is_right for one in of_kind)
        name = "left alone" if silent else "recall"
        lines.append(f"{kind:<12} {len(of_kind):>4} texts, {right:>4} right, {name} "
                     f"{right / len(of_kind):.3f}")  # fmt: skip
    precision, recall = precision_and_recall(judged)
    lines.append(f"all          {len(judged):>4} texts, precision {precision:.3f}, "
                 f"recall {recall:.3f}")  # fmt: skip
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="*", default=[MEASURED])
    parser.add_argument("-v", action="store_true", help="print the wrong ones too")
    arguments = parser.parse_args()
    for path in arguments.files:
        judged = measure(path)
        print(path.name, *table(judged), sep="\n")
        for one in judged:
            if arguments.v and not one.is_right:
                print(f"  {one.text.calls:d} {one.text.kind} {one.text.text!r} {one.decision}")


if __name__ == "__main__":
    main()
