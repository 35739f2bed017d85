"""Threads and forum posts together with the messages that begin them."""

from ..core import Core
from ..model import (
    GUILD_TEXT,
    HAS_THREAD,
    THREAD_CREATED,
    THREAD_STARTER,
    Channel,
    Message,
    Thread,
    User,
)
from . import threads
from .messages import Draft, post


def start_thread(
    core: Core,
    parent: Channel,
    owner: User,
    name: str,
    starter: Message | None = None,
    private: bool = False,
) -> Thread:
    """A thread and the system message that Discord writes for it."""
    thread = threads.create(core, parent, owner, name, starter, private)
    if starter is not None:
        starter.flags |= HAS_THREAD
        post(core, thread, owner, Draft(type=THREAD_STARTER, reference=(parent.id, starter.id)))
    elif parent.type == GUILD_TEXT and not private:
        post(core, parent, owner, Draft(name, type=THREAD_CREATED, reference=(thread.id, 0)))
    return thread


def start_forum_post(
    core: Core, forum: Channel, owner: User, title: str, draft: Draft
) -> tuple[Thread, Message]:
    """A forum post: a thread whose first message bears the thread's own id."""
    thread = threads.create(core, forum, owner, title, thread_id=core.ids.next())
    first = Draft(
        draft.content,
        embeds=draft.embeds,
        components=draft.components,
        id=thread.id,
        allowed_mentions=draft.allowed_mentions,
    )
    return thread, post(core, thread, owner, first)
