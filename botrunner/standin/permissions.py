"""Discord's permission rules (developers/topics/permissions), on plain data."""

from .model import PRIVATE_THREAD, Channel, Guild, Member, Thread

ADMINISTRATOR = 1 << 3
MANAGE_CHANNELS = 1 << 4
MANAGE_GUILD = 1 << 5
ADD_REACTIONS = 1 << 6
VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_MESSAGES = 1 << 13
EMBED_LINKS = 1 << 14
ATTACH_FILES = 1 << 15
READ_MESSAGE_HISTORY = 1 << 16
MENTION_EVERYONE = 1 << 17
USE_EXTERNAL_EMOJIS = 1 << 18
MANAGE_ROLES = 1 << 28
MANAGE_WEBHOOKS = 1 << 29
MANAGE_THREADS = 1 << 34
CREATE_PUBLIC_THREADS = 1 << 35
CREATE_PRIVATE_THREADS = 1 << 36
SEND_MESSAGES_IN_THREADS = 1 << 38
ALL = (1 << 53) - 1

EVERYONE_DEFAULT = (
    VIEW_CHANNEL
    | SEND_MESSAGES
    | READ_MESSAGE_HISTORY
    | ADD_REACTIONS
    | EMBED_LINKS
    | ATTACH_FILES
    | USE_EXTERNAL_EMOJIS
    | CREATE_PUBLIC_THREADS
    | SEND_MESSAGES_IN_THREADS
)
BOT_DEFAULT = EVERYONE_DEFAULT

NAMES = {
    name: value
    for name, value in list(globals().items())
    if name.isupper() and isinstance(value, int) and value.bit_count() == 1
}


def base_permissions(guild: Guild, member: Member) -> int:
    if guild.owner_id == member.user.id:
        return ALL
    granted = guild.roles[guild.id].permissions
    for role_id in member.roles:
        role = guild.roles.get(role_id)
        granted |= role.permissions if role else 0
    return ALL if granted & ADMINISTRATOR else granted


def permissions_in(guild: Guild, member: Member, channel: Channel) -> int:
    """All that `member` may do in `channel`; a thread takes its parent's overwrites."""
    granted = base_permissions(guild, member)
    if granted == ALL:
        return ALL
    granted = _with_overwrites(granted, guild, member, _holder_of_overwrites(guild, channel))
    if isinstance(channel, Thread) and not _may_see_thread(granted, member, channel):
        return 0
    return granted if granted & VIEW_CHANNEL else 0


def may_view(guild: Guild, member: Member | None, channel: Channel) -> bool:
    return member is not None and bool(permissions_in(guild, member, channel) & VIEW_CHANNEL)


def send_permission(channel: Channel) -> int:
    """In threads SEND_MESSAGES has no effect."""
    return SEND_MESSAGES_IN_THREADS if channel.is_thread else SEND_MESSAGES


def _holder_of_overwrites(guild: Guild, channel: Channel) -> Channel:
    if isinstance(channel, Thread) and channel.parent_id is not None:
        return guild.channels.get(channel.parent_id, channel)
    return channel


def _may_see_thread(granted: int, member: Member, thread: Thread) -> bool:
    if thread.type != PRIVATE_THREAD:
        return True
    return bool(granted & MANAGE_THREADS) or member.user.id in thread.member_ids


def _with_overwrites(granted: int, guild: Guild, member: Member, channel: Channel) -> int:
    everyone = channel.overwrites.get(guild.id)
    if everyone is not None:
        granted = granted & ~everyone.deny | everyone.allow
    allow = deny = 0
    for role_id in member.roles:
        overwrite = channel.overwrites.get(role_id)
        if overwrite is not None:
            allow |= overwrite.allow
            deny |= overwrite.deny
    granted = granted & ~deny | allow
    own = channel.overwrites.get(member.user.id)
    return granted if own is None else granted & ~own.deny | own.allow
