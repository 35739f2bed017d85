"""A year's requests for help, and the rows of three tables that each of them is."""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.figures.rows import DAY, HOUR, SECOND, Row, snowflake, text, times
from benchmarks.figures.world import MEMBER, MEMBERS, QUIET_HOURS_UTC, World

MEDIAN_SECONDS, SPREAD = 120, 1.3
FIRST_DUE, HOLD = 600 * SECOND, 600 * SECOND
# When a reaction was put, of which nobody knows when.
HEARD = 5 * SECOND
CALLS = (
    ("помогите пожалуйста", "помогите"),
    ("нужна помощь куратора на посту", "помощь"),
    ("есть вопрос по заявлению, кто может ответить?", "вопрос"),
    ("куратор, подойди в мэрию, тут очередь и никого нет уже полчаса", "куратор"),
)
REQUEST_COLUMNS = (
    *("server_id", "message_id", "channel_id", "lane_id", "author_id", "author_name", "asked_at"),
    *("content", "rule", "keyword", "word", "is_sandbox", "is_quiet", "plan", "first_due_at"),
    *("expires_at", "status", "closed_at", "answered_by_id", "response_seconds"),
    *("response_kind", "response_message_id", "dismissed_by_id", "next_alert_at"),
    *("is_history_unread", "claimed_by_id", "claimed_at", "hold_until"),
)
MESSAGE_COLUMNS = (
    *("server_id", "message_id", "request_message_id", "kind", "channel_id", "lane_id"),
    *("author_id", "author_name", "at", "content", "rule", "keyword", "word"),
    *("join_seconds", "expire_seconds", "is_deletion_timed"),
)
EVENT_COLUMNS = (
    *("server_id", "request_message_id", "kind", "source_id", "actor_id", "emoji_key"),
    *("channel_id", "target_id", "at", "delivered_at", "reason"),
)
Person = tuple[int, int]


@dataclass(slots=True)
class End:
    """What became of a request: by whom (row and Discord id), when, how. None: nobody knows."""

    status: str = "open"
    at: int | None = None
    by: Person | None = None
    kind: str = ""
    seconds: int | None = None


@dataclass(slots=True)
class Asked:
    """A request; times in milliseconds."""

    number: int
    place: tuple[int, int]
    at: int
    author: int
    call: tuple[str, str]
    end: End
    holder: Person | None

    @property
    def message_id(self) -> int:
        return snowflake(self.at, self.number)

    @property
    def end_id(self) -> int:
        """Of the message or deed that ended it."""
        return snowflake(self.end.at or self.at + HEARD, self.number + 1)

    @property
    def name(self) -> str:
        return f"Игрок {self.author - MEMBER}"


def asked(world: World, count: int) -> Iterator[Asked]:
    """One in five is held, one in ten of these by somebody else than who ended it."""
    rng = random.Random(2)
    for number, at in enumerate(times(world, count, rng)):
        author = MEMBER + int(rng.random() * MEMBERS)
        place, call, end, holder = (
            rng.choice(world.places),
            rng.choice(CALLS),
            _end(at, rng, world),
            None,
        )
        if end.at is not None and end.at > world.milliseconds:
            end = End()
        if rng.random() < 0.2:
            holder = rng.choice(world.curators) if rng.random() < 0.1 else end.by
        yield Asked(number, place, at, author, call, end, holder)


def _end(at: int, rng: random.Random, world: World) -> End:
    """82 % are answered, 4 % more at an unknown time, 5 % expire, 5.5 % are taken back."""
    what, by = rng.random(), rng.choice(world.curators)
    wait = min(86_400, max(1, round(rng.lognormvariate(math.log(MEDIAN_SECONDS), SPREAD))))
    end_at = at + wait * SECOND
    if what < 0.04:
        return End("answered", None, by, "reaction")
    if what < 0.86:
        kind = rng.choice(("reply", "reply", "message", "reaction"))
        return End("answered", end_at, by, kind, wait)
    if what < 0.91:
        return End("expired", at + DAY, None, "expired")
    if what < 0.965:
        return End("cancelled", min(end_at, at + FIRST_DUE - SECOND), None, "solved")
    return End("dismissed", end_at, by, "dismissed")


def requests(world: World, count: int) -> Iterator[Row]:
    for each in asked(world, count):
        (server, channel), (content, keyword), end = each.place, each.call, each.end
        is_quiet = server in world.quiet_servers and each.at // HOUR % 24 in QUIET_HOURS_UTC
        due_at = text(each.at + FIRST_DUE)
        by = end.by and end.by[0]
        answer = (by, end.seconds, end.kind, each.end_id)
        yield (
            *(server, each.message_id, channel, channel, each.author, each.name, text(each.at)),
            *(content, "keyword", keyword, keyword, False, is_quiet, world.plans[server], due_at),
            *(text(each.at + DAY), end.status, end.at and text(end.at)),
            *(answer if end.status == "answered" else (None, None, "", None)),
            *(by if end.status == "dismissed" else None, None if end.kind else due_at, False),
            *_hold(each),
        )


def _hold(each: Asked) -> tuple[int | None, str | None, str | None]:
    if each.holder is None:
        return None, None, None
    return each.holder[0], text(each.at + SECOND), text(each.at + SECOND + HOLD)


def messages(world: World, count: int) -> Iterator[Row]:
    for each in asked(world, count):
        (server, channel), (content, keyword) = each.place, each.call
        yield (
            *(server, each.message_id, each.message_id, "call", channel, channel),
            *(each.author, each.name, text(each.at), content, "keyword", keyword, keyword),
            *(600, 86_400, True),
        )


def events(world: World, count: int) -> Iterator[Row]:
    """Who held it, and what ended it."""
    for each in asked(world, count):
        (server, channel), end = each.place, each.end
        if each.holder:
            at = text(each.at + SECOND)
            yield (
                *(server, each.message_id, "claimed", each.message_id + 1, each.holder[1], ""),
                *(None, None, at, at, ""),
            )
        if end.kind:
            actor = end.by[1] if end.by else each.author if end.kind == "solved" else 0
            key = "1f44d" if end.kind == "reaction" else ""
            yield (
                *(server, each.message_id, end.kind, each.end_id, actor, key, channel),
                *(each.message_id, end.at and text(end.at), text(end.at or each.at + HEARD), ""),
            )
