from datetime import timedelta
from typing import Any

import pytest

from monitoring.alerts import hints
from monitoring.models import Hint
from monitoring.rules.report_hints import COUNT, NOT_REVIEWER, NOT_UNDERSTOOD, REACT_FIRST
from tests.factories import make_id

from .setting import Setting

pytestmark = [pytest.mark.database, pytest.mark.django_db]
MINUTES = timedelta(minutes=1)


def make_hint(setting: Setting, age: timedelta = timedelta(0), **fields: Any) -> Hint:
    at = setting.now - age
    values = {
        "server": setting.server,
        "report_message_id": make_id(at),
        "person_id": 5,
        "reason": "count",
        "channel_id": 77,
        "target_id": make_id(at),
        "due_at": at,
        **fields,
    }
    return Hint.objects.create(**values)


def due(setting: Setting, seconds: float = 0) -> list[hints.Tell]:
    return hints.hints_due(setting.configuration, setting.now + timedelta(seconds=seconds))


def test_a_hint_is_given_once(setting: Setting) -> None:
    hint = make_hint(setting)
    (tell,) = due(setting)
    assert (tell.channel_id, tell.target_id) == (77, hint.target_id)
    assert len(tell.nonce) <= 25
    hints.told(hint.pk, make_id(setting.now))
    assert due(setting) == []


def test_a_fresh_deed_on_an_old_report_is_hinted_at(setting: Setting) -> None:
    make_hint(setting, 60 * MINUTES, due_at=setting.now - MINUTES)
    assert len(due(setting)) == 1


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("reason", [COUNT, NOT_UNDERSTOOD, REACT_FIRST, NOT_REVIEWER])
def test_every_hint_has_its_words(reason: str, language: str) -> None:
    assert hints.hint_text(reason, language).endswith((".", "!"))


def test_a_hint_waits_for_its_moment(setting: Setting) -> None:
    make_hint(setting, due_at=setting.now + timedelta(seconds=5))
    assert due(setting) == []
    assert len(due(setting, 5)) == 1


@pytest.mark.parametrize(("age", "count"), [(9.9 * MINUTES, 1), (10.1 * MINUTES, 0)])
def test_nothing_older_than_ten_minutes_is_hinted_at(
    setting: Setting, age: timedelta, count: int
) -> None:
    make_hint(setting, age)
    assert len(due(setting)) == count
    assert Hint.objects.get().failure == ("" if count else "too_old")


def test_a_server_that_is_off_hints_at_nothing(setting: Setting) -> None:
    make_hint(setting)
    setting.server.is_active = False
    setting.server.save()
    assert due(setting) == []


@pytest.mark.parametrize(("age", "count"), [(9.9 * MINUTES, 0), (10.1 * MINUTES, 1)])
def test_a_reply_is_removed_after_ten_minutes(setting: Setting, age: timedelta, count: int) -> None:
    sent = make_id(setting.now - age)
    hint = make_hint(setting, age, sent_message_id=sent)
    over = hints.hints_over(setting.now)
    assert [each.message_id for each in over] == [sent] * count
    hints.removed(hint.pk, setting.now)
    assert hints.hints_over(setting.now) == []


def test_a_hint_that_discord_refuses_is_not_tried_again(setting: Setting) -> None:
    hint = make_hint(setting)
    hints.failed(hint.pk, "403" * 200)
    assert due(setting) == []
    assert len(Hint.objects.get().failure) == 300
