"""A year's activities, drawn in the order of their times: the same for one count and moment.

Values are what every one of the three databases takes: times are texts in UTC without a zone.
"""

import math
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from benchmarks.figures.world import MEMBER, MEMBERS, MENTIONED, YEAR, World

Row = tuple[Any, ...]
# Milliseconds.
SECOND, HOUR, DAY = 1_000, 3_600_000, 86_400_000
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001
DISCORD_EPOCH = 1_420_070_400_000
# How far a moment is moved towards the evening: then there is five times as much to do as at dawn.
RHYTHM = 0.12 * DAY
TEXTS = (
    "ок",
    "сейчас подойду, подожди минуту",
    "смотри в правилах, пункт пять, там про это написано подробно",
    "напиши рапорт по форме, я подпишу, как только буду на месте",
    "проверил, всё хорошо, можешь забирать и ехать дальше, спасибо за терпение",
    "заявление лежит у секретаря, приём с девяти до восьми, без очереди никак, приходи завтра",
)
COLUMNS = (
    *("server_id", "message_id", "curator_id", "emoji_key", "kind", "channel_id", "lane_id"),
    *("at", "delivered_at", "emoji", "content", "reply_to_id", "reply_to_author_id"),
    *("named_ids", "is_plain_answer", "is_sandbox", "withdrawn_at"),
)


def times(world: World, count: int, rng: random.Random) -> Iterator[int]:
    """Rising, in milliseconds since 1970, over a year up to now."""
    end = float(world.milliseconds)
    for _ in range(200):
        end = world.milliseconds + _shift(end)
    step = YEAR / timedelta(milliseconds=1) / count
    for number in range(count):
        even = end - (count - number - rng.random()) * step
        yield int(even - _shift(even))


def _shift(even: float) -> float:
    return RHYTHM * math.cos(even * (2 * math.pi / DAY))


def text(at: int) -> str:
    return str(EPOCH + timedelta(milliseconds=at))


def snowflake(at: int, number: int) -> int:
    """Of one moment as many as there are numbers below 2²²."""
    return (at - DISCORD_EPOCH << 22) + number % (1 << 22)


def activities(world: World, count: int) -> Iterator[Row]:
    """60 % messages, 20 % replies, 20 % reactions; one in 500 withdrawn, one in 20 texts names."""
    rng = random.Random(1)
    choice, draw = rng.choice, rng.random
    for number, at in enumerate(times(world, count, rng)):
        (server, channel), (curator, _) = choice(world.places), choice(world.curators)
        what, moment, message_id = draw(), text(at), snowflake(at, number)
        kind, key, emoji, content, replies = "message", "", "", choice(TEXTS), (None, None)
        if what < 0.2:
            kind, key, emoji, content = "reaction", "1f44d", "👍", ""
        elif what < 0.4:
            author = MEMBER + int(draw() * MEMBERS)
            kind, replies = "reply", (snowflake(at - 60 * SECOND, number), author)
        if content and draw() < 0.05:
            content = f"<@{MEMBER + int(draw() * MENTIONED)}> {content}"
        yield (
            *(server, message_id, curator, key, kind, channel, channel, moment),
            *(moment if emoji else None, emoji, content, *replies),
            *("[]", False, False, moment if draw() < 0.002 else None),
        )
