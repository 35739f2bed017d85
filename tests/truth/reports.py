"""The reports that must be there, from the facts, one report at a time."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from .clock import moment
from .facts import Deletion, Edit, Facts, Post, ReactionChange
from .people import Community
from .texts import ALL, REPORTS, VERDICTS, Sense, bare, names_role, sense

ZONE = ZoneInfo("Europe/Moscow")
Happening = Post | Edit | Deletion | ReactionChange


@dataclass
class Report:
    post: Post
    count: int | None
    status: str = "pending"
    approved: int | None = None
    reviewer_id: int | None = None
    verdict: Post | None = None
    reactions: dict[tuple[int, str], int] = field(default_factory=dict)
    replies: list[Post] = field(default_factory=list)

    @property
    def week(self) -> str:
        local = moment(self.post.at_ms).astimezone(ZONE).date()
        return (local - timedelta(days=local.weekday())).isoformat()


def is_report(post: Post, community: Community) -> bool:
    if not community.records(post.guild_id):
        return False
    server = community.server(post.guild_id)
    return (
        bool(server["takes_reports"])
        and community.holds(
            post.guild_id, "report_channel_ids", post.channel_id, post.parent_id or 0
        )
        and post.reply_to is None
        and not community.is_curator(post.author_id, post.at_ms)
        and not community.is_excluded(post.author_id, post.at_ms)
        and sense(post.text) is Sense.REPORT
        and names_role(post.text, int(server["help_role_id"]))
    )


def reports(facts: Facts, community: Community) -> dict[int, Report]:
    """By the id of the report's message."""
    found = {
        post.message_id: Report(post, REPORTS[bare(post.text)])
        for post in facts.posts.values()
        if is_report(post, community)
    }
    for report in found.values():
        for happening in _happenings(facts, report.post.message_id):
            _happen(report, happening, community)
    return found


def _happenings(facts: Facts, message_id: int) -> list[Happening]:
    """What was done to one message, in the order of Discord's time."""

    def every() -> Iterator[Happening]:
        yield from (each for each in facts.posts.values() if each.reply_to == message_id)
        yield from facts.edits_of(message_id)
        yield from (each for each in facts.reactions if each.message_id == message_id)
        if message_id in facts.deletions:
            yield facts.deletions[message_id]

    return sorted(every(), key=lambda each: each.at_ms)


def _happen(report: Report, happening: Happening, community: Community) -> None:
    if report.status in ("verified", "withdrawn"):
        return
    match happening:
        case Deletion():
            report.status = "withdrawn"
            return
        case Edit() if report.status == "pending":
            report.count = REPORTS[bare(happening.text)]
        case Post() if community.is_curator(happening.author_id, happening.at_ms):
            report.replies.append(happening)
        case ReactionChange():
            _react(report, happening, community)
    _review(report)


def _react(report: Report, change: ReactionChange, community: Community) -> None:
    key = (change.user_id, change.emoji_key)
    if not change.is_added:
        report.reactions.pop(key, None)
    elif community.is_curator(change.user_id, change.at_ms):
        report.reactions[key] = change.at_ms


def _review(report: Report) -> None:
    """The earliest reaction that stands reviews; their earliest understood reply decides."""
    if not report.reactions:
        report.status, report.reviewer_id = "pending", None
        return
    report.status = "reviewing"
    report.reviewer_id = min(report.reactions, key=lambda key: report.reactions[key])[0]
    for reply in report.replies:
        approved = _approved(reply.text, report.count)
        if reply.author_id == report.reviewer_id and approved is not None:
            report.status, report.approved, report.verdict = "verified", approved, reply
            return


def _approved(text: str, count: int | None) -> int | None:
    verdict = VERDICTS.get(bare(text))
    if verdict == ALL:
        return count
    return verdict if isinstance(verdict, int) else None
