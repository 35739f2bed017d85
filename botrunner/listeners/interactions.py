"""Presses of buttons."""

from collections.abc import Awaitable, Callable

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
        custom_id = str((interaction.data or {}).get("custom_id", ""))
        if custom_id.startswith(PREFIX):
            self._background.start(self._pressed(interaction))

    async def _pressed(self, interaction: discord.Interaction) -> None:
        await self._press(interaction)
