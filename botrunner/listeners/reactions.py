"""Reactions: added, taken back, cleared."""

import discord

from botrunner import translate
from botrunner.listeners.edge import Edge

Clear = discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent


class Reactions:
    def __init__(self, edge: Edge) -> None:
        self._edge = edge

    def on_raw_reaction_add(self, raw: discord.RawReactionActionEvent) -> None:
        self._change(raw)

    def on_raw_reaction_remove(self, raw: discord.RawReactionActionEvent) -> None:
        self._change(raw)

    def on_raw_reaction_clear(self, raw: discord.RawReactionClearEvent) -> None:
        self._clear(raw)

    def on_raw_reaction_clear_emoji(self, raw: discord.RawReactionClearEmojiEvent) -> None:
        self._clear(raw)

    def _change(self, raw: discord.RawReactionActionEvent) -> None:
        edge = self._edge
        if raw.guild_id is None or not edge.records(raw.guild_id):
            return
        lane_id = edge.lanes.lane_id_of(raw.channel_id)
        edge.lanes.take(translate.reaction(raw, lane_id, *edge.delivery(raw.guild_id)))

    def _clear(self, raw: Clear) -> None:
        edge = self._edge
        if raw.guild_id is None or not edge.records(raw.guild_id):
            return
        lane_id = edge.lanes.lane_id_of(raw.channel_id)
        delivered_at, _ = edge.delivery(raw.guild_id)
        edge.lanes.take(translate.reactions_cleared(raw, lane_id, delivered_at))
