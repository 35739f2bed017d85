"""Interactions: buttons pressed, slash commands typed, forms sent."""

import secrets
from typing import Any

from .. import commands, payloads
from ..core import Core, Interaction
from ..errors import ApiError
from ..model import Channel, Guild, Member, Message, User
from ..permissions import permissions_in
from . import messages

COMMAND, COMPONENT, MODAL_SUBMIT = 2, 3, 5
BUTTON = 2
# Discord: an interaction is answered within 3 seconds, followed up within 15 minutes.
ANSWER_MS = 3_000
TOKEN_MS = 15 * 60_000


def press(core: Core, message: Message, custom_id: str, user: User) -> Interaction:
    """ApiError 50035 when the message has no such button, or only a disabled one."""
    button = _button(message, custom_id)
    if button is None or button.get("disabled"):
        raise ApiError(400, 50035, f"message {message.id} has no button {custom_id!r} to press")
    channel = core.world.channel(message.channel_id)
    data = {"custom_id": custom_id, "component_type": BUTTON}
    return _begin(core, COMPONENT, channel, user, data, custom_id, message)


def use_command(
    core: Core, channel: Channel, user: User, path: str, values: dict[str, Any]
) -> Interaction:
    """Type a slash command, `group sub` for one in a group; it must have been registered."""
    data = commands.invocation(core.world, channel.guild_id, path, values)
    return _begin(core, COMMAND, channel, user, data, path)


def submit_modal(core: Core, interaction: Interaction, values: dict[str, str]) -> Interaction:
    """Send the form that the bot has answered `interaction` with."""
    modal = interaction.modal
    if modal is None:
        raise ApiError(400, 50035, f"interaction {interaction.id} was not answered with a modal")
    data = {
        "custom_id": modal["custom_id"],
        "components": [_filled(each, values) for each in modal["components"]],
    }
    channel = core.world.channel(interaction.channel_id)
    user = core.world.user(interaction.user_id)
    message = core.world.message(channel.id, interaction.message_id or 0)
    return _begin(core, MODAL_SUBMIT, channel, user, data, modal["custom_id"], message)


def _begin(
    core: Core,
    kind: int,
    channel: Channel,
    user: User,
    data: dict[str, Any],
    name: str,
    message: Message | None = None,
) -> Interaction:
    _forget_expired(core)
    interaction = Interaction(
        core.ids.next(),
        secrets.token_urlsafe(40),
        kind,
        channel.id,
        user.id,
        message.id if message else None,
        name,
        core.clock.now_ms(),
    )
    core.interactions[interaction.token] = interaction
    guild = core.world.guild_of(channel)
    shape = _shape(core, guild, channel, interaction) | {"data": data}
    if message is not None:
        shape["message"] = messages.gateway_shape(core, guild, message)
    core.emit(
        "INTERACTION_CREATE",
        shape,
        guild,
        None,
        "interaction",
        interaction.created_ms,
        interaction_id=str(interaction.id),
        channel_id=str(channel.id),
        type=kind,
        message_id=str(message.id) if message else None,
        custom_id=name,
        user_id=str(user.id),
    )
    return interaction


def _shape(core: Core, guild: Guild, channel: Channel, interaction: Interaction) -> dict[str, Any]:
    user = core.world.user(interaction.user_id)
    member = guild.members.get(user.id) or Member(user)
    granted = str(permissions_in(guild, member, channel))
    return {
        "id": str(interaction.id),
        "application_id": str(core.world.application.id),
        "type": interaction.kind,
        "token": interaction.token,
        "version": 1,
        "guild_id": str(guild.id),
        "channel_id": str(channel.id),
        "channel": payloads.channel(channel),
        "locale": "ru",
        "guild_locale": "ru",
        "context": 0,
        "guild": {"id": str(guild.id), "locale": "ru", "features": ["COMMUNITY"]},
        "member": payloads.member(member) | {"permissions": granted},
        "entitlements": [],
        "app_permissions": str(core.world.bot_permissions(channel)),
        "authorizing_integration_owners": {"0": str(guild.id)},
        "attachment_size_limit": 10_485_760,
    }


def _filled(component: dict[str, Any], values: dict[str, str]) -> dict[str, Any]:
    """A modal's component as the client sends it back."""
    if "components" in component:
        inner = [_filled(each, values) for each in component["components"]]
        return component | {"components": inner}
    if "component" in component:
        return component | {"component": _filled(component["component"], values)}
    return component | {"value": values.get(component.get("custom_id", ""), "")}


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
