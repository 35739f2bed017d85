from monitoring.statistics.kept import Kept


def test_a_text_is_read_once_and_again_when_it_has_changed() -> None:
    kept = Kept(2)
    first = kept.read("here", "45 45 7 ")
    assert first == {45: 2, 7: 1}
    assert kept.read("here", "45 45 " + "7 ") is first
    assert kept.read("here", "45 45 7 -7 ") == {45: 2}
    assert len(kept) == 1


def test_of_too_many_places_the_oldest_goes() -> None:
    kept = Kept(2)
    first, second = kept.read(1, "1 "), kept.read(2, "2 ")
    kept.read(3, "3 ")
    assert len(kept) == 2
    assert kept.read(2, "2 ") is second
    assert kept.read(1, "1 ") is not first
