"""Whatever a client sends, the API answers as its schema says, and never with a failure."""

import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from hypothesis import given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks

from tests.factories import (
    make_activity,
    make_alert,
    make_answered,
    make_curator,
    make_excluded,
    make_gap,
    make_report,
    make_request,
    make_server,
    make_user,
)

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
TOKEN = "t" * 32
# No failure, no answer that the schema does not name. Whether an id is somebody's, or a period is
# no reversed one, no schema can say: that stands in tests of its own.
CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]


def described() -> dict[str, Any]:
    """The schema without its security, whose cookies are ours to set."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    for path in found["paths"].values():
        for operation in path.values():
            operation.pop("security", None)
    return found


schema = schemathesis.openapi.from_dict(described())
with warnings.catch_warnings():
    # Of a folder of collected files, which the API needs none of.
    warnings.simplefilter("ignore", UserWarning)
    schema.app = get_wsgi_application()
operations = [result.ok() for result in schema.get_all_operations()]
of_each_operation = pytest.mark.parametrize("operation", operations, ids=lambda each: each.label)
few = settings(max_examples=25, deadline=None, derandomize=True)
MODES = list(GenerationMode)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The server closes old connections around each request, and the test's transaction too."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def known() -> dict[str, str]:
    """Something of everything, and the ids that lead to it."""
    server, curator = make_server(), make_curator()
    request = make_request(server)
    make_answered(server, by=curator)
    make_activity(server, curator)
    make_report(server)
    make_alert(request)
    make_gap(server)
    return {
        "guild_id": str(server.guild_id),
        "discord_id": str(curator.discord_id),
        "message_id": str(request.message_id),
        "exclusion_id": str(make_excluded().pk),
        "table": "activities",
    }


@pytest.fixture
def session(client: Client) -> dict[str, str]:
    client.force_login(make_user())
    name = django_settings.SESSION_COOKIE_NAME
    return {name: client.cookies[name].value, "csrftoken": TOKEN}


@of_each_operation
@pytest.mark.parametrize("mode", MODES)
def test_signed_in(
    operation: Any, mode: GenerationMode, known: dict[str, str], session: dict[str, str]
) -> None:
    @few
    @given(operation.as_strategy(generation_mode=mode))
    def answers(case: Any) -> None:
        check(case, session)
        lead_somewhere(case, known)
        check(case, session)

    try:
        answers()
    except Unsatisfiable:
        pytest.skip("nothing that is sent here can be wrong")


@of_each_operation
def test_anonymous(operation: Any) -> None:
    @few
    @given(operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def answers(case: Any) -> None:
        check(case, {"csrftoken": TOKEN})

    answers()


def lead_somewhere(case: Any, known: dict[str, str]) -> None:
    """The ids of the case become those of something that is there."""
    case.path_parameters = {name: known[name] for name in case.path_parameters}
    words = {"curator": known["discord_id"], "server": known["guild_id"]}
    for place in (case.query, case.body):
        if isinstance(place, dict):
            place.update({name: words[name] for name in words if name in place})


def check(case: Any, cookies: dict[str, str]) -> None:
    case.call_and_validate(checks=CHECKS, cookies=cookies, headers={"X-CSRFToken": TOKEN})
