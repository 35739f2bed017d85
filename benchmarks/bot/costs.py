"""Processor time per event: our bot with its database against a client that does nothing."""

from statistics import median

from benchmarks.bot.bench import Bench, Client
from benchmarks.bot.figures import Figures

ROUNDS = 5
# A hundred events in the tenth of a second that the writer waits for more.
PACED, PACED_EVENTS = 1_000.0, 3_000
FLOODED_EVENTS = 6_000
MOST_TIMES = 3.0


def compare(
    bench: Bench, one: Client, other: Client, events: int, rate: float | None
) -> list[tuple[float, float]]:
    """Seconds per event of each, round by round, both fed the same frames in turn."""
    rounds = []
    for _ in range(ROUNDS):
        bench.discord.ask("make", name="round", count=events)
        costs = [bench.cost(client, "round", rate) / events for client in (one, other)]
        rounds.append((costs[0], costs[1]))
    return rounds


def against_nothing(bench: Bench, figures: Figures) -> None:
    bench.discord.ask("make", name="warm", count=5_000)
    for client in (bench.empty_client, bench.bot):
        bench.play(client, "warm")
    for name, events, rate in (
        (f"paced at {PACED:,.0f} events/s", PACED_EVENTS, PACED),
        ("flooded", FLOODED_EVENTS, None),
    ):
        rounds = compare(bench, bench.empty_client, bench.bot, events, rate)
        ratio = median(ours / empty for empty, ours in rounds)
        figures.at_most(f"processor time to an empty client's, {name}", ratio, MOST_TIMES, " times")
        empty, ours = (median(each) * 1e6 for each in zip(*rounds, strict=True))
        figures.note("per event", f"{ours:.0f} µs with PostgreSQL, the empty client {empty:.0f} µs")
