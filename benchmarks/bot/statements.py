"""How many statements a batch takes, whatever the number of ordinary messages in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.bot.bench import Bench
from benchmarks.bot.figures import Figures
from benchmarks.bot.mix import Mix
from botrunner.standin import StandIn

SIZES = (1, 100, 500)


def constant(bench: Bench, figures: Figures) -> None:
    """Batches of ordinary messages, recorded here by the function that the writer calls."""
    with _default_database(bench.database_url):
        counts = [_statements(size) for size in SIZES]
    figures.at_most(
        "statements of its own for an ordinary message",
        (counts[-1] - counts[0]) / (SIZES[-1] - SIZES[0]),
        0,
    )
    told = ", ".join(f"{n} in a batch of {size}" for n, size in zip(counts, SIZES, strict=True))
    figures.note("statements", told)


@contextmanager
def _default_database(url: str) -> Iterator[None]:
    from django.db import connections

    from govtracker.environment import database

    settings = connections.configure_settings({"default": database(url)})
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = settings["default"]
    try:
        yield
    finally:
        connections["default"].close()


def _statements(size: int) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from botrunner import translate
    from monitoring.configuration import load_configuration
    from monitoring.events import Source
    from monitoring.models import BotLease
    from monitoring.recording.judging import judge
    from monitoring.recording.recorder import record

    frames = Mix(StandIn(members=400), passed_over=0).frames(2 * size, only_ordinary=True)
    payloads = [json.loads(data) for _, data in frames]
    events = [
        translate.message(each, int(each["guild_id"]), int(each["channel_id"]), Source.LIVE)
        for each in payloads
    ]
    configuration, lease = load_configuration(), BotLease.objects.get()
    # Some chatter says that something is solved, which is a row.
    ordinary = [event for event in events if judge(event, configuration) is None][:size]
    with CaptureQueriesContext(connection) as captured:
        record(ordinary, configuration, {}, lease.number)
    return len(captured)
