"""One whole installation under test: a Discord, a database, a bot, and the script it plays."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections
from django.db.models import Q

from botrunner.standin.model import Message
from curators.models import Revision
from monitoring.models import Activity, Alert, RequestMessage
from monitoring.models import Gap as GapRow
from tests.truth.comparing import Difference, Rows, differences
from tests.truth.model import Truth, truth
from tests.truth.repeating import repeatable
from tests.truth.script import Script
from tests.truth.setting import INACTIVE, Setting, arrange
from tests.truth.texts import CHATTER
from tests.truth.unheard import Gap, unexcused, unheard

from .databases import ALIAS, fresh_database, reading
from .discord import Discord
from .processes import Bot, Product
from .proxy import Proxy, SqliteLock, way_to

Tables = dict[str, list[dict[str, Any]]]
EVENTS_PER_SECOND = 250  # with more, a busy machine hears reactions more than a second late
LANES = (
    "вопросы",
    "общий-чат",
    "флуд",
    "мероприятия",
    "помощь",
    "completed-tasks",
    "рация",
)
STILL_SECONDS = 1.5
LATE_MS = 6_000  # a reaction replayed within 5 s of absence has the time of its replay
EARLY_MS = -1  # ids cut the fraction of their millisecond off, and the clock is measured by them


@dataclass
class World:
    discord: Discord
    database: Proxy | SqliteLock  # what lies between the bot and it
    setting: Setting
    product: Product
    bot: Bot
    script: Script
    windows: list[tuple[int, int]] = field(default_factory=list)
    marks: set[int] = field(default_factory=set)  # of the last `settle`
    compared: int = 0  # rows, the last time
    gaps: list[Gap] = field(default_factory=list)  # the last time
    excused: int = 0  # differences that a gap names, the last time

    # Playing

    def play(self, events: int, events_per_second: int = EVENTS_PER_SECOND) -> None:
        """The script's next events, at a pace that real people would not reach either."""
        ticks = self.script.ticks(events)
        began, first = time.monotonic(), len(self.discord.standin.log)
        while (done := self.discord.do(next, ticks, None)) is not None:
            ahead = (done - first) / events_per_second - (time.monotonic() - began)
            time.sleep(max(0.0, ahead))

    def mark_every_lane(self) -> set[int]:
        """A curator's message in each channel; when it is a row, all before it is one."""
        return {message.id for message in self.discord.do(self._mark_every_lane)}

    def bustle(self) -> None:
        """A message and a reaction in each channel, in no time at all."""

        def react() -> None:
            for message in self._mark_every_lane():
                self.script.stage.react(message, self.script.stage.curator())

        self.discord.do(react)

    def _mark_every_lane(self) -> list[Message]:
        stage, standin = self.script.stage, self.discord.standin
        marks = []
        for name, server in stage.servers.items():
            if name == INACTIVE:
                continue
            curator, text = stage.curator(), stage.pick(CHATTER)
            for lane in LANES:
                marks.append(standin.post(name, int(server["channels"][lane]), curator, text))
            marks.append(standin.create_post(name, "обращения", curator, "итог", text)[1])
        return marks

    def redeliver(self) -> None:
        """All that was dispatched so far again, in its order, not faster than it came."""
        standin = self.discord.standin
        entries = repeatable(self.log(), self.setting)
        for start in range(0, len(entries), EVENTS_PER_SECOND):
            self.discord.do(standin.redeliver, entries[start : start + EVENTS_PER_SECOND])
            time.sleep(1)

    @contextmanager
    def unheard(self) -> Iterator[None]:
        """What happens inside, a bot may have to read from the history."""
        first = len(self.discord.standin.log)
        yield
        self.windows.append((first, len(self.discord.standin.log)))

    # Waiting

    def settle(self, seconds: float = 120) -> None:
        """Until the bot has written all that happened. TimeoutError shows what it last said."""
        self.marks = self.mark_every_lane()
        self.wait_for(lambda: self._are_written(self.marks), seconds, "the marks are written")
        self.wait_until_still(seconds)

    def wait_until_still(self, seconds: float = 120) -> None:
        self.wait_for(self._is_still, seconds, "the tables are still")

    def _are_written(self, marks: set[int]) -> bool:
        written = Activity.objects.using(ALIAS).filter(message_id__in=marks, kind="message")
        return written.count() == len(marks) and not self.has_open_gaps()

    def wait_for_alerts(self, seconds: float = 120) -> None:
        """Until nothing that is due waits to be sent or edited."""
        waiting = Q(status__in=("due", "sending")) | Q(edit_due=True, status="sent")
        self.wait_for(
            lambda: not Alert.objects.using(ALIAS).filter(waiting).exists(),
            seconds,
            "all alerts are sent and edited",
        )

    def has_open_gaps(self) -> bool:
        return GapRow.objects.using(ALIAS).filter(read_at=None).exists()

    def _is_still(self) -> bool:
        before = self.revision()
        time.sleep(STILL_SECONDS)
        return self.revision() == before

    def revision(self) -> int:
        return Revision.objects.using(ALIAS).get(pk=1).number

    def wait_for(self, is_so: Callable[[], bool], seconds: float, what: str) -> None:
        until = time.monotonic() + seconds
        while not self._holds(is_so):
            if not self.bot.is_running:
                raise AssertionError(f"the bot has ended: {self.bot.said()[-3000:]}")
            if time.monotonic() > until:
                raise TimeoutError(f"not in {seconds} s: {what}\n{self.bot.said()[-3000:]}")
            time.sleep(0.1)

    @staticmethod
    def _holds(is_so: Callable[[], bool]) -> bool:
        try:
            return is_so()
        except DatabaseError:  # locked or away: asked again
            connections[ALIAS].close()
            return False

    def wait_until_connected(self, seconds: float = 60) -> None:
        """Until the bot hears: it has a live session, and what it missed is read."""
        self.wait_for(self.is_heard, seconds, "the bot is connected")

    def is_heard(self) -> bool:
        return any(each.outlet is not None for each in self.discord.standin.core.sessions)

    # Comparing

    def rows(self, tables: Tables) -> Rows:
        joined = RequestMessage.objects.using(ALIAS).filter(kind="call")
        return Rows(
            activities=tables["activities"],
            requests=tables["requests"],
            events=tables["events"],
            reports=tables["reports"],
            joined=dict(joined.values_list("message_id", "request_message_id")),
        )

    def tables(self) -> Tables:
        return self.product.export("activities", "requests", "events", "reports", "alerts", "gaps")

    def log(self) -> list[dict[str, Any]]:
        return self.discord.do(self.discord.standin.log.after)

    def unexcused(self, tables: Tables | None = None) -> list[Difference]:
        """Differences that no gap names, after what `unheard` frames."""
        log, tables = self.log(), tables or self.tables()
        rows, self.gaps = self.rows(tables), gaps(tables)
        truths = self._truths(log, LATE_MS)
        found = differences(rows, truths, self.discord.now_ms(), LATE_MS / 1000)
        streams = {
            (row["guild_id"], row["message_id"]): (row["channel_id"], row["author_id"])
            for row in rows.requests
        }
        missed = unheard(log, self.windows, truths[0], self.setting)
        left = unexcused(found, missed, truths[0], streams, self.gaps)
        self.compared, self.excused = rows.count(), len(found) - len(left)
        return left

    def told(self, found: list[Difference], limit: int = 12) -> str:
        """The first differences, and what happened to the messages of some of them."""
        lines = [f"{len(found)} differences", *(str(each) for each in found[:limit])]
        for each in found[:4]:
            lines += [f"-- what happened to {each.key[1]}:", *self._story(str(each.key[1]))]
        return "\n".join([*lines, "-- gaps:", *(str(gap) for gap in self.gaps)])

    def _story(self, message_id: str) -> list[str]:
        names = ("n", "at_ms", "kind", "delivered", "author_id", "user_id", "emoji", "content")
        return [
            str({name: entry[name] for name in names if name in entry})
            for entry in self.log()
            if message_id in (entry.get("message_id"), entry.get("reply_to"))
            or message_id in entry.get("message_ids", ())
        ]

    def differences(self, late_seconds: float = 1.0) -> list[Difference]:
        log = self.log()
        truths = self._truths(log, int(late_seconds * 1000))
        return differences(self.rows(self.tables()), truths, self.discord.now_ms(), late_seconds)

    def _truths(self, log: list[dict[str, Any]], late_ms: int) -> list[Truth]:
        """What must be, at the true times and at the earliest and latest that we may have heard."""
        return [truth(log, self.setting, delay_ms) for delay_ms in (0, EARLY_MS, late_ms)]


@contextmanager
def running(folder: Path, **options: Any) -> Iterator[World]:
    """Installed, and the bot runs and is connected."""
    with installed(folder, **options) as world:
        world.bot.start()
        world.wait_until_connected()
        time.sleep(2)
        yield world


@contextmanager
def installed(
    folder: Path,
    seed: int = 1,
    alerts: bool = False,
    first_seconds: int = 600,
    database_url: str | None = None,
    entry: tuple[str, ...] = ("manage.py", "runbot"),
    **options: Any,
) -> Iterator[World]:
    """Migrated and configured; the bot is not started."""
    with (
        fresh_database(folder, database_url) as url,
        reading(url),
        way_to(url) as database,
        Discord(rate_limits=False, **options) as discord,
    ):
        standin = discord.standin
        setting = discord.do(arrange, standin, alerts=alerts, first_seconds=first_seconds)
        product = Product(database.url, standin.api_url, standin.token, folder)
        product.manage("migrate", "-v", "0")
        product.manage("configure", "-", stdin=json.dumps(setting.configuration))
        script = discord.do(Script, standin, setting, seed)
        world = World(discord, database, setting, product, product.bot(), script)
        world.bot.entry = entry
        try:
            yield world
        finally:
            world.bot.kill()


def gaps(tables: Tables) -> list[Gap]:
    return [
        Gap(
            int(row["guild_id"]),
            milliseconds(row["started_at"]),
            milliseconds(row["ended_at"]),
            frozenset(row["lost"]),
        )
        for row in tables["gaps"]
        if row["ended_at"]
    ]


def milliseconds(text: str) -> int:
    return round(datetime.fromisoformat(text).timestamp() * 1000)
