"""The live page's data, the health check, and the answers for addresses that do not exist."""

from datetime import UTC, datetime
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.views import APIView

from monitoring.api.authentication import IsSignedIn
from monitoring.api.serializers import LiveSerializer
from monitoring.live import live_cache

# The pages' clocks run on it: a snapshot from the cache may be half a minute old.
SERVER_TIME_HEADER = "X-Server-Time"


class LiveView(APIView):
    """The state of things now: 304 while nothing was written since revision `after`."""

    permission_classes = [IsSignedIn]

    def perform_authentication(self, request: Request) -> None:
        """Reads no user: `IsSignedIn` knows the sessions that it saw a moment ago."""

    @extend_schema(
        operation_id="live",
        parameters=[OpenApiParameter("after", int, description="The revision at hand.")],
        responses={
            200: LiveSerializer,
            304: OpenApiResponse(description="Nothing was written since."),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        now = datetime.now(UTC)
        after = _revision(request.query_params.get("after"))
        if after is not None and after == live_cache.revision():
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(live_cache.content(now), content_type="application/json")
        response["Cache-Control"] = "no-store"
        response[SERVER_TIME_HEADER] = now.isoformat(timespec="milliseconds")
        return response


def _revision(value: str | None) -> int | None:
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 19:
        raise ValidationError({"after": ["A whole number is expected."]})
    return int(value)


class UnknownView(APIView):
    """Every address below /api/ that leads nowhere."""

    authentication_classes = []
    permission_classes = [AllowAny]
    schema = None

    def initial(self, request: Request, *args: Any, **options: Any) -> None:
        raise NotFound


@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return JsonResponse({"status": "unavailable", "database": False}, status=503)
    return JsonResponse({"status": "ok", "database": True})
