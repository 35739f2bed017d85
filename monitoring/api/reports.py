"""Task reports: the list, one with its history, and what they add up to."""

from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from monitoring import report_totals
from monitoring.api import filters
from monitoring.api.base import View
from monitoring.api.messages import shown
from monitoring.api.paging import Order, PageWords, page_of
from monitoring.api.report_shapes import (
    ReportDetailSerializer,
    ReportSerializer,
    detail,
    found_report,
)
from monitoring.api.shapes import IdField, Shape
from monitoring.models import TaskReport

BY_TIME = Order("reports", ("at", "pk"))
# Beside the states themselves: whoever waits for a verdict, and whose number must be checked.
WANTED = {
    **{status: Q(status=status) for status in TaskReport.Status.values},
    "waiting": Q(status__in=report_totals.WAITING),
    "uncounted": Q(status__in=report_totals.WAITING, count=None),
}


class ReportScopeWords(filters.ScopeWords):
    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["curator"].help_text = "Who reviews them: a Discord id."
        return fields


class ReportWords(PageWords, filters.SearchWords, ReportScopeWords):
    status = serializers.ChoiceField(
        list(WANTED), required=False, help_text="`waiting`: without a verdict."
    )


class TotalsSerializer(Shape):
    report_count = serializers.IntegerField(help_text="Without those that are withdrawn.")
    waiting_count = serializers.IntegerField(help_text="Reports without a verdict.")
    uncounted_count = serializers.IntegerField(help_text="Reports whose number nobody knows.")
    task_count = serializers.IntegerField(help_text="Tasks reported.")
    reviewed_task_count = serializers.IntegerField(help_text="Tasks of reports with a verdict.")
    approved_count = serializers.IntegerField(help_text="Tasks approved of the reviewed.")
    approved_of_unknown_count = serializers.IntegerField(
        help_text="Tasks approved in reports whose number nobody knows."
    )
    approval_rate = serializers.IntegerField(
        allow_null=True, help_text="Per cent of reviewed tasks; null where none was reviewed."
    )


class ReportWeekSerializer(TotalsSerializer):
    week = serializers.DateField(help_text="Its Monday. The first and last may be cut.")
    guild_id = IdField()
    server = serializers.CharField()


class ReportAuthorSerializer(TotalsSerializer):
    author_id = IdField()
    author = serializers.CharField()


class ReportsView(View):
    """Newest first; without a server that is named, of all that are no sandbox."""

    words = ReportWords
    is_polled = True

    @extend_schema(operation_id="reports", responses=page_of(ReportSerializer))
    def get(self, request: Request) -> Response:
        words = self.read_words()
        scope = filters.scope(words)
        found = TaskReport.objects.select_related("server", "reviewer").filter(scope.at("at"))
        page = BY_TIME.page(found, words, common(scope), rare(scope, words))
        return Response({"results": shown(ReportSerializer, page.rows), "next": page.next})


class ReportView(View):
    """One report with all that happened to it, in its order."""

    is_polled = True

    @extend_schema(operation_id="report", responses=ReportDetailSerializer)
    def get(self, request: Request, message_id: int) -> Response:
        return Response(detail(found_report(message_id)))


class ReportWeeksView(View):
    """Totals by server and week, newest week first, of the last 30 days by default."""

    words = ReportScopeWords
    is_polled = True

    @extend_schema(operation_id="report_weeks", responses=ReportWeekSerializer(many=True))
    def get(self, request: Request) -> Response:
        found = reports(filters.scope(self.read_words(), "30d"))
        return Response(ReportWeekSerializer(report_totals.by_week(found), many=True).data)


class ReportAuthorsView(View):
    """Totals by who posted them, most approved first, of the last 30 days by default."""

    words = ReportScopeWords
    is_polled = True

    @extend_schema(operation_id="report_authors", responses=ReportAuthorSerializer(many=True))
    def get(self, request: Request) -> Response:
        found = reports(filters.scope(self.read_words(), "30d"))
        return Response(ReportAuthorSerializer(report_totals.by_author(found), many=True).data)


def reports(scope: filters.Scope) -> QuerySet[TaskReport]:
    return TaskReport.objects.filter(scope.at("at"), common(scope), rare(scope, {}))


def common(scope: filters.Scope) -> Q:
    """Without a server that is named, of all that are no sandbox."""
    return Q(is_sandbox=False) if scope.servers is None else Q()


def rare(scope: filters.Scope, words: dict[str, Any]) -> Q:
    condition = scope.on() & WANTED.get(words.get("status", ""), Q())
    if scope.curator is not None:
        condition &= Q(reviewer=scope.curator.pk)
    if "q" in words:
        condition &= filters.holds(words["q"], "content", "author_name")
    return condition
