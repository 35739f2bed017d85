from datetime import timedelta
from typing import Any

import pytest

from monitoring.alerts import editing, outcome
from monitoring.models import Alert, ResponseTracking
from tests.factories import make_alert, make_curator, make_id, make_request_event

from .setting import CHANNEL, Setting, rows

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def send(setting: Setting, count: int = 1) -> int:
    """The row that carries the message of `count` requests."""
    for _ in range(count):
        setting.ask()
    head = setting.claim()[0]
    setting.begin(head)
    outcome.sent(head, make_id(setting.now), setting.now)
    return head


def change(**fields: Any) -> None:
    ResponseTracking.objects.update(**fields)
    Alert.objects.update(edit_due=True)


def prepared(setting: Setting, head: int) -> editing.Edit:
    edit = editing.prepare(head, setting.configuration, setting.now)
    assert edit is not None
    return edit


def test_nothing_is_due_while_the_message_is_true(setting: Setting) -> None:
    send(setting)
    assert editing.edits_due() == {}


def test_a_closed_request_is_told_by_whom_and_how_fast(setting: Setting) -> None:
    head = send(setting)
    change(status="answered", answered_by=make_curator("Ева Мельник"), response_seconds=723)
    assert editing.edits_due() == {CHANNEL: [head]}
    edit = prepared(setting, head)
    assert edit.message_id == Alert.objects.get().message_id
    assert "Ответ за 12\u00a0мин 3\u00a0сек: Ева Мельник" in edit.draft.content
    assert edit.draft.buttons == ()
    assert editing.edited(edit)
    assert editing.edits_due() == {}


def test_a_dismissal_is_told_by_whom(setting: Setting) -> None:
    head = send(setting)
    request = ResponseTracking.objects.get()
    make_request_event(
        request, kind="dismissed", at=setting.now, actor_id=make_curator("Ева").discord_id
    )
    for seconds in (-5, 5):
        make_request_event(
            request,
            kind="dismissed",
            at=setting.now + timedelta(seconds=seconds),
            actor_id=make_curator("Иван").discord_id,
        )
    change(status="dismissed", closed_at=setting.now)
    assert "Не запрос: Ева" in prepared(setting, head).draft.content


def test_a_request_that_opens_again_gets_its_buttons_back(setting: Setting) -> None:
    head = send(setting)
    change(status="answered")
    editing.edited(prepared(setting, head))
    change(status="open")
    assert len(prepared(setting, head).draft.buttons) == 3


def test_a_held_request_shows_its_holder(setting: Setting) -> None:
    head = send(setting)
    until = setting.now + timedelta(seconds=60)
    change(claimed_by=make_curator("Ева"), hold_until=until)
    edit = prepared(setting, head)
    assert "Взято: Ева" in edit.draft.content
    assert len(edit.draft.buttons) == 4


def test_what_changed_during_the_edit_is_edited_again(setting: Setting) -> None:
    head = send(setting)
    change(claimed_by=make_curator(), hold_until=setting.now)
    edit = prepared(setting, head)
    ResponseTracking.objects.update(status="answered")
    assert not editing.edited(edit)
    assert editing.edits_due() == {CHANNEL: [head]}


def test_a_digest_is_edited_once_for_all_its_rows(setting: Setting) -> None:
    head = send(setting, 4)
    change(status="answered")
    assert editing.edits_due() == {CHANNEL: [head]}
    edit = prepared(setting, head)
    assert "Все запросы этой сводки закрыты: 4." in edit.draft.content
    assert editing.edited(edit)
    assert rows("edit_due") == [(False,)] * 4


def test_a_part_that_closes_edits_the_digest(setting: Setting) -> None:
    head = send(setting, 4)
    part = Alert.objects.exclude(pk=head).order_by("pk").last()
    ResponseTracking.objects.filter(message_id=part.request_message_id).update(status="expired")
    Alert.objects.filter(pk=part.pk).update(edit_due=True)
    assert editing.edits_due() == {CHANNEL: [head]}
    assert "3 запроса ждут ответа" in prepared(setting, head).draft.content


def test_a_row_that_is_still_being_sent_is_edited_later(setting: Setting) -> None:
    make_alert(setting.ask(), status="sending", edit_due=True)
    assert editing.edits_due() == {}


def test_a_request_that_is_no_more_leaves_its_message_as_it_is(setting: Setting) -> None:
    head = send(setting)
    change()
    ResponseTracking.objects.all().delete()
    assert editing.prepare(head, setting.configuration, setting.now) is None
    assert editing.edits_due() == {}


def test_a_request_that_joined_another_with_a_shorter_plan_is_told_all_the_same(
    setting: Setting,
) -> None:
    head = send(setting)
    change(plan=[], status="answered")
    assert "Ответ есть" in prepared(setting, head).draft.content


def test_an_edit_that_discord_refuses_is_given_up_with_its_reason(setting: Setting) -> None:
    head = send(setting)
    change(status="answered")
    editing.give_up(head, "403: Missing Access (50001)")
    assert rows("edit_due", "status", "reason") == [(False, "sent", "403: Missing Access (50001)")]
