from dataclasses import dataclass

import pytest

from monitoring.alerts.grouping import grouped


@dataclass(frozen=True)
class Due:
    channel_id: int
    request_message_id: int
    step: int = 0


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (3, [1, 1, 1]), (4, [4])])
def test_more_than_the_limit_for_one_channel_go_together(count: int, sizes: list[int]) -> None:
    groups = grouped([Due(7, number) for number in range(count)], 3)
    assert [len(group) for group in groups] == sizes


def test_channels_are_counted_apart() -> None:
    groups = grouped([Due(7, n) for n in range(4)] + [Due(8, n) for n in range(3)], 3)
    assert sorted(len(group) for group in groups) == [1, 1, 1, 4]


def test_a_digest_begins_with_its_oldest_request() -> None:
    (group,) = grouped([Due(7, 5), Due(7, 2, 1), Due(7, 2, 0), Due(7, 9)], 3)
    assert [(due.request_message_id, due.step) for due in group] == [(2, 0), (2, 1), (5, 0), (9, 0)]
