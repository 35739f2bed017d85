"""What people do to a task report: each answers with the report, or says what was in the way."""

import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring.alerts.words import say
from monitoring.api.base import View, body
from monitoring.api.errors import Conflict
from monitoring.api.permissions import Staff
from monitoring.api.report_shapes import ReportDetailSerializer, detail, found_report
from monitoring.api.request_actions import DeedSerializer
from monitoring.api.shapes import CountField, IdField, Shape
from monitoring.configuration import load_configuration
from monitoring.recording.report_actions import correct, release, take, verify, withdraw
from monitoring.recording.report_deeds import Deed, Outcome, Result
from monitoring.rules.task_counts import MAX_COUNT
from monitoring.snowflakes import snowflake_at

# Each is the fault of one word of the body; of all others somebody was faster.
FIELDS = {
    Outcome.NOT_A_CURATOR: "curator",
    Outcome.OWN_REPORT: "curator",
    Outcome.COUNT_NEEDED: "count",
    Outcome.OVER_COUNT: "approved",
}


class ReportDeedSerializer(DeedSerializer):
    key = IdField(
        required=False, help_text="A number of the client's own: the same again changes nothing."
    )


class ReportConflictSerializer(Shape):
    detail = serializers.CharField()
    current = ReportDetailSerializer()


ANSWERS = {200: ReportDetailSerializer, 409: ReportConflictSerializer}


class TakeReportSerializer(ReportDeedSerializer):
    taken_from = IdField(
        required=False,
        allow_null=True,
        help_text="Who reviews it now, where it is taken over: a Discord id.",
    )


class VerifyReportSerializer(ReportDeedSerializer):
    approved = CountField(max_value=MAX_COUNT)
    count = CountField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=MAX_COUNT,
        help_text="Where the report has none.",
    )


class CorrectReportSerializer(ReportDeedSerializer):
    approved = CountField(required=False, max_value=MAX_COUNT, help_text="Of a verified report.")
    count = CountField(required=False, min_value=1, max_value=MAX_COUNT)

    def validate(self, words: dict[str, Any]) -> dict[str, Any]:
        if not {"approved", "count"} & set(words):
            raise ValidationError({"approved": ["Either number is expected, or both."]})
        return words


class DeedView(View):
    """One deed: `action` does it, with what `shape` reads from the body."""

    action: ClassVar[Callable[..., Result]]
    shape: ClassVar[type[Shape]] = ReportDeedSerializer

    def post(self, request: Request, message_id: int) -> Response:
        words = body(self.shape, request)
        guild_id = found_report(message_id).server.guild_id
        now = timezone.now()
        key = words.pop("key", None) or new_key(now)
        deed = Deed(guild_id, message_id, words.pop("curator"), now, key)
        return Response(explained(type(self).action(deed, load_configuration(), **words)))


def described(operation_id: str) -> Callable[[type[DeedView]], type[DeedView]]:
    """The deed in the schema."""

    def describe(view: type[DeedView]) -> type[DeedView]:
        schema = extend_schema(operation_id=operation_id, request=view.shape, responses=ANSWERS)
        return extend_schema_view(post=schema)(view)

    return describe


def new_key(at: datetime) -> int:
    """Two deeds of one moment have different ones."""
    return snowflake_at(at) + secrets.randbelow(1 << 22)


def explained(result: Result) -> dict[str, Any]:
    """The report as it is now; an error where the deed was not done."""
    if result.report is None:
        raise Http404
    current = detail(result.report)
    if result.outcome is Outcome.DONE:
        return current
    words = say(get_language() or "", f"report_{result.outcome}")
    if result.outcome in FIELDS:
        raise ValidationError({FIELDS[result.outcome]: [words]})
    raise Conflict(words, current)


@described("take_report")
class TakeView(DeedView):
    """Review a report that nobody reviews, or take it over from `taken_from`."""

    action, shape = staticmethod(take), TakeReportSerializer


@described("release_report")
class ReleaseView(DeedView):
    """Give one's own review up."""

    action = staticmethod(release)


@described("verify_report")
class VerifyView(DeedView):
    """The verdict: of the reviewer, or of anyone, who so takes it, where nobody reviews."""

    action, shape = staticmethod(verify), VerifyReportSerializer


@described("correct_report")
class CorrectView(DeedView):
    """Other numbers; a verdict keeps its reviewer and its time. A head curator's."""

    action, shape = staticmethod(correct), CorrectReportSerializer
    permission_classes = [Staff]


@described("withdraw_report")
class WithdrawView(DeedView):
    """Out of the figures, as if it were deleted; not once it is verified. A head curator's."""

    action = staticmethod(withdraw)
    permission_classes = [Staff]
