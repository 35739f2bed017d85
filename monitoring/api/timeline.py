"""All that happened to one request, in its order: messages, answers, claims, alerts."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from rest_framework import serializers

from curators.models import Curator
from monitoring.api.messages import TextField
from monitoring.api.shapes import IdField, MomentField, Shape
from monitoring.live.names import names
from monitoring.live.queue import url
from monitoring.models import (
    Activity,
    Alert,
    DiscordMember,
    RequestEvent,
    RequestMessage,
    ResponseTracking,
)

WHAT = ("message", "event", "alert")
Kind = RequestEvent.Kind
# Which events make a request this; an answer has its own kind.
ENDINGS: dict[str, tuple[str, ...]] = {
    "cancelled": (Kind.SOLVED, Kind.DELETED),
    "dismissed": (Kind.DISMISSED,),
    "expired": (Kind.EXPIRED,),
}
NO_TIME = datetime.max.replace(tzinfo=UTC)
KINDS = sorted({*RequestMessage.Kind.values, *RequestEvent.Kind.values, "alert"})


class ActorSerializer(Shape):
    """Somebody on Discord. `name` is '' where it is not known."""

    discord_id = IdField()
    name = serializers.CharField()


class TimelineItemSerializer(Shape):
    at = MomentField(allow_null=True, help_text="Null: nobody knows; it was by `known_at`.")
    known_at = MomentField(allow_null=True, help_text="When we heard of it.")
    what = serializers.ChoiceField(WHAT)
    kind = serializers.ChoiceField(KINDS)
    by = ActorSerializer(allow_null=True)
    text = TextField()
    emoji = serializers.CharField(help_text="Of a reaction.")
    reason = serializers.CharField(help_text="Of a dismissal; of an alert that did not go.")
    url = serializers.CharField(allow_null=True, help_text="The message on Discord.")
    is_deciding = serializers.BooleanField(help_text="This made the request what it is.")
    withdrawn_at = MomentField(allow_null=True, help_text="Taken back, or deleted.")
    step = serializers.IntegerField(allow_null=True, help_text="Of an alert.")
    repetition = serializers.IntegerField(allow_null=True, help_text="0: the first send.")
    status = serializers.ChoiceField([*Alert.Status.values, ""], help_text="Of an alert.")


@dataclass(frozen=True, slots=True)
class Actor:
    discord_id: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    at: datetime | None
    what: str
    kind: str
    source_id: int
    known_at: datetime | None = None
    by: Actor | None = None
    text: str = ""
    emoji: str = ""
    reason: str = ""
    url: str | None = None
    is_deciding: bool = False
    withdrawn_at: datetime | None = None
    step: int | None = None
    repetition: int | None = None
    status: str = ""

    @property
    def place(self) -> tuple[datetime, int]:
        """What has no time stands where it became known."""
        return self.at or self.known_at or NO_TIME, self.source_id


def timeline(request: ResponseTracking) -> list[dict[str, Any]]:
    items = _named([*_messages(request), *_events(request), *_alerts(request)])
    known = names((item.text for item in items), (), ())
    items.sort(key=lambda item: item.place)
    return list(TimelineItemSerializer(items, many=True, context={"names": known}).data)


def _messages(request: ResponseTracking) -> Iterator[Item]:
    found = RequestMessage.objects.filter(
        server=request.server_id,
        channel_id=request.channel_id,
        author_id=request.author_id,
        message_id__gte=request.message_id,
        request_message_id=request.message_id,
    )
    for row in found:
        yield Item(
            row.at,
            "message",
            row.kind,
            row.message_id,
            by=Actor(row.author_id, row.author_name),
            text=row.content,
            url=url(request.server.guild_id, row.channel_id, row.message_id),
            withdrawn_at=row.deleted_at,
        )


def _events(request: ResponseTracking) -> Iterator[Item]:
    found = list(
        RequestEvent.objects.filter(server=request.server_id, request_message_id=request.message_id)
    )
    facts = _facts(request.server_id, found)
    for row in found:
        fact = facts.get((row.source_id, row.actor_id, row.emoji_key))
        yield Item(
            row.at,
            "event",
            row.kind,
            row.source_id,
            known_at=row.delivered_at,
            by=Actor(row.actor_id) if row.actor_id else None,
            text=fact.content if fact else "",
            emoji=fact.emoji if fact else "",
            reason=row.reason,
            url=url(request.server.guild_id, fact.channel_id, fact.message_id) if fact else None,
            is_deciding=_decides(row, request),
            withdrawn_at=row.withdrawn_at,
        )


def _facts(server_id: int, events: Iterable[RequestEvent]) -> dict[tuple[int, int, str], Activity]:
    """The curators' messages and reactions that events came from, by source, actor and emoji."""
    ids = {event.source_id for event in events}
    found = Activity.objects.filter(server=server_id, message_id__in=ids).select_related("curator")
    return {(row.message_id, row.curator.discord_id, row.emoji_key): row for row in found}


def _decides(event: RequestEvent, request: ResponseTracking) -> bool:
    """An answer is known by its source and its curator, another ending by its time."""
    if event.withdrawn_at is not None:
        return False
    if request.status == ResponseTracking.Status.ANSWERED:
        by = request.answered_by
        is_source = event.source_id == request.response_message_id
        is_theirs = by is None or event.actor_id == by.discord_id
        return is_source and is_theirs and event.kind == request.response_kind
    is_ending = event.kind in ENDINGS.get(request.status, ())
    return is_ending and (event.at or event.delivered_at) == request.closed_at


def _alerts(request: ResponseTracking) -> Iterator[Item]:
    found = Alert.objects.filter(
        server=request.server_id, request_message_id=request.message_id, kind="request"
    )
    for row in found:
        yield Item(
            row.sent_at or row.due_at,
            "alert",
            "alert",
            row.pk,
            reason=row.reason,
            step=row.step,
            repetition=row.repetition,
            status=row.status,
        )


def _named(items: Sequence[Item]) -> list[Item]:
    """With the names that we know; a curator's is the one that the curators' list has."""
    ids = {item.by.discord_id for item in items if item.by}
    members = DiscordMember.objects.filter(user_id__in=ids).values_list("user_id", "name")
    curators = Curator.objects.filter(discord_id__in=ids).values_list("discord_id", "name")
    known = {**dict(members), **dict(curators)}
    return [
        replace(item, by=Actor(item.by.discord_id, known.get(item.by.discord_id, item.by.name)))
        if item.by
        else item
        for item in items
    ]
