"""Task reports as JSON: a row of the list, and one report with all that happened to it."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404
from rest_framework import serializers

from curators.models import Curator
from monitoring.api.messages import PostedSerializer, TextField, shown
from monitoring.api.shapes import IdField, MomentField, PersonSerializer, Shape
from monitoring.api.timeline import ActorSerializer
from monitoring.live.names import names
from monitoring.models import DiscordMember, DiscordServer, ReportEvent, TaskReport
from monitoring.recording.report_states import event_of
from monitoring.rules.report_events import Kind, ReportFacts
from monitoring.rules.report_history import Change, history
from monitoring.rules.report_reviews import ReviewState

Status = TaskReport.Status


class ReportSerializer(PostedSerializer):
    at = MomentField()
    week = serializers.DateField(help_text="Its Monday.")
    count = serializers.IntegerField(allow_null=True, help_text="Null: the number must be checked.")
    count_rule = serializers.CharField(help_text="What read it; `by_hand`: a person.")
    status = serializers.ChoiceField(Status.values)
    reviewer = PersonSerializer(allow_null=True)
    reviewing_since = MomentField(allow_null=True)
    approved = serializers.IntegerField(allow_null=True)
    verified_at = MomentField(allow_null=True)
    verdict_message_id = IdField(allow_null=True, help_text="Null: given on the web.")


class ReviewStateSerializer(Shape):
    status = serializers.ChoiceField(Status.values)
    reviewer = ActorSerializer(allow_null=True)
    count = serializers.IntegerField(allow_null=True)
    approved = serializers.IntegerField(allow_null=True)


class ReportEventSerializer(Shape):
    at = MomentField(allow_null=True, help_text="Null: nobody knows; it was by `known_at`.")
    known_at = MomentField(allow_null=True, help_text="When we heard of it.")
    kind = serializers.ChoiceField([str(kind) for kind in Kind])
    is_taken_back = serializers.BooleanField(help_text="This is the end of what it names.")
    by = ActorSerializer(allow_null=True)
    text = TextField()
    before = ReviewStateSerializer()
    after = ReviewStateSerializer()


class ReportDetailSerializer(ReportSerializer):
    history = ReportEventSerializer(many=True)


def found_report(message_id: int) -> TaskReport:
    """Every key begins with the server, and Discord makes each id once."""
    servers = list(DiscordServer.objects.values_list("pk", flat=True))
    reports = TaskReport.objects.select_related("server", "reviewer")
    found = reports.filter(server__in=servers, message_id=message_id).first()
    if found is None:
        raise Http404
    return found


def detail(report: TaskReport) -> dict[str, Any]:
    [row] = shown(ReportSerializer, [report])
    return row | {"history": _history(report)}


def _history(report: TaskReport) -> list[dict[str, Any]]:
    happened = ReportEvent.objects.filter(
        server=report.server_id, report_message_id=report.message_id
    )
    opened = ReportFacts(report.author_id, report.first_count)
    changes = history(opened, map(event_of, happened))
    people = _people({change.event.actor_id for change in changes})
    known = names((change.event.text for change in changes), (), ())
    told = [_change(change, people) for change in changes]
    return list(ReportEventSerializer(told, many=True, context={"names": known}).data)


def _people(ids: Iterable[int]) -> dict[int, str]:
    """Names by Discord id; a curator's is the one that the curators' list has."""
    members = DiscordMember.objects.filter(user_id__in=ids).values_list("user_id", "name")
    curators = Curator.objects.filter(discord_id__in=ids).values_list("discord_id", "name")
    return {**dict(members), **dict(curators)}


def _change(change: Change, people: dict[int, str]) -> dict[str, Any]:
    event = change.event
    return {
        "at": event.withdrawn_at if change.is_taken_back else event.at,
        "known_at": event.delivered_at,
        "kind": event.kind,
        "is_taken_back": change.is_taken_back,
        "by": _person(event.actor_id, people),
        "text": event.text,
        "before": _state(change.before, people),
        "after": _state(change.after, people),
    }


def _state(state: ReviewState, people: dict[int, str]) -> dict[str, Any]:
    return {
        "status": state.status,
        "reviewer": _person(state.reviewer_id, people),
        "count": state.count,
        "approved": state.approved,
    }


def _person(discord_id: int | None, people: dict[int, str]) -> dict[str, Any] | None:
    return {"discord_id": discord_id, "name": people.get(discord_id, "")} if discord_id else None
