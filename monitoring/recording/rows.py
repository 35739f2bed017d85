"""Rows to the rules' plain values, and back."""

from datetime import datetime, timedelta
from typing import cast

from monitoring.models import Activity, RequestEvent, RequestMessage
from monitoring.rules.request_events import Event, Kind
from monitoring.rules.requests import Call, CuratorMessage, Reaction, Solved


def call(row: RequestMessage) -> Call:
    return Call(
        message_id=row.message_id,
        channel_id=row.channel_id,
        author_id=row.author_id,
        at=row.at,
        join=timedelta(seconds=row.join_seconds),
        limit=timedelta(seconds=row.expire_seconds),
        deleted_at=row.deleted_at,
        is_deletion_timed=row.is_deletion_timed,
    )


def solved(row: RequestMessage) -> Solved:
    return Solved(row.message_id, row.channel_id, row.author_id, row.at, row.reply_to_id)


def curator_message(row: Activity, actor_id: int) -> CuratorMessage:
    """A message or reply of a curator with Discord id `actor_id`."""
    names = {*row.named_ids, row.reply_to_author_id} - {None}
    return CuratorMessage(
        message_id=row.message_id,
        channel_id=row.channel_id,
        actor_id=actor_id,
        # Only a reaction may have no time.
        at=cast(datetime, row.at),
        reply_to_id=row.reply_to_id,
        names=frozenset(names),
        is_plain=row.is_plain_answer,
        withdrawn_at=row.withdrawn_at,
    )


def reaction(row: Activity, actor_id: int) -> Reaction:
    return Reaction(
        message_id=row.message_id,
        actor_id=actor_id,
        emoji_key=row.emoji_key,
        at=row.at,
        delivered_at=cast(datetime, row.delivered_at),
        withdrawn_at=row.withdrawn_at,
        first_at=row.first_at,
    )


def event(row: RequestEvent) -> Event:
    return Event(
        kind=Kind(row.kind),
        source_id=row.source_id,
        actor_id=row.actor_id,
        emoji_key=row.emoji_key,
        target_id=row.target_id,
        at=row.at,
        delivered_at=row.delivered_at,
        channel_id=row.channel_id,
        withdrawn_at=row.withdrawn_at,
        first_at=row.first_at,
        reason=row.reason,
    )


def event_row(server_id: int, request_message_id: int, event: Event) -> RequestEvent:
    return RequestEvent(
        server_id=server_id,
        request_message_id=request_message_id,
        kind=str(event.kind),
        source_id=event.source_id,
        actor_id=event.actor_id,
        emoji_key=event.emoji_key,
        target_id=event.target_id,
        at=event.at,
        delivered_at=event.delivered_at,
        channel_id=event.channel_id,
        withdrawn_at=event.withdrawn_at,
        first_at=event.first_at,
        reason=event.reason,
    )


def fact_of(event: Event, author_id: int) -> CuratorMessage | Reaction | None:
    """The curator's message or reaction that an event was derived from; None for the others."""
    if event.kind is Kind.REACTION and event.delivered_at is not None:
        return Reaction(
            event.source_id,
            event.actor_id,
            event.emoji_key,
            event.at,
            event.delivered_at,
            event.withdrawn_at,
            event.first_at,
        )
    if event.kind in (Kind.REPLY, Kind.MESSAGE) and event.at and event.channel_id is not None:
        return CuratorMessage(
            event.source_id,
            event.channel_id,
            event.actor_id,
            event.at,
            event.target_id,
            frozenset({author_id}),
            withdrawn_at=event.withdrawn_at,
        )
    return None
