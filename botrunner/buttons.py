"""A press of a button under an alert: answered at once, applied by the writer, told in private."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import discord

from botrunner.alert_delivery import NETWORK_ERRORS
from botrunner.writer import Writer
from monitoring.alerts import pressing
from monitoring.alerts.pressing import Press

log = logging.getLogger(__name__)
# Discord: an interaction that is not answered within 3 seconds has failed.
ANSWER_SECONDS = 2.5


def read_press(interaction: discord.Interaction) -> Press | None:
    """What was pressed, from the raw custom id alone; None where it is no button of ours."""
    if interaction.type is not discord.InteractionType.component:
        return None
    data: Mapping[str, Any] = interaction.data or {}
    return Press.read(str(data.get("custom_id", "")), interaction.user.id, interaction.id)


async def press(interaction: discord.Interaction, writer: Writer) -> bool:
    """Apply a press. False where it is none of ours or was refused."""
    pressed = read_press(interaction)
    if pressed is None:
        return False
    configuration = writer.configuration
    refusal = pressing.refusal(pressed, configuration)
    if refusal is not None:
        await _refuse(interaction, pressing.told(refusal, configuration.language))
        return False
    # Answered before the work: the database may be away for longer than Discord waits.
    await _acknowledge(interaction)
    refusal = await writer.call(lambda: pressing.apply(pressed, writer.configuration))
    if refusal is not None:
        await _follow_up(interaction, pressing.told(refusal, configuration.language))
    return refusal is None


async def _refuse(interaction: discord.Interaction, text: str) -> None:
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await interaction.response.send_message(text, ephemeral=True)
    except (discord.HTTPException, *NETWORK_ERRORS) as error:
        log.warning("A press could not be refused: %s", error)


async def _acknowledge(interaction: discord.Interaction) -> None:
    """The press counts even where Discord no longer takes the answer."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            await interaction.response.defer()
    except (discord.HTTPException, *NETWORK_ERRORS) as error:
        log.warning("A press could not be acknowledged: %s", error)


async def _follow_up(interaction: discord.Interaction, text: str) -> None:
    try:
        await interaction.followup.send(text, ephemeral=True)
    except (discord.HTTPException, *NETWORK_ERRORS) as error:
        log.warning("A press could not be answered: %s", error)
