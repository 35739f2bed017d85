"""Small invented conversations as plain events, for tests that shuffle, split and repeat them."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from monitoring.configuration import Configuration, load_configuration
from monitoring.events import (
    Event,
    Message,
    MessagesDeleted,
    ReactionChanged,
    Source,
)
from monitoring.recording.recorder import record
from monitoring.snowflakes import snowflake_at
from tests.factories import make_curator, make_server

START = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
GUILD, HELP_ROLE, REPORTS, CHANNELS = 500, 501, 900, (901, 902)
ASKERS, CURATORS = (1, 2), (11, 12)
CALL, CHATTER, SOLVED = "помогите пожалуйста", "всем привет", "вопрос решён"
REPORT, VERDICT, UNCLEAR = f"отчёт <@&{HELP_ROLE}> сделано 5 задач", "одобрено 3", "проверяю"


def make_world(**server: object) -> Configuration:
    """One server with two channels, a channel for reports and two curators."""
    fields = {
        "guild_id": GUILD,
        "name": "LSPD",
        "help_role_id": HELP_ROLE,
        "report_channel_ids": [REPORTS],
        **server,
    }
    make_server(**fields)
    for discord_id in CURATORS:
        make_curator(discord_id=discord_id, name=f"Куратор {discord_id}")
    return load_configuration()


def moment(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def posted(seconds: float, author: int, text: str, channel: int = CHANNELS[0], **fields) -> Message:
    values = {
        "guild_id": GUILD,
        "channel_id": channel,
        "lane_id": channel,
        "message_id": snowflake_at(moment(seconds)) + author,
        "author_id": author,
        "author_name": f"Человек {author}",
        "content": text,
        "role_mentions": (HELP_ROLE,) if f"<@&{HELP_ROLE}>" in text else (),
        **fields,
    }
    return Message(**values)


def reacted(
    message: Message, seconds: float, user: int = CURATORS[0], *, is_added: bool = True, **fields
) -> ReactionChanged:
    values = {"emoji_key": "2705", "emoji": "✅", "delivered_at": moment(seconds), **fields}
    return ReactionChanged(
        message.guild_id,
        message.channel_id,
        message.lane_id,
        message.message_id,
        user,
        is_added=is_added,
        **values,
    )


def deleted(message: Message, seconds: float, **fields) -> MessagesDeleted:
    return MessagesDeleted(
        message.guild_id,
        message.channel_id,
        message.lane_id,
        (message.message_id,),
        moment(seconds),
        **fields,
    )


def edited(message: Message, seconds: float, text: str) -> Message:
    return replace(
        message,
        content=text,
        role_mentions=(HELP_ROLE,) if f"<@&{HELP_ROLE}>" in text else (),
        edited_at=moment(seconds),
        source=Source.EDIT,
    )


@dataclass
class Script:
    """Per message, what happened to it, in its own order."""

    threads: list[list[Event]] = field(default_factory=list)

    def in_order(self) -> list[Event]:
        """As it happened: by time."""
        events = [event for thread in self.threads for event in thread]
        return sorted(events, key=lambda event: when(event))

    def shuffled(self, rng: random.Random) -> list[Event]:
        """Any interleaving that keeps each message's own order."""
        waiting = [list(thread) for thread in self.threads if thread]
        events = []
        while waiting:
            thread = rng.choice(waiting)
            events.append(thread.pop(0))
            if not thread:
                waiting.remove(thread)
        return events


def when(event: Event) -> datetime:
    if isinstance(event, Message):
        return event.edited_at or event.at
    return event.delivered_at


def with_repeats(events: Sequence[Event], rng: random.Random) -> list[Event]:
    """Each event perhaps once more, later."""
    result = list(events)
    for event in events:
        if rng.random() < 0.3:
            result.insert(rng.randrange(result.index(event) + 1, len(result) + 1), event)
    return result


def record_in_batches(
    events: Iterable[Event], configuration: Configuration, rng: random.Random
) -> None:
    batch: list[Event] = []
    for event in events:
        batch.append(event)
        if rng.random() < 0.4:
            record(batch, configuration, {}, None)
            batch = []
    record(batch, configuration, {}, None)


def invent(rng: random.Random, messages: int = 10) -> Script:
    """A conversation of people, curators and leaders, with all that may follow a message."""
    script = Script()
    said: list[Message] = []
    for _ in range(messages):
        message = _message(rng, said)
        if message.message_id in {m.message_id for m in said}:
            continue
        said.append(message)
        script.threads.append([message, *_followers(rng, message)])
    return script


def _message(rng: random.Random, said: list[Message]) -> Message:
    seconds = rng.randrange(0, 3000)
    if rng.random() < 0.45:
        return _curator_message(rng, said, seconds)
    if rng.random() < 0.2:
        return posted(seconds, rng.choice(ASKERS), REPORT, REPORTS)
    text = rng.choice([CALL, CALL, CALL, CHATTER, SOLVED])
    earlier = [m for m in said if m.at < moment(seconds) and m.channel_id in CHANNELS]
    target = rng.choice(earlier) if earlier and rng.random() < 0.2 else None
    return posted(
        seconds,
        rng.choice(ASKERS),
        text,
        target.channel_id if target else rng.choice(CHANNELS),
        **_reply(target),
    )


def _curator_message(rng: random.Random, said: list[Message], seconds: int) -> Message:
    earlier = [m for m in said if m.at < moment(seconds)]
    target = rng.choice(earlier) if earlier and rng.random() < 0.6 else None
    names = tuple(a for a in ASKERS if rng.random() < 0.3)
    channel = target.channel_id if target else rng.choice(CHANNELS)
    if target and target.channel_id in CHANNELS and rng.random() < 0.2:
        target, channel, names = None, target.message_id, (target.author_id,)
    text = rng.choice([VERDICT, UNCLEAR, "сейчас помогу"])
    return posted(
        seconds,
        rng.choice(CURATORS),
        text,
        channel,
        user_mentions=names,
        **_reply(target),
    )


def _reply(target: Message | None) -> dict[str, int]:
    if target is None:
        return {}
    return {"reply_to_id": target.message_id, "reply_to_author_id": target.author_id}


def _followers(rng: random.Random, message: Message) -> list[Event]:
    age = int((message.at - START).total_seconds())
    follow: list[Event] = []
    for curator in CURATORS:
        if rng.random() < 0.25:
            start = age + rng.randrange(1, 900)
            follow.append(reacted(message, start, curator))
            if rng.random() < 0.4:
                follow.append(
                    reacted(message, start + rng.randrange(1, 60), curator, is_added=False)
                )
    if rng.random() < 0.15:
        text = rng.choice([CALL, CHATTER, REPORT])
        follow.append(edited(message, age + rng.randrange(1, 900), text))
    if rng.random() < 0.15:
        follow.append(deleted(message, age + rng.randrange(1, 1500)))
    follow.sort(key=when)
    ends = [n for n, event in enumerate(follow) if isinstance(event, MessagesDeleted)]
    return follow[: ends[0] + 1] if ends else follow
