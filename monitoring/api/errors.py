"""Errors in DRF's shape, whoever raises them: a failure never looks like data."""

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.csrf import csrf_failure as default_csrf_failure
from rest_framework.exceptions import APIException
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Conflict(APIException):
    """Somebody was faster. `detail` is what is told, and `current` what the thing is now."""

    status_code = 409

    def __init__(self, detail: str, current: Any = None) -> None:
        super().__init__(detail, code="conflict")
        self.current = current


class NotModified(APIException):
    """What the client has is what it would get."""

    status_code = 304


def explain_exception(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's handler; 503 where the database is away; a lost race comes with the current state."""
    if isinstance(error, OperationalError | InterfaceError):
        return Response({"detail": "The database does not answer."}, status=503)
    if isinstance(error, DatabaseError):
        return None
    if isinstance(error, SuspiciousOperation):  # A form of megabytes, or of thousands of fields.
        return Response({"detail": "Django refuses to read this body."}, status=400)
    if isinstance(error, NotModified):
        return Response(status=304)
    response = exception_handler(error, context)
    if response is not None and isinstance(error, Conflict) and error.current is not None:
        response.data["current"] = error.current
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if not request.path.startswith("/api/"):
        return default_csrf_failure(request, reason)
    return JsonResponse({"detail": f"CSRF Failed: {reason}"}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Bad request."}, status=400)
    return HttpResponse("Bad request.", status=400, content_type="text/plain")


def server_error(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Internal server error."}, status=500)
    return HttpResponse("Internal server error.", status=500, content_type="text/plain")
