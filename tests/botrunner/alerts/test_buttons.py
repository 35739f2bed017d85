import time
from datetime import timedelta

import pytest
from django.utils import timezone

from monitoring.models import ResponseTracking
from monitoring.snowflakes import snowflake_time

from .stage import Stage

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


async def test_buttons_work_after_a_restart(stage: Stage) -> None:
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")
    await stage.restart()
    stage.press("claim", stage.curator)
    await stage.until(lambda: stage.buttons() == ["Беру", "Отпустить", "Отвечено", "Не запрос"])
    assert "Взято: Mira Castellano" in stage.edits()[-1]["content"]
    stage.press("release", stage.curator)
    await stage.until(lambda: stage.buttons() == ["Беру", "Отвечено", "Не запрос"])
    stage.press("answered", stage.curator)
    await stage.until(lambda: stage.buttons() == [])
    request = await stage.writer.call(lambda: ResponseTracking.objects.get())
    assert (request.status, request.response_kind) == ("answered", "button")
    pressed = stage.standin.log.of_kind("interaction")[-1]
    assert request.closed_at == snowflake_time(int(pressed["interaction_id"]))
    assert "Mira Castellano" in stage.edits()[-1]["content"]


async def test_others_get_a_private_refusal(stage: Stage) -> None:
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")
    stage.press("claim", stage.leader)
    await stage.until(lambda: bool(stage.standin.log.of_kind("interaction_answer")))
    (answer,) = stage.standin.log.of_kind("interaction_answer")
    assert (answer["ephemeral"], answer["content"]) == (True, "Эти кнопки — для кураторов.")
    request = await stage.writer.call(lambda: ResponseTracking.objects.get())
    assert request.claimed_by_id is None


async def test_a_press_that_is_too_late_is_told_in_private(stage: Stage) -> None:
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")
    await stage.writer.call(
        lambda: ResponseTracking.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    )
    stage.press("dismiss", stage.curator)
    await stage.until(lambda: bool(stage.standin.log.of_kind("bot_ephemeral")))
    (told,) = stage.standin.log.of_kind("bot_ephemeral")
    assert told["content"] == "Время ожидания этого запроса вышло."


async def test_a_press_is_answered_though_the_writer_is_busy(stage: Stage) -> None:
    await stage.ask()
    stage.sender.start()
    await stage.until_rows("sent")
    stage.writer.submit(lambda: time.sleep(4))
    stage.press("claim", stage.curator)
    await stage.until(lambda: bool(stage.standin.log.of_kind("interaction_answer")))
    await stage.until(lambda: "Отпустить" in stage.buttons())
