"""`python -m tests.storm --kills 100 [--database URL]`: what is left must be what happened."""

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

ENTRY = ("-m", "tests.storm.entry")
FIRST_SECONDS = 60


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.storm", description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--database", default=None, help="a server's URL; default: SQLite")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "govtracker.settings")
    os.environ.setdefault("SESSION_SECRET", "made-for-tests")
    import django

    django.setup()
    return run(options.kills, options.database, options.seed)


def run(kills: int, database: str | None, seed: int) -> int:
    """Exit status: 0 when nothing is lost, doubled or invented."""
    from tests.pipeline.world import installed

    from .storm import Storm
    from .verdicts import judge

    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        installed(
            Path(folder),
            seed=seed,
            alerts=True,
            first_seconds=FIRST_SECONDS,
            database_url=database or "sqlite:",
            entry=ENTRY,
        ) as world,
    ):
        storm = Storm(world, random.Random(seed))
        storm.rage(kills)
        storm.start({})
        world.settle(300)
        world.wait_for_alerts()
        world.bot.stop()
        verdict = judge(world)
        kind = (database or "sqlite").partition(":")[0]
        print(f"{kind}: {kills} kills, {len(world.log())} events, {time.monotonic() - began:.0f} s")
        print(f"  {world.compared} rows compared, {world.excused} differ as a gap says they may")
        for how, count in sorted(storm.deaths.items()):
            print(f"  died {count} times: {how}")
        print(f"  {verdict}")
        print(verdict.details())
        if not verdict.is_clean:
            print(world.told(world.unexcused()))
    return 0 if verdict.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
