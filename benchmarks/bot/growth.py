"""The same events on a database that holds nothing, and on one that is full."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from statistics import median

from benchmarks.bot import costs
from benchmarks.bot.bench import TEMPLATE, Bench
from benchmarks.bot.database import copy_of, run
from benchmarks.bot.figures import Figures

MILLION = 1_000_000
MOST_TIMES = 1.1
# A year of curators' messages, replies and reactions on all servers, in the channels of the world.
# Ids are Discord's: milliseconds since 2015, shifted by 22 bits.
# As replicas do, without checking references row by row.
FILL = """
SET session_replication_role = replica;
INSERT INTO monitoring_activity (
    server_id, message_id, curator_id, emoji_key, kind, channel_id, lane_id, at, delivered_at,
    emoji, content, reply_to_id, reply_to_author_id, named_ids, is_plain_answer, is_sandbox)
SELECT server, id, curator, CASE WHEN kind = 'reaction' THEN '1f44d' ELSE '' END, kind,
    channel, channel, at, CASE WHEN kind = 'reaction' THEN at END,
    CASE WHEN kind = 'reaction' THEN '👍' ELSE '' END,
    CASE WHEN kind = 'reaction' THEN '' ELSE 'напиши рапорт по форме, я подпишу, номер ' || n END,
    CASE WHEN kind = 'reply' THEN id - 1000000 END, CASE WHEN kind = 'reply' THEN author END,
    '[]', false, false
FROM (
    SELECT n, at, channels.server, channels.channel, curators.id AS curator,
        ((extract(epoch FROM at) * 1000)::bigint - 1420070400000 << 22) + n %% 4194304 AS id,
        728352953924321430 + n %% 40000 AS author,
        (ARRAY['message', 'reply', 'reaction'])[1 + n %% 3] AS kind
    FROM generate_series(1, %s) AS n
    CROSS JOIN LATERAL (
        SELECT now() - interval '1 day' - n::float / %s * interval '365 days' AS at
    ) AS t
    JOIN (SELECT servers.id AS server, channel,
            row_number() OVER (ORDER BY channel) - 1 AS number, count(*) OVER () AS many
        FROM unnest(%s, %s) AS given (guild, channel)
        JOIN monitoring_discordserver AS servers ON servers.guild_id = guild
    ) AS channels ON channels.number = n::bigint * 7919 %% channels.many
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS number, count(*) OVER () AS many
        FROM curators_curator) AS curators ON curators.number = n::bigint * 104729 %% curators.many
) AS made"""


@contextmanager
def filled(bench: Bench, count: int) -> Iterator[str]:
    """A database of its own with so many activities."""
    guild_ids, channel_ids = map(list, zip(*bench.channels, strict=True))
    with copy_of(bench.server_url, f"bench_{count}", TEMPLATE) as url:
        if count:
            run(url, FILL, count, count, guild_ids, channel_ids)
        run(url, "VACUUM ANALYZE")
        run(url, "CHECKPOINT")
        yield url


def with_activities(bench: Bench, figures: Figures, count: int) -> None:
    """Two bots that have just started, so that the stored activities are all that differs."""
    with ExitStack() as stack:
        began = time.monotonic()
        urls = [stack.enter_context(filled(bench, each)) for each in (0, count)]
        figures.note(f"filling in {count:,} activities", f"{time.monotonic() - began:.0f} s")
        empty, full = (stack.enter_context(bench.another_bot(url)) for url in urls)
        bench.discord.ask("make", name="warm", count=3_000)
        for bot in (empty, full):
            bench.play(bot, "warm")
        rounds = costs.compare(bench, empty, full, costs.PACED_EVENTS, costs.PACED)
    ratio = median(much / little for little, much in rounds)
    name = f"processor time with {count:,} stored activities to that with none"
    figures.at_most(name, ratio, MOST_TIMES, " times")
