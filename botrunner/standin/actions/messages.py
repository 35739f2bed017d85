"""Messages: posted, edited, deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .. import mentions, payloads
from ..clock import snowflake_floor, time_ms
from ..core import Core
from ..errors import unknown_message
from ..model import DEFAULT, REPLY, Channel, Guild, Member, Message, Thread, User
from ..permissions import permissions_in
from . import threads

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is sent. `at_ms` backdates it, for history that nobody saw live."""

    content: str = ""
    type: int | None = None
    reply_to: Message | None = None
    ping: bool = True  # a reply notifies the author it answers
    forward: Message | None = None
    webhook: int | None = None
    embeds: Sequence[Json] = field(default=())
    components: Sequence[Json] = field(default=())
    allowed_mentions: Json | None = None
    nonce: str | int | None = None
    flags: int = 0
    application_id: int | None = None
    reference: tuple[int, int] | None = None
    at_ms: int | None = None
    id: int | None = None  # a forum post's first message bears its thread's id


def post(core: Core, channel: Channel, author: User, draft: Draft) -> Message:
    """Send a message as anyone; permissions are the caller's business."""
    guild = core.world.guild_of(channel)
    message = compose(core, channel, author, draft)
    if isinstance(channel, Thread):
        threads.wake(core, channel, message)
    store(channel, message)
    data = gateway_shape(core, guild, message) | _nonce(message)
    core.emit(
        "MESSAGE_CREATE",
        data,
        guild,
        channel,
        "message",
        time_ms(message.id),
        **facts(core, guild, channel, message),
    )
    if author.id == core.world.application.user.id:
        _note_bot_message(core, guild, channel, message, draft)
    return message


def store(channel: Channel, message: Message) -> None:
    channel.history.add(message)
    channel.last_message_id = max(channel.last_message_id or 0, message.id)


def edit(core: Core, message: Message, content: str | None = None, **changes: Any) -> None:
    """A real edit, with a new edited_timestamp. `changes`: embeds, components, flags."""
    channel = core.world.channel(message.channel_id)
    guild = core.world.guild_of(channel)
    message.edited_ms = core.clock.now_ms()
    if content is not None:
        message.content = content
        found = _mentions(core, guild, channel, message.author, Draft(content))
        message.mentions, message.mention_roles = found.users, found.roles
    for name, value in changes.items():
        setattr(message, name, value)
    _emit_update(core, guild, channel, message, "edit")


def add_embeds(core: Core, message: Message, embeds: Sequence[Json]) -> None:
    """Discord unfurls a link: MESSAGE_UPDATE without a new edited_timestamp."""
    channel = core.world.channel(message.channel_id)
    message.embeds = tuple(embeds)
    _emit_update(core, core.world.guild_of(channel), channel, message, "embed_update")


def delete(core: Core, message: Message, by: str = "world") -> None:
    channel = core.world.channel(message.channel_id)
    if channel.history.remove(message.id) is None:
        raise unknown_message()
    guild = core.world.guild_of(channel)
    data = {"id": str(message.id), "channel_id": str(channel.id), "guild_id": str(guild.id)}
    core.emit(
        "MESSAGE_DELETE",
        data,
        guild,
        channel,
        "delete",
        channel_id=str(channel.id),
        message_id=str(message.id),
        author_id=str(message.author.id),
        by=by,
    )


def bulk_delete(core: Core, channel: Channel, message_ids: Sequence[int], by: str = "world") -> int:
    """Delete the ids that exist in `channel`; how many those were."""
    gone = [each for each in message_ids if channel.history.remove(each) is not None]
    guild = core.world.guild_of(channel)
    ids = [str(each) for each in gone]
    data = {"ids": ids, "channel_id": str(channel.id), "guild_id": str(guild.id)}
    core.emit(
        "MESSAGE_DELETE_BULK",
        data,
        guild,
        channel,
        "bulk_delete",
        channel_id=str(channel.id),
        message_ids=ids,
        by=by,
    )
    return len(gone)


def gateway_shape(core: Core, guild: Guild, message: Message) -> Json:
    shape = payloads.message(message, core.world) | {"guild_id": str(guild.id)}
    member = _member(guild, message)
    if member is not None:
        shape["member"] = payloads.member_without_user(member)
    return shape


def facts(core: Core, guild: Guild, channel: Channel, message: Message) -> Json:
    """The ground truth of one message, as the log keeps it."""
    member = _member(guild, message)
    original = core.world.message(*message.reference) if message.reference else None
    is_reply = message.type == REPLY and message.reference is not None
    return {
        "channel_id": str(channel.id),
        "channel_type": channel.type,
        "parent_id": str(channel.parent_id) if channel.is_thread else None,
        "message_id": str(message.id),
        "author_id": str(message.author.id),
        "author_name": message.author.global_name or message.author.name,
        "author_bot": message.author.bot,
        "webhook_id": str(message.webhook_id) if message.webhook_id else None,
        "member_roles": [str(each) for each in member.roles] if member else [],
        "content": message.content,
        "type": message.type,
        "is_forward": message.is_forward,
        "reply_to": str(message.reference[1]) if is_reply and message.reference else None,
        "reply_to_author": str(original.author.id) if is_reply and original else None,
        "mentions": [str(each) for each in message.mentions],
        "mention_roles": [str(each) for each in message.mention_roles],
    }


def compose(core: Core, channel: Channel, author: User, draft: Draft) -> Message:
    """The message that `draft` becomes, neither stored nor dispatched."""
    guild = core.world.guild_of(channel)
    found = _mentions(core, guild, channel, author, draft)
    original = draft.reply_to or draft.forward
    reference = (original.channel_id, original.id) if original else draft.reference
    kind = draft.type
    if kind is None:
        kind = REPLY if draft.reply_to else DEFAULT
    return Message(
        id=_new_id(core, draft),
        channel_id=channel.id,
        guild_id=guild.id,
        author=author,
        content=draft.content,
        type=kind,
        reference=reference,
        snapshot=_snapshot(core, draft.forward),
        webhook_id=draft.webhook,
        application_id=draft.application_id,
        mentions=found.users,
        mention_roles=found.roles,
        mention_everyone=found.everyone,
        embeds=tuple(draft.embeds),
        nonce=draft.nonce,
        components=tuple(draft.components),
        flags=draft.flags,
    )


def _new_id(core: Core, draft: Draft) -> int:
    if draft.id is not None:
        return draft.id
    return core.ids.next() if draft.at_ms is None else core.ids.at(draft.at_ms)


def _mentions(
    core: Core, guild: Guild, channel: Channel, author: User, draft: Draft
) -> mentions.Mentions:
    member = guild.members.get(author.id)
    granted = permissions_in(guild, member, channel) if member else 0
    replied_to = draft.reply_to.author.id if draft.reply_to and draft.ping else None
    return mentions.read(
        draft.content, guild, core.world.users, granted, draft.allowed_mentions, replied_to
    )


def _snapshot(core: Core, original: Message | None) -> Json | None:
    if original is None:
        return None
    users = [core.world.users[each] for each in original.mentions]
    return payloads.snapshot(original, [payloads.user(each) for each in users])


def _member(guild: Guild, message: Message) -> Member | None:
    return None if message.webhook_id else guild.members.get(message.author.id)


def _nonce(message: Message) -> Json:
    return {} if message.nonce is None else {"nonce": message.nonce}


def _emit_update(core: Core, guild: Guild, channel: Channel, message: Message, kind: str) -> None:
    core.emit(
        "MESSAGE_UPDATE",
        gateway_shape(core, guild, message),
        guild,
        channel,
        kind,
        message.edited_ms if kind == "edit" else None,
        **facts(core, guild, channel, message),
    )


def _note_bot_message(
    core: Core, guild: Guild, channel: Channel, message: Message, draft: Draft
) -> None:
    core.note(
        "bot_message",
        guild_id=str(guild.id),
        channel_id=str(channel.id),
        message_id=str(message.id),
        content=message.content,
        nonce=message.nonce,
        embeds=list(message.embeds),
        components=list(message.components),
        reply_to=str(draft.reply_to.id) if draft.reply_to else None,
        pinged_users=[str(each) for each in message.mentions],
        pinged_roles=[str(each) for each in message.mention_roles],
        pinged_everyone=message.mention_everyone,
    )


def drop_older_than(core: Core, at_ms: int) -> int:
    """Forget history made before `at_ms`, without an event; how many messages that were."""
    floor = snowflake_floor(at_ms)
    every = [*core.world.channels.values(), *core.world.threads.values()]
    return sum(channel.history.drop_before(floor) for channel in every)
