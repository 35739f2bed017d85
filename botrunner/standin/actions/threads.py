"""Threads and forum posts: made, archived, woken by a message, deleted."""

from .. import payloads
from ..core import Core
from ..errors import ApiError
from ..model import (
    ANNOUNCEMENT_THREAD,
    GUILD_ANNOUNCEMENT,
    GUILD_FORUM,
    HAS_THREAD,
    PRIVATE_THREAD,
    PUBLIC_THREAD,
    Channel,
    Message,
    Thread,
    User,
)


def create(
    core: Core,
    parent: Channel,
    owner: User,
    name: str,
    starter: Message | None = None,
    private: bool = False,
    thread_id: int | None = None,
) -> Thread:
    """A thread in `parent`; one that `starter` begins bears that message's id."""
    if starter is not None and starter.flags & HAS_THREAD:
        raise ApiError(400, 160004, "A thread has already been created for this message")
    thread = _new(core, parent, owner, name, starter, private, thread_id)
    core.world.add_channel(thread)
    if parent.type == GUILD_FORUM:
        parent.last_message_id = thread.id  # of a forum it names the newest post
    guild = core.world.guild_of(parent)
    data = payloads.thread(thread) | {"newly_created": True}
    core.emit(
        "THREAD_CREATE",
        data,
        guild,
        thread,
        "thread_create",
        channel_id=str(thread.id),
        parent_id=str(parent.id),
        owner_id=str(owner.id),
        name=name,
        starter_id=str(starter.id) if starter else None,
        private=private,
    )
    return thread


def archive(core: Core, thread: Thread, archived: bool = True, locked: bool | None = None) -> None:
    """Archive or unarchive; the timestamp is the moment of the change."""
    thread.archived = archived
    thread.locked = thread.locked if locked is None else locked
    thread.archive_ms = core.clock.now_ms()
    core.emit(
        "THREAD_UPDATE",
        payloads.thread(thread),
        core.world.guild_of(thread),
        thread,
        "thread_update",
        channel_id=str(thread.id),
        parent_id=str(thread.parent_id),
        archived=archived,
        locked=thread.locked,
    )


def delete(core: Core, thread: Thread) -> None:
    guild = core.world.guild_of(thread)
    data = {
        "id": str(thread.id),
        "guild_id": str(guild.id),
        "parent_id": str(thread.parent_id),
        "type": thread.type,
    }
    core.emit(
        "THREAD_DELETE",
        data,
        guild,
        thread,
        "thread_delete",
        channel_id=str(thread.id),
        parent_id=str(thread.parent_id),
    )
    core.world.drop_channel(thread)


def wake(core: Core, thread: Thread, message: Message) -> None:
    """A message unarchives its thread and makes its author a member of it."""
    if thread.archived:
        archive(core, thread, archived=False)
    thread.message_count += message.id != thread.id
    thread.member_ids.add(message.author.id)


def _new(
    core: Core,
    parent: Channel,
    owner: User,
    name: str,
    starter: Message | None,
    private: bool,
    thread_id: int | None,
) -> Thread:
    kind = ANNOUNCEMENT_THREAD if parent.type == GUILD_ANNOUNCEMENT else PUBLIC_THREAD
    return Thread(
        id=thread_id or (starter.id if starter else core.ids.next()),
        guild_id=parent.guild_id,
        type=PRIVATE_THREAD if private else kind,
        name=name,
        parent_id=parent.id,
        owner_id=owner.id,
        archive_ms=core.clock.now_ms(),
        member_ids={owner.id},
    )
