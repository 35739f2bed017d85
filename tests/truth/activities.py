"""The activities that must be there, once per Discord object."""

from dataclasses import dataclass

from .facts import Facts, Post
from .people import Community
from .reports import Report
from .requests import is_withdrawal

Key = tuple[int, int, int, str]  # guild, message, curator, emoji


@dataclass
class Activity:
    kind: str
    channel_id: int
    at_ms: int
    emoji: str = ""
    is_withdrawn: bool = False


def activities(
    facts: Facts, community: Community, reports: dict[int, Report]
) -> dict[Key, Activity]:
    found = {
        (post.guild_id, post.message_id, post.author_id, ""): _of_post(post, facts)
        for post in facts.posts.values()
        if _counts(post, community, reports)
    }
    _add_reactions(found, facts, community, reports)
    for report in reports.values():
        if report.verdict is not None:
            post, verdict = report.post, report.verdict
            key = (post.guild_id, post.message_id, verdict.author_id, "")
            found[key] = Activity("verification", post.channel_id, verdict.at_ms)
    return found


def _counts(post: Post, community: Community, reports: dict[int, Report]) -> bool:
    """A curator's, and no reply to a report."""
    is_curators = community.is_curator(post.author_id, post.at_ms)
    return community.records(post.guild_id) and is_curators and post.reply_to not in reports


def _of_post(post: Post, facts: Facts) -> Activity:
    deletion = facts.deletions.get(post.message_id)
    return Activity(
        kind="message" if post.reply_to is None else "reply",
        channel_id=post.channel_id,
        at_ms=post.at_ms,
        is_withdrawn=deletion is not None and is_withdrawal(deletion, post.at_ms),
    )


def _add_reactions(
    found: dict[Key, Activity],
    facts: Facts,
    community: Community,
    reports: dict[int, Report],
) -> None:
    for change in facts.reactions:
        if not community.records(change.guild_id) or change.message_id in reports:
            continue
        key = (change.guild_id, change.message_id, change.user_id, change.emoji_key)
        if not change.is_added:
            if key in found:
                found[key].is_withdrawn = True
        elif community.is_curator(change.user_id, change.at_ms):
            found[key] = Activity("reaction", change.channel_id, change.at_ms, change.emoji)
