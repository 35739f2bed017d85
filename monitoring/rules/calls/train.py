"""Fits the points on the corpus and writes points.json.

    python -m monitoring.rules.calls.train

Logistic regression with an L2 penalty, by coordinate descent; no library is needed. A text
calls if its best keyword does, so the best one is chosen anew between rounds.
"""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from monitoring.rules.calls.corpus import LabelledText, read_corpus
from monitoring.rules.calls.features import features
from monitoring.rules.calls.rules import CallRules, CallSettings, compile_rules

OUTPUT: Final = Path(__file__).with_name("points.json")
PENALTY: Final = 2.5
_ROUNDS: Final = 3
_PASSES: Final = 12
_FEWEST_TEXTS: Final = 2
# A weight below this moves no text by itself; without them the file stays small.
_SMALLEST: Final = 0.08


@dataclass(frozen=True, slots=True)
class Example:
    """A text's keywords, each as its features."""

    calls: bool
    keywords: list[frozenset[str]]


def examples(texts: Iterable[LabelledText], rules: CallRules) -> list[Example]:
    """Texts that hold a keyword; those without one teach nothing."""
    found = []
    for text in texts:
        message, matches = rules.read(text.text)
        keywords = [frozenset(features(message, i, matches)) for i in sorted(message.hits)]
        if keywords:
            found.append(Example(text.calls, keywords))
    return found


def fit(data: list[Example], penalty: float = PENALTY) -> dict[str, float]:
    """Weights of all features that enough texts have."""
    counts = Counter(name for example in data for name in frozenset().union(*example.keywords))
    known = {name for name, count in counts.items() if count >= _FEWEST_TEXTS}
    weights: dict[str, float] = {}
    for _ in range(_ROUNDS):
        chosen = [_best(example.keywords, weights) & known for example in data]
        weights = _descend(chosen, [example.calls for example in data], weights, penalty)
    return weights


def _best(keywords: list[frozenset[str]], weights: dict[str, float]) -> frozenset[str]:
    return max(keywords, key=lambda names: sum(weights.get(name, 0.0) for name in names))


def _descend(
    rows: list[frozenset[str]], labels: list[bool], start: dict[str, float], penalty: float
) -> dict[str, float]:
    """Newton steps, one weight at a time; `rows` and `labels` are parallel."""
    holders: dict[str, list[int]] = defaultdict(list)
    for row, names in enumerate(rows):
        for name in names:
            holders[name].append(row)
    weights = {name: start.get(name, 0.0) for name in sorted(holders)}
    scores = [sum(weights[name] for name in names) for names in rows]
    for _ in range(_PASSES):
        for name, where in sorted(holders.items()):
            odds = [_probability(scores[row]) for row in where]
            slope = sum(p - labels[row] for p, row in zip(odds, where, strict=True))
            bend = sum(p * (1 - p) for p in odds)
            step = (slope + penalty * weights[name]) / (bend + penalty)
            weights[name] -= step
            for row in where:
                scores[row] -= step
    return weights


def _probability(score: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def as_json(weights: dict[str, float]) -> str:
    """Weights by family (what the name starts with), one family a line, largest first."""
    rounded = {name: round(weight, 2) for name, weight in weights.items()}
    families: dict[str, dict[str, float]] = defaultdict(dict)
    for name, weight in sorted(rounded.items(), key=lambda item: (-abs(item[1]), item[0])):
        if abs(weight) >= _SMALLEST:
            head, mark, rest = name.partition(":")
            families[head + mark][rest] = weight
    lines = (
        f" {json.dumps(family)}: {json.dumps(families[family], ensure_ascii=False)}"
        for family in sorted(families)
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def main() -> None:
    rules = compile_rules(CallSettings(points=False))
    OUTPUT.write_text(as_json(fit(examples(read_corpus(), rules))), "utf-8")


if __name__ == "__main__":
    main()
