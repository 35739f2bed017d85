"""What a message is, judged once, when it is recorded: by the terms and switches known then."""

from dataclasses import dataclass
from datetime import timedelta

from monitoring.configuration import Configuration, CuratorSnapshot, ServerSnapshot
from monitoring.events import Message, Source
from monitoring.rules.task_counts import is_report_text

EDIT_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Opening:
    """Why a message calls for help: rule, the configured word and how it stands in the text."""

    rule: str
    keyword: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A message that leaves a row. At least one of the last four is set."""

    message: Message
    server: ServerSnapshot
    curator: CuratorSnapshot | None = None
    opening: Opening | None = None
    is_solved: bool = False
    is_report: bool = False
    may_edit_report: bool = False


def judge(message: Message, configuration: Configuration) -> Judged | None:
    """None for a message that leaves no row, which is what most are."""
    server, at = configuration.servers.get(message.guild_id), message.at
    if server is None or not message.is_plain or not server.records(at):
        return None
    if configuration.is_excluded(message.author_id, at):
        return None
    curator = configuration.curator_at(message.author_id, at)
    is_edit = message.source is Source.EDIT
    if curator is not None and not server.is_sandbox:
        return None if is_edit else Judged(message, server, curator)
    if is_edit and not _is_early(message):
        return (
            Judged(message, server, may_edit_report=True)
            if _may_be_report(message, server)
            else None
        )
    return _judge_asker(message, server, None if is_edit else curator, configuration)


def _judge_asker(
    message: Message,
    server: ServerSnapshot,
    curator: CuratorSnapshot | None,
    configuration: Configuration,
) -> Judged | None:
    """A message of someone who may need help; in a sandbox a curator may be that too."""
    is_report = _is_report(message, server, configuration)
    opening = None if is_report else opening_of(message, server, configuration)
    is_solved = (
        not is_report
        and opening is None
        and message.edited_at is None
        and server.allows(message.channel_id, message.lane_id)
        and configuration.calls.is_solved(message.content, server.guild_id)
    )
    may_edit = message.source is Source.EDIT and _may_be_report(message, server)
    if not (curator or opening or is_solved or is_report or may_edit):
        return None
    return Judged(message, server, curator, opening, is_solved, is_report, may_edit)


def _is_early(message: Message) -> bool:
    """An edit opens something within ten minutes of the message."""
    return message.edited_at is not None and message.edited_at - message.at <= EDIT_WITHIN


def _may_be_report(message: Message, server: ServerSnapshot) -> bool:
    return (
        server.takes_reports
        and message.reply_to_id is None
        and (
            message.channel_id in server.report_channel_ids
            or message.lane_id in server.report_channel_ids
        )
    )


def _is_report(message: Message, server: ServerSnapshot, configuration: Configuration) -> bool:
    if not _may_be_report(message, server) or not is_report_text(message.content):
        return False
    return (
        server.help_role_id in message.role_mentions
        or configuration.calls.mentions_keyword(message.content) is not None
    )


def opening_of(
    message: Message, server: ServerSnapshot, configuration: Configuration
) -> Opening | None:
    """The rule by which a message opens a request; None for one that opens none."""
    if not server.allows(message.channel_id, message.lane_id):
        return None
    if server.ignored_role_ids and not server.ignored_role_ids.isdisjoint(message.author_role_ids):
        return None
    if server.help_role_id is not None and server.help_role_id in message.role_mentions:
        return Opening("role")
    if server.opens_on_curator_mention and _names_curator(message, configuration):
        return Opening("curator")
    if configuration.keyword_detection:
        decision = configuration.calls.decide(message.content, server.guild_id)
        if decision.opens:
            return Opening("keyword", decision.keyword or "", decision.word or "")
    if _asks_by_being_there(message, server, configuration):
        return Opening("every_message")
    return None


def _names_curator(message: Message, configuration: Configuration) -> bool:
    return any(configuration.curator_at(user, message.at) for user in message.user_mentions)


def _asks_by_being_there(
    message: Message, server: ServerSnapshot, configuration: Configuration
) -> bool:
    """A channel in which every message asks, but for thanks and chatter."""
    there = server.every_message_channel_ids
    is_there = message.channel_id in there or message.lane_id in there
    return is_there and not configuration.calls.is_idle(message.content, server.guild_id)
