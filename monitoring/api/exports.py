"""Exports: any table, any scope, streamed to the client as its rows are read."""

from typing import Any

from django.http import Http404, StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.permissions import Staff
from monitoring.exporting import FORMATS, TABLES, NoPeople, Selection
from monitoring.local_time import zone

TABLE = OpenApiParameter("table", str, OpenApiParameter.PATH, enum=list(TABLES))


class ExportWords(filters.ScopeWords):
    format = serializers.ChoiceField(tuple(FORMATS), default="csv")


class ExportView(View):
    """The whole table where nothing narrows it, sandboxes too: their rows say so."""

    permission_classes = [Staff]
    words = ExportWords

    @extend_schema(
        operation_id="export",
        parameters=[TABLE],
        responses={
            (200, kind.content_type.partition(";")[0]): OpenApiTypes.BINARY
            for kind in FORMATS.values()
        },
    )
    def get(self, request: Request, table: str) -> StreamingHttpResponse:
        if table not in TABLES:
            raise Http404
        words = self.read_words()
        kind, scope = FORMATS[words["format"]], filters.scope(words)
        parts = kind.parts(list(TABLES[table].columns), _rows(table, scope), zone())
        response = StreamingHttpResponse(parts, content_type=kind.content_type)
        name = f"{_name(table, scope)}.{words['format']}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _rows(table: str, scope: filters.Scope) -> Any:
    start, end = scope.bounds or (None, None)
    try:
        return TABLES[table].rows(Selection(start, end, scope.servers, scope.curator))
    except NoPeople as error:
        raise ValidationError({"curator": [f"{table} are nobody's."]}) from error


def _name(table: str, scope: filters.Scope) -> str:
    """The table and its days."""
    if scope.period is None:
        return table
    return f"{table}-{scope.period.first}-{scope.period.last}"
