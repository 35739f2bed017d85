"""What people do to a request on the web: the same deeds as behind the buttons on Discord.

Whoever was slower gets 409, with the request as it is now.
"""

from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring.alerts.cards import Action
from monitoring.alerts.pressing import ACTIONS, Press, Refusal, refusal, refusal_of, told
from monitoring.api.base import View, body
from monitoring.api.errors import Conflict
from monitoring.api.requests import RequestDetailSerializer, Status, detail, found_request
from monitoring.api.shapes import IdField, Shape
from monitoring.configuration import load_configuration
from monitoring.recording import actions
from monitoring.snowflakes import snowflake_at

# Who opens a request again is staff, and need be nobody on Discord.
STAFF = 0
# These speak of the person, the rest of the request.
PERSONAL = frozenset(
    {Refusal.NOT_A_CURATOR, Refusal.TERM_ENDED, Refusal.EXCLUDED, Refusal.OWN_REQUEST}
)


class DeedSerializer(Shape):
    """Whose deed it is: no account is tied to a curator yet, so staff names one."""

    curator = IdField(help_text="The Discord id of an active curator.")


class DismissalSerializer(DeedSerializer):
    reason = serializers.CharField(max_length=300)


class ReopeningSerializer(Shape):
    curator = IdField(required=False, help_text="Who opens it again; left out: staff.")


class RequestConflictSerializer(Shape):
    detail = serializers.CharField()
    current = RequestDetailSerializer()


ANSWERS = {200: RequestDetailSerializer, 409: RequestConflictSerializer}


class TakeView(View):
    """«Беру»: holds the alerts of an open request, also from somebody else. Stops no clock."""

    @extend_schema(operation_id="take_request", request=DeedSerializer, responses=ANSWERS)
    def post(self, request: Request, message_id: int) -> Response:
        return press(Action.CLAIM, message_id, **body(DeedSerializer, request))


class ReleaseView(View):
    """Ends one's own hold: the alerts go on."""

    @extend_schema(operation_id="release_request", request=DeedSerializer, responses=ANSWERS)
    def post(self, request: Request, message_id: int) -> Response:
        return press(Action.RELEASE, message_id, **body(DeedSerializer, request))


class AnsweredView(View):
    """«Отвечено»: an answer at this moment."""

    @extend_schema(operation_id="answer_request", request=DeedSerializer, responses=ANSWERS)
    def post(self, request: Request, message_id: int) -> Response:
        return press(Action.ANSWERED, message_id, **body(DeedSerializer, request))


class DismissView(View):
    """«Не запрос»: out of the statistics, with name, time and reason."""

    @extend_schema(operation_id="dismiss_request", request=DismissalSerializer, responses=ANSWERS)
    def post(self, request: Request, message_id: int) -> Response:
        return press(Action.DISMISS, message_id, **body(DismissalSerializer, request))


class ReopenView(View):
    """Takes back a dismissal: what came next decides, or the request waits again."""

    @extend_schema(operation_id="reopen_request", request=ReopeningSerializer, responses=ANSWERS)
    def post(self, request: Request, message_id: int) -> Response:
        actor_id = body(ReopeningSerializer, request).get("curator", STAFF)
        found, now = found_request(message_id), timezone.now()
        if found.status != Status.DISMISSED:
            raise Conflict("This request is not dismissed.", detail(found))
        result = actions.reopen(
            found.server.guild_id,
            message_id,
            actor_id,
            now,
            snowflake_at(now),
            load_configuration(),
        )
        return _now(result)


def press(action: Action, message_id: int, curator: int, **options: Any) -> Response:
    """What a button under an alert does, pressed here."""
    found, configuration = found_request(message_id), load_configuration()
    pressed = Press(
        action, found.server.guild_id, message_id, "", curator, snowflake_at(timezone.now())
    )
    refused = refusal(pressed, configuration)
    if refused is None:
        result = ACTIONS[action](
            pressed.guild_id,
            message_id,
            curator,
            pressed.at,
            pressed.interaction_id,
            configuration,
            **options,
        )
        refused = refusal_of(pressed, result)
        if refused is None:
            return _now(result)
    words = told(refused, get_language() or "")
    if refused in PERSONAL:
        raise ValidationError({"curator": [words]})
    raise Conflict(words, detail(found_request(message_id)))


def _now(result: actions.Result) -> Response:
    if result.request is None:
        raise Http404
    return Response(detail(result.request))
