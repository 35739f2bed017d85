from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from botrunner import alert_delivery, alerts
from monitoring import leases
from monitoring.alerts.cards import Draft
from monitoring.alerts.sending import Post
from monitoring.models import Alert, DiscordServer, ResponseTracking
from monitoring.snowflakes import snowflake_time
from tests.factories import make_alert

from .stage import OWNER, SEND, Stage

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


async def test_an_alert_is_sent_once_and_pings_whom_it_shall(stage: Stage) -> None:
    (request,) = await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")
    await stage.settle()
    (message,) = stage.sent()
    assert message["pinged_roles"] == [stage.lspd["alert_role_id"]]
    assert (message["pinged_users"], message["pinged_everyone"]) == ([], False)
    assert f"/{request.message_id})" in message["content"]
    assert "LSPD" in message["content"]
    assert stage.buttons() == ["Беру", "Отвечено", "Не запрос"]
    ((message_id, sent_at, nonce),) = await stage.rows("message_id", "sent_at", "nonce")
    assert message_id == int(message["message_id"])
    assert sent_at == snowflake_time(message_id)
    assert message["nonce"] == nonce
    assert nonce in message["content"]


async def test_a_text_that_mentions_everybody_pings_nobody(stage: Stage) -> None:
    role = stage.lspd["help_role_id"]
    await stage.ask(content=f"<@&{role}> @everyone <@{stage.curator}> помогите")
    stage.sender.start()
    await stage.until_rows("sent")
    (message,) = stage.sent()
    assert message["pinged_roles"] == [stage.lspd["alert_role_id"]]
    assert (message["pinged_users"], message["pinged_everyone"]) == ([], False)


async def test_a_message_whose_answer_was_lost_is_found_and_not_sent_again(stage: Stage) -> None:
    await stage.ask()
    stage.standin.fail_rest("lost", "POST", SEND)
    stage.sender.start()
    await stage.until_rows("sent")
    (message,) = stage.sent()
    assert await stage.rows("message_id", "attempts") == [(int(message["message_id"]), 1)]
    assert stage.standin.log.of_kind("nonce_repeated") == []


async def test_a_call_that_never_arrived_is_tried_again(stage: Stage) -> None:
    await stage.ask()
    stage.standin.fail_rest("abort", "POST", SEND, times=2)
    stage.sender.start()
    await stage.until_rows("sent")
    assert len(stage.sent()) == 1
    assert await stage.rows("attempts") == [(3,)]


@pytest.mark.parametrize("kind", ["500", "503"])
async def test_an_error_of_discord_is_tried_again(stage: Stage, kind: str) -> None:
    await stage.ask()
    stage.standin.fail_rest(kind, "POST", SEND)
    stage.sender.start()
    await stage.until_rows("sent")
    assert len(stage.sent()) == 1


async def test_a_look_that_fails_is_repeated_before_anything_is_sent_again(stage: Stage) -> None:
    await stage.ask()
    stage.standin.fail_rest("lost", "POST", SEND)
    stage.standin.fail_rest("503", "GET", SEND, times=2)
    stage.sender.start()
    await stage.until_rows("sent")
    assert len(stage.sent()) == 1


async def test_where_the_bot_may_not_look_it_stays_unknown(stage: Stage) -> None:
    await stage.ask()
    stage.standin.fail_rest("lost", "POST", SEND)
    guild = stage.standin.facts()["notification"]["guild_id"]
    stage.standin.deny(guild, stage.channel_id, "READ_MESSAGE_HISTORY")
    await stage.standin.flush()
    stage.sender.start()
    await stage.until_rows("unknown")
    await stage.settle()
    assert len(stage.sent()) == 1
    assert await stage.rows("reason") == [("the channel's history is closed to the bot",)]


async def test_a_channel_that_refuses_is_a_failure_with_its_reason(stage: Stage) -> None:
    await stage.ask()
    guild = stage.standin.facts()["notification"]["guild_id"]
    stage.standin.deny(guild, stage.channel_id, "SEND_MESSAGES")
    stage.sender.start()
    await stage.until_rows("failed")
    await stage.settle()
    ((reason,),) = await stage.rows("reason")
    assert reason == "403: Missing Permissions (50013)"
    posts = [call for call in stage.standin.core.calls if call["method"] == "POST"]
    assert len([call for call in posts if call["path"].endswith("/messages")]) == 1


async def test_a_channel_that_is_gone_is_a_failure_with_its_reason(stage: Stage) -> None:
    guild = stage.standin.facts()["notification"]["guild_id"]
    stage.standin.delete_channel(guild, stage.channel_id)
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("failed")
    assert (await stage.rows("reason"))[0][0].startswith("404")


async def test_a_refused_alert_goes_out_once_when_the_right_is_given(stage: Stage) -> None:
    await stage.ask()
    guild = stage.standin.facts()["notification"]["guild_id"]
    stage.standin.deny(guild, stage.channel_id, "SEND_MESSAGES")
    stage.sender.start()
    await stage.until_rows("failed")
    stage.standin.deny(guild, stage.channel_id)
    await stage.settle()
    assert stage.sent() == []
    stage.clock.ahead = timedelta(seconds=65)
    await stage.until_rows("sent")
    await stage.settle()
    (message,) = stage.sent()
    assert message["pinged_roles"] == [stage.lspd["alert_role_id"]]
    assert await stage.rows("reason", "attempts", "retry_at") == [("", 2, None)]


def _channel(stage: Stage) -> int | None:
    """The server's alert channel as the bot knows it."""
    (server,) = stage.writer.configuration.servers.values()
    return server.alert_channel_id


async def test_an_alert_without_a_channel_goes_out_when_its_server_gets_one(stage: Stage) -> None:
    def set_channel(channel_id: int | None) -> None:
        server = DiscordServer.objects.get()
        server.alert_channel_id = channel_id
        server.save()

    await stage.writer.call(set_channel, None)
    await stage.until(lambda: _channel(stage) is None)
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("failed")
    await stage.writer.call(set_channel, stage.channel_id)
    await stage.until(lambda: _channel(stage) == stage.channel_id)
    stage.clock.ahead = timedelta(seconds=65)
    await stage.until_rows("sent")
    assert len(stage.sent()) == 1


async def test_a_row_left_in_sending_is_found_by_the_next_process(stage: Stage) -> None:
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")
    await stage.sender.stop()
    await stage.writer.call(
        lambda: Alert.objects.update(status="sending", message_id=None, sent_at=None)
    )
    await stage.restart()
    await stage.until_rows("sent")
    assert len(stage.sent()) == 1
    assert await stage.rows("message_id") == [(int(stage.sent()[0]["message_id"]),)]


async def test_a_row_left_in_sending_that_was_not_sent_is_sent_by_the_next(stage: Stage) -> None:
    def leave() -> None:
        make_alert(
            ResponseTracking.objects.get(),
            status="sending",
            sending_since=timezone.now(),
            attempts=1,
        )

    await stage.ask()
    await stage.writer.call(leave)
    stage.sender.start()
    await stage.until_rows("sent")
    assert len(stage.sent()) == 1


async def test_a_message_that_stands_unrecorded_while_another_process_sends_is_one(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(*_: object) -> None:
        return None

    await stage.ask()
    stage.standin.fail_rest("lost", "POST", SEND)
    monkeypatch.setattr(alert_delivery, "find", nothing)
    stage.sender.start()
    await stage.until_rows("sent")
    assert len(stage.sent()) == 1
    assert len(stage.standin.log.of_kind("nonce_repeated")) == 1


async def test_without_the_lease_nothing_goes_out(stage: Stage) -> None:
    await stage.ask()
    lease = stage.lease
    await stage.writer.call(leases.release, OWNER, lease)
    stage.sender.start()
    await stage.settle()
    stage.lease = None
    await stage.settle()
    assert (stage.sent(), await stage.rows("pk")) == ([], [])
    stage.lease = await stage.writer.call(leases.acquire, OWNER)
    await stage.until_rows("sent")


async def test_a_lane_that_is_catching_up_waits(stage: Stage) -> None:
    await stage.ask()
    stage.gate = "blocked"
    stage.sender.start()
    await stage.settle()
    assert stage.sent() == []
    stage.gate = "unread"
    await stage.until_rows("sent")
    assert "История канала не прочитана" in stage.sent()[0]["content"]


async def test_a_stop_while_discord_is_silent_leaves_a_row_that_can_be_found(stage: Stage) -> None:
    await stage.ask()
    stage.standin.fail_rest("hang", "POST", SEND, seconds=30)
    stage.sender.start()
    await stage.until_rows("sending")
    await stage.sender.stop()
    assert await stage.rows("status") == [("sending",)]
    await stage.restart()
    await stage.until_rows("sent")
    assert len(stage.sent()) == 1


async def test_a_fault_of_ours_at_one_alert_keeps_no_other_from_going(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = await stage.ask(2)
    post = alert_delivery.post

    async def faulty(client: Any, message: Any) -> int:
        if f"/{first.message_id})" in message.draft.content:
            raise ZeroDivisionError
        return await post(client, message)

    monkeypatch.setattr(alert_delivery, "post", faulty)
    stage.sender.start()
    await stage.until_rows("sending", "sent")
    await stage.settle()
    assert len(stage.sent()) == 1


async def test_the_loop_goes_on_after_a_fault(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [ZeroDivisionError()]
    claim = alerts.claim_due

    def faulty(*args: Any) -> list[int]:
        if faults:
            raise faults.pop()
        return claim(*args)

    monkeypatch.setattr(alerts, "PAUSE_SECONDS", 0.1)
    monkeypatch.setattr(alerts, "claim_due", faulty)
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")


async def test_even_a_mention_that_is_alive_pings_only_whom_the_step_names(stage: Stage) -> None:
    named, other = stage.lspd["alert_role_id"], stage.lspd["curator_role_id"]
    text = f"<@&{named}> <@&{other}> <@{stage.curator}> @everyone"
    draft = Draft(text, role_ids=(int(named),))
    await alert_delivery.post(stage.client, Post(1, stage.channel_id, "n", draft))
    (message,) = stage.sent()
    assert message["pinged_roles"] == [named]
    assert (message["pinged_users"], message["pinged_everyone"]) == ([], False)


async def test_without_the_lease_nothing_expires(stage: Stage) -> None:
    await stage.writer.call(leases.release, OWNER, stage.lease)
    await stage.ask(expires_at=timezone.now())
    stage.sender.start()
    await stage.settle()
    request = await stage.writer.call(lambda: ResponseTracking.objects.get())
    assert request.status == "open"
