"""The stage: eight servers, their people, and what anybody can do there, as plain events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from django.conf import settings

from curators.models import Curator
from monitoring.events import Event, Message, MessagesDeleted, ReactionChanged, Source
from monitoring.models import DiscordServer
from monitoring.rules.periods import Period
from monitoring.snowflakes import snowflake_at

SINCE = datetime(2025, 1, 1, tzinfo=UTC)
MONTH = Period(date(2026, 11, 1), date(2026, 11, 30))
GUILDS = tuple(range(5_001, 5_009))
HELP, CHAT, REPORTS = 11, 12, 13
HELP_ROLE = 701
# Who farms, her fellow curator, and a second account, which is nobody's on paper.
EVA, MARK, SECOND = 101, 102, 201
# The honest curator, and people who ask, chat and lead.
OTTO = 103
MEMBERS, LEADERS = tuple(range(301, 331)), (401, 402, 403)
QUIET_FROM, QUIET_TO = time(2), time(8)


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button under an alert or on the page: «Отвечено» or «Не запрос»."""

    button: str
    guild_id: int
    message_id: int
    actor_id: int
    at: datetime


Happening = Event | Pressed


def make_world() -> dict[int, int]:
    """Servers and curators as rows; the curators' keys by Discord id."""
    for guild_id in GUILDS:
        DiscordServer.objects.create(
            guild_id=guild_id,
            name=f"Server {guild_id}",
            is_active=True,
            active_since=SINCE,
            help_role_id=HELP_ROLE,
            report_channel_ids=[guild_id * 100 + REPORTS],
            quiet_from=QUIET_FROM,
            quiet_to=QUIET_TO,
        )
    keys = {}
    for discord_id, name in ((EVA, "Ева"), (MARK, "Марк"), (OTTO, "Отто")):
        curator = Curator.objects.create(discord_id=discord_id, name=name)
        curator.open_term(SINCE)
        keys[discord_id] = curator.pk
    return keys


def local(day: int, hour: float) -> datetime:
    """A moment of the month's day (from 0) by the configured zone's clock."""
    midnight = datetime.combine(MONTH.days[day], time(), ZoneInfo(settings.TIME_ZONE))
    return (midnight + timedelta(hours=hour)).astimezone(UTC)


class Scene:
    """What people do, one happening an action. Later by `seconds`: `after(message, seconds)`."""

    def __init__(self) -> None:
        self.happened: list[Happening] = []
        self._numbers = count(1)

    def post(
        self,
        at: datetime,
        author: int,
        text: str,
        channel: int = CHAT,
        *,
        guild: int = GUILDS[0],
        to: Message | None = None,
        names: Sequence[int] = (),
    ) -> Message:
        """`to`: the message that it replies to, whose channel it is then posted in."""
        channel_id = to.channel_id if to else guild * 100 + channel
        message = Message(
            guild_id=guild,
            channel_id=channel_id,
            lane_id=channel_id,
            message_id=snowflake_at(at) + author * 4096 + next(self._numbers) % 4096,
            author_id=author,
            author_name=f"Person {author}",
            content=text,
            reply_to_id=to.message_id if to else None,
            reply_to_author_id=to.author_id if to else None,
            user_mentions=tuple(names),
        )
        self.happened.append(message)
        return message

    def edit(self, at: datetime, message: Message, text: str) -> None:
        edited = replace(message, content=text, edited_at=at, source=Source.EDIT)
        self.happened.append(edited)

    def react(self, at: datetime, user: int, message: Message, emoji: str = "✅") -> None:
        self._reaction(at, user, message, emoji, is_added=True)

    def unreact(self, at: datetime, user: int, message: Message, emoji: str = "✅") -> None:
        self._reaction(at, user, message, emoji, is_added=False)

    def delete(self, at: datetime, *messages: Message, is_bulk: bool = False) -> None:
        where = messages[0]
        ids = tuple(message.message_id for message in messages)
        self.happened.append(
            MessagesDeleted(
                where.guild_id, where.channel_id, where.lane_id, ids, at, is_bulk=is_bulk
            )
        )

    def press(self, at: datetime, actor: int, call: Message, button: str) -> None:
        self.happened.append(Pressed(button, call.guild_id, call.message_id, actor, at))

    def _reaction(
        self, at: datetime, user: int, message: Message, emoji: str, *, is_added: bool
    ) -> None:
        self.happened.append(
            ReactionChanged(
                message.guild_id,
                message.channel_id,
                message.lane_id,
                message.message_id,
                user,
                "-".join(f"{ord(sign):x}" for sign in emoji),
                emoji,
                is_added=is_added,
                delivered_at=at,
            )
        )


def after(message: Message, seconds: float) -> datetime:
    return message.at + timedelta(seconds=seconds)


def when(happening: Happening) -> datetime:
    if isinstance(happening, Message):
        return happening.edited_at or happening.at
    return happening.at if isinstance(happening, Pressed) else happening.delivered_at


def who(happening: Happening) -> int:
    """0 where Discord doesn't say."""
    if isinstance(happening, Message):
        return happening.author_id
    if isinstance(happening, Pressed):
        return happening.actor_id
    return happening.user_id if isinstance(happening, ReactionChanged) else 0
