"""Every factory makes a row that the database accepts."""

import pytest

from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize(
    "make",
    [
        factories.make_server,
        factories.make_curator,
        factories.make_excluded,
        factories.make_request,
        factories.make_answered,
        factories.make_activity,
        factories.make_report,
        factories.make_step,
        factories.make_alert,
        factories.make_gap,
        factories.make_user,
    ],
)
def test_a_factory_needs_no_argument(make):
    assert make().pk
