"""What the bot holds in memory with 40,000 members in eight guilds."""

from benchmarks.bot.bench import Bench
from benchmarks.bot.figures import Figures

MOST_MEGABYTES = 150.0


def resident(bench: Bench, figures: Figures, when: str) -> None:
    figures.at_most(
        f"resident, {when}", bench.bot.process.resident_megabytes, MOST_MEGABYTES, " MB"
    )
    mapped = bench.bot.process.usage.memory_full_info()
    figures.note("of these", f"{mapped.uss / 1e6:.0f} MB its own, the rest shared libraries")
