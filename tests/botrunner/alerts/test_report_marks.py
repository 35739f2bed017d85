from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from botrunner import report_marks
from monitoring.alerts import hints
from monitoring.models import DiscordServer, Hint, TaskReport
from tests.factories import make_report

from .stage import Stage

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


class Reports:
    """One report of the leader, and what stands on its message."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.posted = stage.standin.post("LSPD", "completed-tasks", stage.leader, "сделано 5 задач")
        self.marks = report_marks.ReportMarks(stage.client, stage.writer, stage.clock)

    async def make(self, **fields: Any) -> None:
        posted = self.posted
        await self.stage.writer.call(
            lambda: make_report(
                DiscordServer.objects.get(name="LSPD"),
                message_id=posted.id,
                channel_id=posted.channel_id,
                **fields,
            )
        )

    async def change(self, **fields: Any) -> None:
        await self.stage.writer.call(lambda: TaskReport.objects.update(**fields))

    async def hint(self, **fields: Any) -> None:
        posted = self.posted
        values = {
            "report_message_id": posted.id,
            "person_id": self.stage.leader,
            "reason": "count",
            "channel_id": posted.channel_id,
            "target_id": posted.id,
            "due_at": timezone.now(),
            **fields,
        }
        await self.stage.writer.call(
            lambda: Hint.objects.create(server=DiscordServer.objects.get(name="LSPD"), **values)
        )

    async def shown(self) -> str:
        return await self.stage.writer.call(lambda: TaskReport.objects.get().mark)

    def signs(self) -> set[str]:
        """The bot's reactions on the report now."""
        log = self.stage.standin.log
        put = [each["emoji"] for each in log.of_kind("bot_reaction")]
        off = [each["emoji"] for each in log.of_kind("bot_reaction_removed")]
        return {sign for sign in put if put.count(sign) > off.count(sign)}


@pytest.fixture
def reports(stage: Stage) -> Reports:
    return Reports(stage)


async def test_a_report_is_marked_and_its_verdict_replaces_the_mark(reports: Reports) -> None:
    await reports.make()
    await reports.marks.round()
    assert (reports.signs(), await reports.shown()) == ({"📝"}, "📝")
    await reports.change(status="verified", approved=3)
    await reports.marks.round()
    assert (reports.signs(), await reports.shown()) == ({"✅"}, "✅")
    await reports.change(approved=0)
    await reports.marks.round()
    assert (reports.signs(), await reports.shown()) == ({"❌"}, "❌")


@pytest.mark.parametrize("is_there", [True, False])
async def test_the_mark_goes_with_a_report_that_is_withdrawn(
    reports: Reports, is_there: bool
) -> None:
    await reports.make()
    await reports.marks.round()
    if not is_there:
        reports.stage.standin.delete(reports.posted)
    await reports.change(status="withdrawn")
    await reports.marks.round()
    assert await reports.shown() == ""
    assert reports.signs() == (set() if is_there else {"📝"})


async def test_marks_are_put_by_the_loop(reports: Reports) -> None:
    await reports.make()
    reports.stage.sender.start()
    await reports.stage.until(lambda: reports.signs() == {"📝"})


async def test_a_mark_that_failed_is_put_later(reports: Reports) -> None:
    await reports.make()
    reports.stage.standin.fail_rest("503", "PUT", "/reactions/")
    await reports.marks.round()
    assert await reports.shown() == ""
    await reports.marks.round()
    assert await reports.shown() == "📝"


async def test_a_mark_that_discord_refuses_is_not_asked_for_again_and_again(
    reports: Reports,
) -> None:
    await reports.make()
    stage = reports.stage
    stage.standin.deny("LSPD", "completed-tasks", "ADD_REACTIONS")
    await reports.marks.round()
    await reports.marks.round()
    assert await reports.shown() == ""
    puts = [call for call in stage.standin.core.calls if call["method"] == "PUT"]
    assert len(puts) == 1


async def test_a_hint_is_a_sign_and_a_reply_that_pings_nobody_for_ten_minutes(
    reports: Reports,
) -> None:
    await reports.hint()
    await reports.marks.round()
    await reports.marks.round()
    (message,) = reports.stage.sent()
    assert message["content"] == hints.hint_text("count", "ru")
    assert message["reply_to"] == str(reports.posted.id)
    assert (message["pinged_users"], message["pinged_roles"]) == ([], [])
    assert reports.signs() == {"❓"}
    reports.stage.clock.ahead = timedelta(minutes=10, seconds=1)
    await reports.marks.round()
    (deleted,) = reports.stage.standin.log.of_kind("delete")
    assert deleted["message_id"] == message["message_id"]
    assert await reports.stage.writer.call(lambda: Hint.objects.get().removed_at is not None)


async def test_a_hint_whose_answer_was_lost_is_one_message(reports: Reports) -> None:
    await reports.hint()
    reports.stage.standin.fail_rest("lost", "POST", "/messages$")
    await reports.marks.round()
    await reports.marks.round()
    assert len(reports.stage.sent()) == 1
    assert await reports.stage.writer.call(lambda: Hint.objects.get().sent_message_id is not None)


async def test_a_hint_under_a_message_that_is_gone_is_set_aside(reports: Reports) -> None:
    await reports.hint()
    reports.stage.standin.delete(reports.posted)
    await reports.marks.round()
    failure = await reports.stage.writer.call(lambda: Hint.objects.get().failure)
    assert failure.startswith("404")
    assert reports.stage.sent() == []
