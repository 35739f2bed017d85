"""How long the event loop waits while the writer works."""

from benchmarks.bot.bench import Bench, Client
from benchmarks.bot.figures import Figures

SECONDS = 12
MOST_MILLISECONDS = 50.0
RATES = (1_000, 3_000)


def lags(bench: Bench, figures: Figures) -> None:
    for rate in RATES:
        bench.discord.ask("make", name="steady", count=rate * SECONDS)
        for client in (bench.bot, bench.empty_client):
            client.ask("watch_lag")
        bench.play(bench.bot, "steady", rate)
        late = milliseconds(bench.bot)
        name = f"event loop late at {rate:,} events/s, 99.9th percentile"
        figures.at_most(name, quantile(late, 0.999), MOST_MILLISECONDS, " ms")
        idle = milliseconds(bench.empty_client)
        figures.note(
            "half, 99 %, latest",
            f"{quantile(late, 0.5):.1f}, {quantile(late, 0.99):.1f}, {late[-1]:.1f} ms; an idle "
            f"process on the same machine meanwhile, 99.9 %: {quantile(idle, 0.999):.1f} ms",
        )


def milliseconds(client: Client) -> list[float]:
    return [seconds * 1e3 for seconds in client.ask("lag")["late"]]


def quantile(values: list[float], part: float) -> float:
    """Of sorted values."""
    return values[min(len(values) - 1, int(len(values) * part))]
