"""Servers: how each is heard now, and how it is configured."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from curators.models import Revision
from monitoring.api.base import View, body
from monitoring.api.serializers import SERVER_STATES
from monitoring.api.shapes import IdField, MomentField, Shape
from monitoring.live.bot import Bot, bot, server_state
from monitoring.models import DiscordServer

MAX_CHANNELS = 500
CLOCK = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}


@extend_schema_field(CLOCK)
class ClockField(serializers.TimeField):
    """A local time of day, to the minute."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **options)


class IdsField(serializers.ListField):
    child = IdField()

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_CHANNELS, **options)

    def to_internal_value(self, data: Any) -> list[Any]:
        return list(dict.fromkeys(super().to_internal_value(data)))


class StateField(serializers.ChoiceField):
    """How the server is heard now."""

    def to_representation(self, value: Any) -> str:
        return server_state(value, self.context["bot"])


class ServerSettingsSerializer(Shape):
    """What staff may change; it rules what arrives a second later."""

    name = serializers.CharField(max_length=100)
    is_active = serializers.BooleanField(help_text="Recorded from the moment it is switched on.")
    is_sandbox = serializers.BooleanField(help_text="Counts in no figure, tags nobody.")
    help_role_id = IdField(allow_null=True)
    alert_role_id = IdField(allow_null=True)
    alert_channel_id = IdField(allow_null=True)
    report_channel_ids = IdsField()
    takes_reports = serializers.BooleanField()
    allowed_channel_ids = IdsField(help_text="Requests open here alone; empty: everywhere.")
    every_message_channel_ids = IdsField()
    ignored_role_ids = IdsField()
    opens_on_curator_mention = serializers.BooleanField()
    counts_plain_messages = serializers.BooleanField()
    sends_alerts = serializers.BooleanField()
    quiet_from = ClockField(allow_null=True)
    quiet_to = ClockField(allow_null=True)

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        """Both ends or none, and not the same; what is left out stays as it is."""
        present = self.context["server"]
        start = values.get("quiet_from", present.quiet_from)
        end = values.get("quiet_to", present.quiet_to)
        if (start is None) != (end is None):
            missing = "quiet_from" if start is None else "quiet_to"
            raise serializers.ValidationError({missing: "Quiet hours need both ends, or neither."})
        if start is not None and start == end:
            raise serializers.ValidationError({"quiet_to": "It must differ from quiet_from."})
        return values


class DiscordServerSerializer(ServerSettingsSerializer):
    guild_id = IdField()
    state = StateField(SERVER_STATES, source="*")
    active_since = MomentField(allow_null=True)
    left_at = MomentField(allow_null=True, help_text="When the bot was removed.")


class ServersView(View):
    @extend_schema(operation_id="servers", responses=DiscordServerSerializer(many=True))
    def get(self, request: Request) -> Response:
        listener = bot(timezone.now())
        return Response([shown(server, listener) for server in DiscordServer.objects.all()])


class ServerView(View):
    @extend_schema(operation_id="server", responses=DiscordServerSerializer)
    def get(self, request: Request, guild_id: int) -> Response:
        return Response(shown(found_server(guild_id), bot(timezone.now())))

    @extend_schema(
        operation_id="change_server",
        request=ServerSettingsSerializer(partial=True),
        responses=DiscordServerSerializer,
    )
    def patch(self, request: Request, guild_id: int) -> Response:
        with transaction.atomic():
            # Held from the reading on: what two people change at once, both find changed.
            Revision.bump_configuration()
            server = found_server(guild_id)
            options = {"partial": True, "context": {"server": server}}
            values = body(ServerSettingsSerializer, request, **options)
            for name, value in values.items():
                setattr(server, name, value)
            if values:
                server.save(update_fields=values)
        return Response(shown(server, bot(timezone.now())))


def found_server(guild_id: int) -> DiscordServer:
    found = DiscordServer.objects.filter(guild_id=guild_id).first()
    if found is None:
        raise Http404
    return found


def shown(server: DiscordServer, listener: Bot) -> Any:
    return DiscordServerSerializer(server, context={"bot": listener}).data
