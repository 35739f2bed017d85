"""How scores are made: labels with their lowest scores, and versions of the weights."""

from itertools import pairwise
from typing import Any

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curators.models import RatingSettings, Revision, ScoringVersion
from monitoring.api.base import View, body
from monitoring.api.figures import LabelSerializer
from monitoring.api.shapes import CountField, MomentField, Shape
from monitoring.configuring.applying import replace_labels

MAX_LABELS = 50


class LabelsSerializer(Shape):
    labels = serializers.ListField(child=LabelSerializer(), min_length=1, max_length=MAX_LABELS)

    def validate_labels(self, value: list[dict[str, Any]]) -> list[dict[str, Any]]:
        scores = [label["min_score"] for label in value]
        if any(above <= below for above, below in pairwise(scores)):
            raise serializers.ValidationError("Each label must begin lower than the one before.")
        if scores[-1] != 0:
            raise serializers.ValidationError("The lowest label must begin at 0.")
        # Some databases hold a word and its capitalised form equal.
        if len({label["name"].casefold() for label in value}) < len(value):
            raise serializers.ValidationError("Two labels share a name.")
        return value


class LabelsView(View):
    """From the highest down to the one that begins at 0."""

    is_polled = True

    @extend_schema(operation_id="rating_labels", responses=LabelsSerializer)
    def get(self, request: Request) -> Response:
        return Response(LabelsSerializer({"labels": RatingSettings.objects.all()}).data)

    @extend_schema(
        operation_id="replace_rating_labels", request=LabelsSerializer, responses=LabelsSerializer
    )
    def put(self, request: Request) -> Response:
        """All at once: what is left out is gone."""
        values = body(LabelsSerializer, request)
        with transaction.atomic():
            Revision.bump_configuration()
            replace_labels(values["labels"])
            ScoringVersion.renew(timezone.now())
        return self.get(request)


class WeightsSerializer(Shape):
    """What is left out stays as it is in the version in force."""

    message_points = CountField()
    reply_points = CountField()
    reaction_points = CountField()
    verification_points = CountField()
    good_seconds = CountField(min_value=1, help_text="A mean up to it raises the score.")
    poor_seconds = CountField(min_value=1, help_text="A mean from it on lowers the score.")
    is_speed_counted = serializers.BooleanField()
    are_rescues_counted = serializers.BooleanField()
    block_cap = CountField(allow_null=True, help_text="Plain messages to ten minutes; null: all.")


class ScoringVersionSerializer(WeightsSerializer):
    id = serializers.CharField(source="pk")
    started_at = MomentField()
    labels = serializers.SerializerMethodField()

    @extend_schema_field(LabelSerializer(many=True))
    def get_labels(self, version: ScoringVersion) -> list[dict[str, Any]]:
        return [{"name": name, "min_score": minimum} for name, minimum in version.labels]


class ScoringVersionsView(View):
    """The latest first; a period is scored by the version in force at its end."""

    is_polled = True

    @extend_schema(operation_id="scoring_versions", responses=ScoringVersionSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(ScoringVersionSerializer(ScoringVersion.objects.all(), many=True).data)

    @extend_schema(
        operation_id="create_scoring_version",
        request=WeightsSerializer(partial=True),
        responses={200: ScoringVersionSerializer, 201: ScoringVersionSerializer},
    )
    def post(self, request: Request) -> Response:
        """A version from now on; those before stay what they were. 200: it says nothing new."""
        values, now = body(WeightsSerializer, request, partial=True), timezone.now()
        with transaction.atomic():
            # Held before looking, so that two at once build on one another.
            Revision.bump_configuration()
            check_speeds(values, ScoringVersion.in_force(now))
            made = ScoringVersion.renew(now, **values)
        shown = ScoringVersionSerializer(made or ScoringVersion.in_force(now)).data
        return Response(shown, status=201 if made else 200)


def check_speeds(values: dict[str, Any], version: ScoringVersion) -> None:
    good = values.get("good_seconds", version.good_seconds)
    if good >= values.get("poor_seconds", version.poor_seconds):
        named = "good_seconds" if "good_seconds" in values else "poor_seconds"
        raise serializers.ValidationError({named: ["good_seconds must be below poor_seconds."]})
