import pytest

from monitoring.alerts.durations import duration, plural, wait


@pytest.mark.parametrize(
    ("seconds", "russian", "english"),
    [
        (-5, "0 сек", "0 s"),
        (0, "0 сек", "0 s"),
        (45, "45 сек", "45 s"),
        (59, "59 сек", "59 s"),
        (60, "1 мин", "1 min"),
        (120, "2 мин", "2 min"),
        (200, "3 мин 20 сек", "3 min 20 s"),
        (3599, "59 мин 59 сек", "59 min 59 s"),
        (3600, "1 ч", "1 h"),
        (8100, "2 ч 15 мин", "2 h 15 min"),
        (8159, "2 ч 15 мин", "2 h 15 min"),
        (86_400, "1 день", "1 day"),
        (3 * 86_400 + 4 * 3600, "3 дня 4 часа", "3 days 4 hours"),
        (21 * 86_400 + 3600 + 59, "21 день 1 час", "21 days 1 hour"),
        (5 * 86_400 + 11 * 3600, "5 дней 11 часов", "5 days 11 hours"),
    ],
)
def test_a_duration_has_two_units_at_most(seconds: int, russian: str, english: str) -> None:
    assert duration(seconds, "ru").replace("\u00a0", " ") == russian
    assert duration(seconds, "en").replace("\u00a0", " ") == english


def test_number_and_unit_stay_on_one_line() -> None:
    assert duration(8100, "ru") == "2\u00a0ч 15\u00a0мин"


@pytest.mark.parametrize(("seconds", "text"), [(59, "59 сек"), (60, "1 мин"), (659, "10 мин")])
def test_a_wait_is_told_in_whole_minutes(seconds: int, text: str) -> None:
    assert wait(seconds, "ru").replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("form", "numbers"), [(0, (1, 21, 101)), (1, (2, 3, 24)), (2, (0, 5, 11, 12, 14, 111))]
)
def test_russian_plurals(form: int, numbers: tuple[int, ...]) -> None:
    assert {plural(number) for number in numbers} == {form}
