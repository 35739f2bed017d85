"""What the stand-in's log says, as plain facts; each Discord object once, in Discord's time."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from .clock import sent_ms

Entry = dict[str, Any]
DEFAULT, REPLY = 0, 19  # Discord's message types that count


@dataclass(frozen=True)
class Post:
    message_id: int
    guild_id: int
    channel_id: int
    parent_id: int | None
    author_id: int
    roles: frozenset[int]
    text: str
    reply_to: int | None
    reply_to_author: int | None

    @property
    def at_ms(self) -> int:
        return sent_ms(self.message_id)

    @property
    def lane_id(self) -> int:
        return self.parent_id or self.channel_id


@dataclass(frozen=True)
class Edit:
    message_id: int
    at_ms: int
    text: str


@dataclass(frozen=True)
class Deletion:
    message_id: int
    at_ms: int
    is_bulk: bool


@dataclass(frozen=True)
class ReactionChange:
    """One person's one emoji on one message, put or taken away (by whomever)."""

    guild_id: int
    channel_id: int
    parent_id: int | None
    message_id: int
    user_id: int
    emoji_key: str
    emoji: str
    at_ms: int
    is_added: bool


@dataclass
class Facts:
    """Posts of people alone: no bots, webhooks, forwards or system messages."""

    posts: dict[int, Post] = field(default_factory=dict)
    edits: dict[int, list[Edit]] = field(default_factory=dict)
    deletions: dict[int, Deletion] = field(default_factory=dict)
    reactions: list[ReactionChange] = field(default_factory=list)

    def edits_of(self, message_id: int) -> list[Edit]:
        return self.edits.get(message_id, [])


def read(log: Iterable[Entry], hidden: frozenset[int], delay_ms: int = 0) -> Facts:
    """`delay_ms` is how late reactions and deletions are heard, which bear no time of their own."""
    facts = Facts()
    standing: dict[tuple[int, int, str], ReactionChange] = {}
    for entry in log:
        if int(entry.get("channel_id", 0)) in hidden:
            continue
        at_ms = entry["at_ms"]
        match entry["kind"]:
            case "message":
                _post(facts, entry)
            case "edit":
                edit = Edit(int(entry["message_id"]), at_ms, entry["content"])
                facts.edits.setdefault(edit.message_id, []).append(edit)
            case "delete" | "bulk_delete":
                _delete(facts, entry, at_ms + delay_ms)
            case "reaction_add" | "reaction_remove":
                change = _reaction(entry, at_ms + delay_ms)
                key = (change.message_id, change.user_id, change.emoji_key)
                facts.reactions.append(change)
                if change.is_added:
                    standing[key] = change
                else:
                    standing.pop(key, None)
            case "reaction_clear" | "reaction_clear_emoji":
                _clear(facts, standing, entry, at_ms + delay_ms)
    return facts


def _post(facts: Facts, entry: Entry) -> None:
    if entry["author_bot"] or entry["webhook_id"] or entry["is_forward"]:
        return
    if entry["type"] not in (DEFAULT, REPLY):
        return
    post = Post(
        message_id=int(entry["message_id"]),
        guild_id=int(entry["guild_id"]),
        channel_id=int(entry["channel_id"]),
        parent_id=_number(entry["parent_id"]),
        author_id=int(entry["author_id"]),
        roles=frozenset(int(each) for each in entry["member_roles"]),
        text=entry["content"],
        reply_to=_number(entry["reply_to"]),
        reply_to_author=_number(entry["reply_to_author"]),
    )
    facts.posts.setdefault(post.message_id, post)


def _delete(facts: Facts, entry: Entry, at_ms: int) -> None:
    is_bulk = entry["kind"] == "bulk_delete"
    for each in entry["message_ids"] if is_bulk else [entry["message_id"]]:
        facts.deletions.setdefault(int(each), Deletion(int(each), at_ms, is_bulk))


def _reaction(entry: Entry, at_ms: int) -> ReactionChange:
    return ReactionChange(
        guild_id=int(entry["guild_id"]),
        channel_id=int(entry["channel_id"]),
        parent_id=_number(entry["parent_id"]),
        message_id=int(entry["message_id"]),
        user_id=int(entry["user_id"]),
        emoji_key=emoji_key(entry["emoji"]),
        emoji=emoji_sign(entry["emoji"]),
        at_ms=at_ms,
        is_added=entry["kind"] == "reaction_add",
    )


def _clear(
    facts: Facts,
    standing: dict[tuple[int, int, str], ReactionChange],
    entry: Entry,
    at_ms: int,
) -> None:
    one = emoji_key(entry["emoji"]) if entry["kind"] == "reaction_clear_emoji" else None
    for key in [key for key in standing if key[0] == int(entry["message_id"])]:
        if one in (None, key[2]):
            facts.reactions.append(replace(standing.pop(key), at_ms=at_ms, is_added=False))


def emoji_key(emoji: dict[str, Any]) -> str:
    """A custom emoji's id, else the code points in hexadecimal."""
    return emoji["id"] or "-".join(f"{ord(sign):x}" for sign in emoji["name"])


def emoji_sign(emoji: dict[str, Any]) -> str:
    return f"{emoji['name']}:{emoji['id']}" if emoji["id"] else emoji["name"]


def _number(value: str | None) -> int | None:
    return None if value is None else int(value)
