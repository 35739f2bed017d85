"""Presses of buttons."""

from collections.abc import Awaitable, Callable, Mapping

import discord

from botrunner.background import Background

# Buttons of ours; they work after a restart, because their id says all.
PREFIX = "gt:"

Press = Callable[[discord.Interaction], Awaitable[None]]


class Interactions:
    def __init__(self, press: Press, background: Background) -> None:
        self._press = press
        self._background = background

    def on_interaction(self, interaction: discord.Interaction) -> None:
        data: Mapping[str, object] = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        if custom_id.startswith(PREFIX):
            self._background.start(self._pressed(interaction))

    async def _pressed(self, interaction: discord.Interaction) -> None:
        await self._press(interaction)
