"""From Discord's frames to rows and alerts: python -m benchmarks.pipeline [--ten-million].

DATABASE_URL names a PostgreSQL server; databases are made there and dropped again. Ten million
stored activities take several minutes more.
"""

import sys

from benchmarks.bot import alerts, costs, growth, memory, responsiveness, statements, throughput
from benchmarks.bot.bench import opened
from benchmarks.bot.figures import Figures

TEN_MILLION = "--ten-million"


def main(arguments: list[str]) -> None:
    figures = Figures()
    with opened() as bench:
        costs.against_nothing(bench, figures)
        growth.with_activities(bench, figures, growth.MILLION)
        if TEN_MILLION in arguments:
            growth.with_activities(bench, figures, 10 * growth.MILLION)
        throughput.flood(bench, figures)
        memory.resident(bench, figures, "40,000 members, after 50,000 events and more")
        responsiveness.lags(bench, figures)
        alerts.claimed_in_time(bench, figures)
        statements.constant(bench, figures)
    figures.summary()


if __name__ == "__main__":
    main(sys.argv[1:])
