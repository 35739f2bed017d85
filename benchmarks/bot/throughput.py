"""How many events a second one process writes, and what that costs where."""

from benchmarks.bot.bench import Bench
from benchmarks.bot.figures import Figures

EVENTS = 60_000
LEAST_PER_SECOND = 5_000.0


def flood(bench: Bench, figures: Figures) -> None:
    bench.discord.ask("make", name="flood", count=EVENTS)
    process, writer = bench.bot.process, bench.writer_thread
    before, database = process.thread_seconds(), bench.server.seconds()
    seconds = bench.play(bench.bot, "flood")
    after = process.thread_seconds()
    rate = EVENTS / seconds
    figures.at_least("events written through one process", rate, LEAST_PER_SECOND, " /s")
    used = {thread: after[thread] - before.get(thread, 0.0) for thread in after}
    loop = sum(time for thread, time in used.items() if thread != writer)
    shares = {"event loop": loop, "writer": used[writer]}
    shares["PostgreSQL"] = bench.server.seconds() - database
    told = ", ".join(f"{name} {time / EVENTS * 1e6:.0f} µs" for name, time in shares.items())
    figures.note("processor time per event", told)
    ours = shares["event loop"] + shares["writer"]
    figures.note(
        "the limit is one interpreter lock for both threads",
        f"{EVENTS / ours:,.0f} events per processor second of the process, which the machine let "
        f"run {ours / seconds:.0%} of the time",
    )
