"""Task reports of a batch: what happened to them, as rows."""

from collections.abc import Iterable
from datetime import datetime

from monitoring.configuration import Configuration, ServerSnapshot
from monitoring.events import ReactionChanged, ReactionsCleared, ReactionsRead
from monitoring.models import Activity, Hint, ReportEvent, TaskReport
from monitoring.recording.judging import Judged
from monitoring.recording.reactions import change_reaction
from monitoring.recording.report_states import ReportStates
from monitoring.recording.selects import select
from monitoring.recording.tables import Table
from monitoring.rules.report_reviews import week_of
from monitoring.rules.task_counts import read_count


class Reports:
    """The reports that a batch touches."""

    def __init__(self, configuration: Configuration, activities: Table[Activity]) -> None:
        self.configuration = configuration
        self.activities = activities
        self.rows: Table[TaskReport] = Table(TaskReport)
        self.events: Table[ReportEvent] = Table(ReportEvent)
        self.hints: Table[Hint] = Table(Hint)
        self._discord_ids = configuration.discord_ids
        self._touched: set[tuple[int, int]] = set()
        self._new: set[tuple[int, int]] = set()

    # What is there already

    def read(self, servers: set[int], ids: set[int]) -> None:
        self.load(select(TaskReport, {"server_id": servers, "message_id": ids}))

    def load(self, found: Iterable[TaskReport]) -> None:
        """Reports with all that happened to them."""
        reports = list(found)
        here = {
            "server_id": {report.server_id for report in reports},
            "report_message_id": {report.message_id for report in reports},
        }
        self.rows.load(reports)
        self.events.load(select(ReportEvent, here))
        self.hints.load(select(Hint, here))

    def has(self, server_id: int, message_id: int) -> bool:
        return self.rows.get(server_id, message_id) is not None

    def events_of(self, report: TaskReport) -> list[ReportEvent]:
        key = report.server_id, report.message_id
        return [row for row in self.events if (row.server_id, row.report_message_id) == key]

    # What the batch heard

    def open(self, judged: Judged) -> None:
        """A new report; what curators did before it was heard moves to it."""
        message, server = judged.message, judged.server
        if self.has(server.pk, message.message_id):
            return
        count = read_count(message.content)
        self.rows.put(
            TaskReport(
                server_id=server.pk,
                message_id=message.message_id,
                channel_id=message.channel_id,
                lane_id=message.lane_id,
                author_id=message.author_id,
                author_name=message.author_name,
                at=message.at,
                week=week_of(message.at, self.configuration.zone),
                content=message.content,
                is_sandbox=server.is_sandbox,
                first_count=count.number,
                count=count.number,
                count_rule=count.rule,
            )
        )
        self._touch(server.pk, message.message_id)
        self._new.add((server.pk, message.message_id))
        for row in list(self.activities):
            is_on_it = (row.server_id, row.message_id) == (server.pk, message.message_id)
            if is_on_it and row.kind == Activity.Kind.REACTION:
                self._take_reaction(row)

    def edit(self, judged: Judged) -> bool:
        """A new text of a known report. False where there is none."""
        message, server = judged.message, judged.server
        if not self.has(server.pk, message.message_id) or message.edited_at is None:
            return False
        count = read_count(message.content)
        self.happened(
            server.pk,
            message.message_id,
            "edited",
            source_id=int(message.edited_at.timestamp() * 1000),
            at=message.edited_at,
            content=message.content,
            number=count.number,
            rule=count.rule,
        )
        return True

    def reply(self, judged: Judged) -> bool:
        """A curator's reply to a report is no activity. False where it replies to none."""
        message, server, curator = judged.message, judged.server, judged.curator
        if curator is None or not self.has(server.pk, message.reply_to_id or 0):
            return False
        self.happened(
            server.pk,
            message.reply_to_id or 0,
            "reply",
            source_id=message.message_id,
            actor_id=curator.discord_id,
            at=message.at,
            content=message.content,
        )
        return True

    def react(self, event: ReactionChanged, server: ServerSnapshot) -> bool:
        """A curator's reaction on a report is no activity. False where it is on none."""
        if not self.has(server.pk, event.message_id):
            return False
        self._change(
            server.pk,
            event.message_id,
            event.user_id,
            event.emoji_key,
            at=event.at,
            delivered_at=event.delivered_at,
            is_added=event.is_added,
        )
        return True

    def clear(self, event: ReactionsCleared, server: ServerSnapshot) -> None:
        for row in self._standing_reactions(server.pk, event.message_id):
            if event.emoji_key in (None, row.emoji_key):
                self._withdraw(row, event.delivered_at)

    def read_reactors(
        self, event: ReactionsRead, server: ServerSnapshot, shown: set[tuple[int, str]]
    ) -> bool:
        """Who reacted, as REST shows it. False where the message is no report."""
        if not self.has(server.pk, event.message_id):
            return False
        for row in self._standing_reactions(server.pk, event.message_id):
            if (row.actor_id, row.emoji_key) not in shown:
                self._withdraw(row, event.delivered_at)
        for user_id, emoji_key in sorted(shown):
            if self.configuration.curator_at(user_id, event.delivered_at):
                self._change(
                    server.pk,
                    event.message_id,
                    user_id,
                    emoji_key,
                    at=None,
                    delivered_at=event.delivered_at,
                    is_added=True,
                )
        return True

    def delete(self, server_id: int, message_id: int, at: datetime, is_timed: bool) -> None:
        if self.has(server_id, message_id):
            self.happened(
                server_id,
                message_id,
                "deleted",
                source_id=message_id,
                at=at if is_timed else None,
                delivered_at=at,
            )

    def happened(
        self, server_id: int, message_id: int, kind: str, *, source_id: int, **values: object
    ) -> None:
        """Add an event; the same one again changes nothing."""
        row = ReportEvent(
            server_id=server_id,
            report_message_id=message_id,
            kind=kind,
            source_id=source_id,
            **values,
        )
        if self.events.get(*self.events.key_of(row)) is None:
            self.events.put(row)
            self._touch(server_id, message_id)

    def _change(
        self,
        server_id: int,
        message_id: int,
        actor_id: int,
        emoji_key: str,
        *,
        at: datetime | None,
        delivered_at: datetime,
        is_added: bool,
    ) -> None:
        """A reaction on a report, by the same rule as one that is an activity."""
        row = self.events.get(server_id, message_id, "reaction", message_id, actor_id, emoji_key)
        if row is None and is_added:
            self.happened(
                server_id,
                message_id,
                "reaction",
                source_id=message_id,
                actor_id=actor_id,
                emoji_key=emoji_key,
                at=at,
                delivered_at=delivered_at,
            )
        elif row is not None and change_reaction(row, at, delivered_at, is_added=is_added):
            self._touch(server_id, message_id)

    def _standing_reactions(self, server_id: int, message_id: int) -> list[ReportEvent]:
        return [
            row
            for row in self.events
            if (row.server_id, row.report_message_id) == (server_id, message_id)
            and row.kind == "reaction"
            and row.withdrawn_at is None
        ]

    def _withdraw(self, row: ReportEvent, at: datetime) -> None:
        if change_reaction(row, None, at, is_added=False):
            self._touch(row.server_id, row.report_message_id)

    def _touch(self, server_id: int, message_id: int) -> None:
        self._touched.add((server_id, message_id))

    # Deriving

    def derive(self) -> None:
        self._take_over_replies()
        if not self._touched:
            return
        self.activities.load(
            Activity.objects.filter(
                server__in={server_id for server_id, _ in self._touched},
                message_id__in={message_id for _, message_id in self._touched},
                kind=Activity.Kind.VERIFICATION,
            )
        )
        states = ReportStates(
            self.configuration.curator_keys, self.activities, self.rows, self.events, self.hints
        )
        for key in self._touched:
            states.derive(self.rows.rows[key])

    def _take_over_replies(self) -> None:
        """Replies that were heard before the report was known are its events."""
        if not self._new:
            return
        new = {message_id for _, message_id in self._new}
        self.activities.load(
            Activity.objects.filter(
                server__in={server_id for server_id, _ in self._new},
                channel_id__in={self.rows.rows[key].channel_id for key in self._new},
                message_id__gt=min(new),
                reply_to_id__in=new,
            )
        )
        for row in list(self.activities):
            if (row.server_id, row.reply_to_id) in self._new and row.kind == Activity.Kind.REPLY:
                self._take_reply(row)

    def _take_reaction(self, row: Activity) -> None:
        self.activities.drop(row)
        self.happened(
            row.server_id,
            row.message_id,
            "reaction",
            source_id=row.message_id,
            actor_id=self._discord_ids[row.curator_id],
            emoji_key=row.emoji_key,
            at=row.at,
            delivered_at=row.delivered_at,
            withdrawn_at=row.withdrawn_at,
        )

    def _take_reply(self, row: Activity) -> None:
        self.activities.drop(row)
        self.happened(
            row.server_id,
            row.reply_to_id or 0,
            "reply",
            source_id=row.message_id,
            actor_id=self._discord_ids[row.curator_id],
            at=row.at,
            content=row.content,
        )

    def save(self) -> None:
        self.rows.save()
        self.events.save()
        self.hints.save()
