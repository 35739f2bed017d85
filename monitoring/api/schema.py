"""How the schema names our sign-in, our query words and our errors; importing it is enough."""

import inspect
from typing import Any

from django.conf import settings
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from monitoring.api.shapes import ErrorSerializer

PROBLEMS = {
    "type": "object",
    "description": "Messages by field; `detail` alone where no field is to blame.",
    "additionalProperties": True,
}
ERRORS: dict[str, tuple[Any, str]] = {
    "400": (PROBLEMS, "What is wrong, by field."),
    "401": (ErrorSerializer, "Not signed in."),
    "403": (ErrorSerializer, "No right to it, or no CSRF token."),
    "404": (ErrorSerializer, "There is no such thing."),
    "413": (ErrorSerializer, "The body is too large."),
    "415": (ErrorSerializer, "The body is no JSON."),
}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "monitoring.api.authentication.SessionAuthentication"
    name = "cookieAuth"
    match_subclasses = True

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class Schema(AutoSchema):
    """Adds what drf-spectacular leaves out: the errors that a kind of request can end in."""

    def get_description(self) -> str:  # type: ignore[override]
        """Of the method or its own view; what a base class says of itself is no description."""
        method = getattr(self.view, self.method.lower())
        return str(inspect.cleandoc(method.__doc__ or type(self.view).__doc__ or ""))

    def get_override_parameters(self) -> list[Any]:
        words = getattr(self.view, "words", None)
        return [words] if words is not None and self.method == "GET" else []

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status in self._errors():
            shape, description = ERRORS[status]
            if status not in bodies:
                response = OpenApiResponse(shape, description)
                bodies[status] = self._get_response_for_code(  # type: ignore[no-untyped-call]
                    response, status, ["application/json"], direction
                )
        if self.method == "GET" and getattr(self.view, "is_polled", False):
            bodies["304"] = {"description": "Nothing was written since: `If-None-Match`."}
        return dict(sorted(bodies.items()))

    def _errors(self) -> list[str]:
        is_writing = self.method != "GET"
        has_body = is_writing and self.get_request_serializer() is not None
        found = ["400"] if has_body or self.get_override_parameters() else []
        found += ["401"] if self.get_auth() else []
        found += ["403"] if is_writing or self._is_restricted() else []
        found += ["404"] if "{" in self.path else []
        return found + (["413", "415"] if has_body else [])

    def _is_restricted(self) -> bool:
        """Signed in is not enough."""
        return any(getattr(each, "is_for_some", False) for each in self.view.permission_classes)
