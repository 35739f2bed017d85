"""From Discord's frames to rows and alerts: python -m benchmarks.pipeline [--ten-million].

DATABASE_URL names a PostgreSQL server; databases are made there and dropped again.
"""

import sys
from functools import partial

from benchmarks.bot import costs
from benchmarks.bot.bench import opened
from benchmarks.bot.figures import Figures


def main(arguments: list[str]) -> None:
    figures = Figures()
    with opened() as bench:
        costs.against_nothing(bench, figures)
    figures.summary()


if __name__ == "__main__":
    main(sys.argv[1:])
