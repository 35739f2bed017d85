"""A thousand requests fall due at the same moment."""

import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

from benchmarks.bot.bench import Bench
from benchmarks.bot.database import connect, run
from benchmarks.bot.figures import Figures

REQUESTS = 1_000
AHEAD = timedelta(seconds=5)
LOOK_SECONDS = 0.02
MOST_SECONDS = 2.0
PATIENCE_SECONDS = 60.0
# Copies of requests that the bot wrote, in their channels, with their plans. Their ids differ in a
# bit that no real one here has.
WAIT = """
INSERT INTO monitoring_responsetracking (
    server_id, message_id, channel_id, lane_id, author_id, author_name, asked_at, content, rule,
    keyword, word, is_sandbox, is_quiet, plan, first_due_at, expires_at, status, response_kind,
    next_alert_at, is_history_unread)
SELECT server_id, message_id + 1048576, channel_id, lane_id, author_id, author_name,
    %s - interval '600 seconds', content, rule, keyword, word, is_sandbox, is_quiet, plan,
    %s, expires_at, 'open', '', %s, false
FROM monitoring_responsetracking ORDER BY message_id DESC LIMIT %s"""
CLAIMED = "SELECT count(*) FROM monitoring_alert WHERE due_at = %s"


def claimed_in_time(bench: Bench, figures: Figures) -> None:
    due_at = datetime.now(UTC) + AHEAD
    run(bench.database_url, WAIT, due_at, due_at, due_at, REQUESTS)
    seconds = _until_claimed(bench.database_url, due_at, int(REQUESTS * 0.99))
    name = f"alerts claimed after their due time, {REQUESTS:,} at once, 99th percentile"
    figures.at_most(name, seconds, MOST_SECONDS, " s")


def _until_claimed(url: str, due_at: datetime, count: int) -> float:
    """Seconds from the due time until so many are claimed and committed."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with closing(connect(url)) as connection, closing(connection.cursor()) as cursor:
        while time.monotonic() < deadline:
            cursor.execute(CLAIMED, (due_at,))
            if cursor.fetchone()[0] >= count:
                return (datetime.now(UTC) - due_at).total_seconds()
            time.sleep(LOOK_SECONDS)
    return float("inf")
