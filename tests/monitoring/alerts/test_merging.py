import pytest

from monitoring.alerts import outcome
from monitoring.alerts.merging import merge_stuck
from monitoring.alerts.waiting import unsettled
from monitoring.models import Alert

from .setting import Setting, rows

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def pile_up(setting: Setting, count: int, *, is_stuck: bool = True) -> list[int]:
    """Alerts of several polls for one channel, the first of them tried in vain."""
    carriers = []
    for number in range(count):
        setting.ask()
        carriers += setting.claim(seconds=number)
    if is_stuck:
        setting.begin(carriers[0])
        outcome.put_off(carriers[0], "503", setting.now, setting.lease)
    return carriers


def merge(setting: Setting) -> bool:
    return merge_stuck(unsettled(), 3, setting.lease)


@pytest.mark.parametrize(("behind", "is_merged"), [(3, False), (4, True)])
def test_more_than_three_behind_a_stuck_one_become_a_digest(
    setting: Setting, behind: int, is_merged: bool
) -> None:
    stuck, oldest, *_ = pile_up(setting, behind + 1)
    assert merge(setting) == is_merged
    assert Alert.objects.filter(digest=oldest).count() == (behind - 1 if is_merged else 0)
    (waiting,) = unsettled().values()
    assert [row.alert_id for row in waiting][:2] == [stuck, oldest]


def test_alerts_that_are_on_their_way_stay_what_they_are(setting: Setting) -> None:
    pile_up(setting, 5, is_stuck=False)
    assert not merge(setting)


def test_a_digest_that_waits_takes_in_what_comes_after_it(setting: Setting) -> None:
    pile_up(setting, 5)
    merge(setting)
    pile_up(setting, 1, is_stuck=False)
    assert merge(setting)
    (waiting,) = unsettled().values()
    assert len(waiting) == 2
    post = setting.begin(waiting[1].alert_id)
    assert post is not None
    assert "5 запросов ждут ответа" in post.draft.content


def test_a_row_that_became_a_part_is_not_sent_alone(setting: Setting) -> None:
    *_, last = pile_up(setting, 5)
    merge(setting)
    assert setting.begin(last) is None
    assert rows("status")[-1] == ("due",)
