"""The points: a linear model over what stands around a keyword, read from points.json."""

import json
import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Final

from monitoring.rules.calls.features import features
from monitoring.rules.calls.message import Message
from monitoring.rules.calls.phrase_sense import Match

DEFAULT_THRESHOLD: Final = 0.15


class Points:
    """Weights by feature, in log-odds: above 0 a call is likelier than not."""

    def __init__(self, weights: dict[str, float]) -> None:
        self.weights = weights

    def score(self, message: Message, i: int, matches: Iterable[Match]) -> float:
        """Log-odds that the keyword at word `i` calls for help; exact in any order of features."""
        weights = self.weights
        return math.fsum(weights.get(name, 0.0) for name in features(message, i, matches))


@cache
def default_points() -> Points:
    """The weights that come with the product, made by `train.py`: family, then feature."""
    source = json.loads(files("monitoring.rules.calls").joinpath("points.json").read_text("utf-8"))
    return Points(
        {
            family + name: weight
            for family, group in source.items()
            for name, weight in group.items()
        }
    )
