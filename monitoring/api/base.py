"""What the views share: rights, query words, validators for polls, bodies that are read strictly.

A new endpoint is a class with `words` (what its query may say) and a method that reads rows and
returns a `Response`; its errors are added to the schema by themselves.
"""

import hashlib
from typing import Any, ClassVar

from django.utils.translation import get_language
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from curators.models import Revision
from monitoring.api import filters
from monitoring.api.errors import NotModified
from monitoring.api.permissions import rights
from monitoring.api.shapes import Shape


class View(APIView):
    """`words`: the query words of a GET. `is_polled`: it depends on rows and the day alone, so that
    the revision validates it, and a poll that nothing happened to costs two statements."""

    words: ClassVar[type[Shape] | None] = None
    is_polled: ClassVar[bool] = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        self.etag = validator(request) if self.is_polled and _reads(request) else ""
        if self.etag and self.etag in request.headers.get("If-None-Match", ""):
            raise NotModified

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        final = super().finalize_response(request, response, *args, **kwargs)
        etag = getattr(self, "etag", "")
        if etag and final.status_code in (200, 304):
            final["ETag"] = etag
        final["Cache-Control"] = "private, no-cache" if etag else "no-store"
        return final

    def read_words(self) -> dict[str, Any]:
        assert self.words is not None
        return filters.read(self.words, self.request)


def validator(request: Request) -> str:
    """Every write moves the revision, and «today» is another day tomorrow."""
    revision = Revision.objects.values_list("number", flat=True).get(pk=1)
    path, language = request.get_full_path(), get_language()
    parts = (revision, filters.today(), rights(request), path, language)
    return f'W/"{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _reads(request: Request) -> bool:
    return request.method in SAFE_METHODS


def body(shape: type[Shape], request: Request, **options: Any) -> dict[str, Any]:
    """The body as `shape` reads it. ValidationError names the fields."""
    form = shape(data=request.data, **options)
    form.is_valid(raise_exception=True)
    return dict(form.validated_data)
