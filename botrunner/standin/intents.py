"""Gateway intents: which events a session gets, and how much of a message it may read."""

from typing import Any

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_EXPRESSIONS = 1 << 3
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
GUILD_MESSAGE_REACTIONS = 1 << 10
GUILD_MESSAGE_TYPING = 1 << 11
MESSAGE_CONTENT = 1 << 15
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
HIGHEST = 1 << 26

_BY_PREFIX = (
    ("MESSAGE_REACTION_", GUILD_MESSAGE_REACTIONS),
    ("MESSAGE_", GUILD_MESSAGES),
    ("GUILD_MEMBER_", GUILD_MEMBERS),
    ("GUILD_EMOJIS_", GUILD_EXPRESSIONS),
    ("GUILD_ROLE_", GUILDS),
    ("GUILD_", GUILDS),
    ("CHANNEL_", GUILDS),
    ("THREAD_", GUILDS),
    ("TYPING_", GUILD_MESSAGE_TYPING),
)


def needed_for(event: str) -> int:
    """The intent of a dispatch; 0 for those that every session gets."""
    if event == "GUILD_MEMBERS_CHUNK":
        return 0
    return next((intent for prefix, intent in _BY_PREFIX if event.startswith(prefix)), 0)


def carries_content(event: str) -> bool:
    return event in ("MESSAGE_CREATE", "MESSAGE_UPDATE")


def without_content(message: dict[str, Any], reader_id: str) -> dict[str, Any]:
    """The message as a session without MESSAGE_CONTENT sees it; its own and mentions stay."""
    quoted = message.get("referenced_message")
    if quoted:
        message = message | {"referenced_message": without_content(quoted, reader_id)}
    mentioned = any(user["id"] == reader_id for user in message["mentions"])
    if message["author"]["id"] == reader_id or mentioned:
        return message
    bare = message | {"content": "", "embeds": [], "attachments": [], "components": []}
    if "message_snapshots" in bare:
        bare["message_snapshots"] = []
    return bare
