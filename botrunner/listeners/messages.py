"""Messages: posted, edited, deleted."""

import discord

from botrunner import translate
from botrunner.listeners.edge import Edge
from botrunner.rest import Json
from monitoring.events import Source

# Discord: edits of texts are dated; an unfurled link updates the message without a date.
EDITED = "edited_timestamp"


class Messages:
    def __init__(self, edge: Edge) -> None:
        self._edge = edge

    def on_raw_message_create(self, payload: Json) -> None:
        guild_id = int(payload.get("guild_id") or 0)
        edge = self._edge
        is_late = edge.client.connection_of(guild_id).is_late
        edge.clock.hear_message(int(payload["id"]), is_late)
        if edge.records(guild_id):
            self._take(payload, guild_id, Source.LIVE)

    def on_raw_message_update(self, payload: Json) -> None:
        guild_id = int(payload.get("guild_id") or 0)
        if payload.get(EDITED) and "content" in payload and self._edge.records(guild_id):
            self._take(payload, guild_id, Source.EDIT)

    def on_raw_message_delete(self, raw: discord.RawMessageDeleteEvent) -> None:
        self._delete(raw)

    def on_raw_bulk_message_delete(self, raw: discord.RawBulkMessageDeleteEvent) -> None:
        self._delete(raw)

    def _take(self, payload: Json, guild_id: int, source: Source) -> None:
        lanes = self._edge.lanes
        lane_id = lanes.lane_id_of(int(payload["channel_id"]))
        lanes.take(translate.message(payload, guild_id, lane_id, source))

    def _delete(
        self, raw: discord.RawMessageDeleteEvent | discord.RawBulkMessageDeleteEvent
    ) -> None:
        edge = self._edge
        if raw.guild_id is None or not edge.records(raw.guild_id):
            return
        lane_id = edge.lanes.lane_id_of(raw.channel_id)
        edge.lanes.take(translate.messages_deleted(raw, lane_id, *edge.delivery(raw.guild_id)))
