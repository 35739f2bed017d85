"""Terms of old curators, and whose old ids are whose."""

import pytest

from monitoring.configuration import Term
from monitoring.importing.people import A_MOMENT, OldIds, Span, added_term, wanted_term
from tests.monitoring.importing.legacy import at

SPAN = Span(at(10), at(90))


def test_a_term_goes_from_the_first_thing_known_to_the_last():
    assert wanted_term(SPAN, None, True) == Term(at(10), None)
    assert wanted_term(SPAN, None, False) == Term(at(10), at(90) + A_MOMENT)
    assert wanted_term(SPAN, at(200), False) == Term(at(10), at(200) + A_MOMENT)
    assert wanted_term(Span(), None, True) is None


@pytest.mark.parametrize(
    ("present", "wanted", "added"),
    [
        ([], Term(at(10), None), Term(at(10), None)),
        ([], None, None),
        ([Term(at(50), None)], Term(at(10), None), Term(at(10), at(50))),
        ([Term(at(50), at(60))], Term(at(10), at(30)), Term(at(10), at(30))),
        ([Term(at(50), at(60))], Term(at(10), at(99)), Term(at(10), at(50))),
        ([Term(at(10), at(60))], Term(at(10), None), None),
        ([Term(at(5), at(60))], Term(at(70), None), None),
    ],
)
def test_only_what_lies_before_all_terms_here_is_added(present, wanted, added):
    assert added_term(present, wanted) == added


def test_a_files_own_word_comes_first_and_contradictions_speak_for_nobody():
    ids = OldIds()
    ids.add(0, "1", 1, 100)
    ids.add(1, "1", 1, 200)
    ids.add(1, "1", 2, 300)
    ids.add(1, "1", 3, None)
    assert [ids.find(0, "1", old) for old in (1, 2, 3)] == [100, 300, None]
    assert ids.find(2, "1", 1) is None and ids.find(0, "2", 2) is None
    assert ids.has(0, "1", 3) and not ids.has(0, "1", 4) and not ids.has(0, "1", None)
