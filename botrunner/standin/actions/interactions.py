"""Buttons: somebody presses one on a bot's message."""

import secrets
from typing import Any

from .. import payloads
from ..core import Core, Interaction
from ..errors import ApiError
from ..model import Member, Message, User
from ..permissions import permissions_in
from . import messages

COMPONENT = 3
BUTTON = 2
# Discord: an interaction is answered within 3 seconds, followed up within 15 minutes.
ANSWER_MS = 3_000
TOKEN_MS = 15 * 60_000


def press(core: Core, message: Message, custom_id: str, user: User) -> Interaction:
    """ApiError 50035 when the message has no such button, or only a disabled one."""
    button = _button(message, custom_id)
    if button is None or button.get("disabled"):
        raise ApiError(400, 50035, f"message {message.id} has no button {custom_id!r} to press")
    interaction = Interaction(
        core.ids.next(), secrets.token_urlsafe(40), message.channel_id, user.id, message.id,
        custom_id, core.clock.now_ms(),
    )
    core.interactions[interaction.token] = interaction
    _forget_expired(core)
    _emit(core, interaction, message, user)
    return interaction


def _emit(core: Core, interaction: Interaction, message: Message, user: User) -> None:
    channel = core.world.channel(message.channel_id)
    guild = core.world.guild_of(channel)
    member = guild.members.get(user.id) or Member(user)
    app = str(core.world.application.id)
    data = {
        "id": str(interaction.id), "application_id": app, "type": COMPONENT, "version": 1,
        "token": interaction.token, "guild_id": str(guild.id), "channel_id": str(channel.id),
        "channel": payloads.channel(channel), "locale": "ru", "guild_locale": "ru", "context": 0,
        "guild": {"id": str(guild.id), "locale": "ru", "features": ["COMMUNITY"]},
        "data": {"custom_id": interaction.custom_id, "component_type": BUTTON},
        "message": messages.gateway_shape(core, guild, message), "entitlements": [],
        "member": payloads.member(member) | {
            "permissions": str(permissions_in(guild, member, channel)),
        },
        "app_permissions": str(core.world.bot_permissions(channel)),
        "authorizing_integration_owners": {"0": str(guild.id)},
        "attachment_size_limit": 10485760,
    }
    core.emit(
        "INTERACTION_CREATE", data, guild, None, "interaction", interaction.created_ms,
        interaction_id=str(interaction.id), channel_id=str(channel.id),
        message_id=str(message.id), custom_id=interaction.custom_id, user_id=str(user.id),
    )


def _button(message: Message, custom_id: str) -> dict[str, Any] | None:
    every = _flat(message.components)
    return next((each for each in every if each.get("custom_id") == custom_id), None)


def _flat(components: Any) -> list[dict[str, Any]]:
    found = []
    for each in components:
        found.append(each)
        found += _flat(each.get("components", ()))
        if "accessory" in each:
            found.append(each["accessory"])
    return found


def _forget_expired(core: Core) -> None:
    floor = core.clock.now_ms() - TOKEN_MS
    expired = [token for token, each in core.interactions.items() if each.created_ms < floor]
    for token in expired:
        del core.interactions[token]
