from datetime import timedelta

import pytest
from django.utils import timezone

from monitoring.models import Alert, ResponseTracking

from .stage import Stage

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


async def test_many_are_one_digest_that_shrinks_as_they_close(stage: Stage) -> None:
    requests = await stage.ask(5)
    stage.sender.start()
    await stage.until_rows(*["sent"] * 5)
    (message,) = stage.sent()
    assert "5\u00a0" in message["content"] or "5 запросов ждут ответа" in message["content"]
    assert message["pinged_roles"] == [stage.lspd["alert_role_id"]]
    assert {row[0] for row in await stage.rows("message_id")} == {int(message["message_id"])}

    def close_one() -> None:
        ResponseTracking.objects.filter(pk=requests[0].pk).update(status="answered")
        Alert.objects.filter(request_message_id=requests[0].message_id).update(edit_due=True)

    await stage.writer.call(close_one)
    await stage.until(lambda: len(stage.edits()) == 1)
    assert "4 запроса ждут ответа" in stage.edits()[0]["content"]


async def test_closing_takes_the_buttons_and_opening_again_brings_them_back(stage: Stage) -> None:
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")
    await stage.change(status="answered", response_seconds=38)
    await stage.until(lambda: len(stage.edits()) == 1)
    assert "Ответ" in stage.edits()[0]["content"]
    assert stage.buttons() == []
    await stage.change(status="open", response_seconds=None)
    await stage.until(lambda: len(stage.edits()) == 2)
    assert stage.buttons() == ["Беру", "Отвечено", "Не запрос"]
    await stage.settle()
    assert len(stage.edits()) == 2
    assert len(stage.sent()) == 1


@pytest.mark.parametrize("kind", ["503", "lost", "abort"])
async def test_an_edit_that_failed_is_repeated(stage: Stage, kind: str) -> None:
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")
    stage.standin.fail_rest(kind, "PATCH", "/messages/", times=2)
    await stage.change(status="answered")
    await stage.until(lambda: stage.standin.core.faults.rest == [])
    await stage.until_edited()
    assert stage.buttons() == []


async def test_a_message_that_somebody_deleted_is_not_edited_for_ever(stage: Stage) -> None:
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")
    (message_id,) = (int(message["message_id"]) for message in stage.sent())
    stage.standin.delete(message_id)
    await stage.change(status="answered")
    await stage.settle()
    assert await stage.rows("edit_due", "status") == [(False, "sent")]


async def test_a_request_past_its_limit_expires_and_its_alert_says_so(stage: Stage) -> None:
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")
    await stage.writer.call(
        lambda: ResponseTracking.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    )
    await stage.until(lambda: len(stage.edits()) == 1)
    assert "Без ответа" in stage.edits()[0]["content"]
