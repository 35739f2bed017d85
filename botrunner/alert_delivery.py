"""Alerts on Discord: post, look for, edit. Says what came of it, decides nothing."""

import asyncio
import re
from datetime import datetime, timedelta

import aiohttp
import discord

from monitoring.alerts.cards import Action, Button, Draft
from monitoring.alerts.sending import Post

# Long enough for discord.py's own five tries of a 5xx.
CALL_SECONDS = 60.0
# Discord's clock and ours may differ a little; a message made just before counts too.
LOOK_BACK = timedelta(minutes=1)
STYLES = {
    Action.CLAIM: discord.ButtonStyle.primary,
    Action.RELEASE: discord.ButtonStyle.secondary,
    Action.ANSWERED: discord.ButtonStyle.success,
    Action.DISMISS: discord.ButtonStyle.secondary,
}


class Refused(Exception):
    """Discord said no: nothing was done, and asking again at once is of no use."""


class Uncertain(Exception):
    """No answer, or one that does not tell whether it was done."""


class Unreadable(Exception):
    """The bot may not read the channel, so nobody knows what stands in it."""


class Gone(Refused):
    """The channel or message does not exist any more."""


# Everything that may go wrong between us and Discord.
NETWORK_ERRORS = (aiohttp.ClientError, TimeoutError, OSError, discord.RateLimited)


def failure_of(error: Exception) -> Exception:
    """Discord's answer, or the lack of one, as one of ours."""
    if isinstance(error, discord.NotFound):
        return Gone(_said(error))
    if isinstance(error, discord.HTTPException) and _is_final(error.status):
        return Refused(_said(error))
    if isinstance(error, discord.HTTPException):
        return Uncertain(_said(error))
    return Uncertain(f"{type(error).__name__}: {error}".rstrip(": "))


def _is_final(status: int) -> bool:
    """401 is our token and 429 our haste: the message itself may still go."""
    return 400 <= status < 500 and status not in (401, 429)


def _said(error: discord.HTTPException) -> str:
    return f"{error.status}: {error.text or error.response.reason} ({error.code})"


async def post(client: discord.Client, post: Post) -> int:
    """The new message's id. Refused or Uncertain when there may be none."""
    channel = client.get_partial_messageable(post.channel_id)
    try:
        async with asyncio.timeout(CALL_SECONDS):
            message = await channel.send(
                post.draft.content,
                nonce=post.nonce,
                allowed_mentions=pinging(post.draft),
                view=view_of(post.draft) or discord.utils.MISSING,
                suppress_embeds=True,
            )
    except (discord.HTTPException, *NETWORK_ERRORS) as error:
        raise failure_of(error) from error
    return message.id


async def edit(client: discord.Client, channel_id: int, message_id: int, draft: Draft) -> None:
    """Nobody is pinged by an edit. Refused or Uncertain when the message may be as it was."""
    message = client.get_partial_messageable(channel_id).get_partial_message(message_id)
    try:
        async with asyncio.timeout(CALL_SECONDS):
            await message.edit(
                content=draft.content,
                allowed_mentions=discord.AllowedMentions.none(),
                view=view_of(draft),
            )
    except (discord.HTTPException, *NETWORK_ERRORS) as error:
        raise failure_of(error) from error


async def find(client: discord.Client, channel_id: int, nonce: str, since: datetime) -> int | None:
    """Our own message with that nonce, sent about `since` or later; None when there is none.

    Unreadable when the channel's history is closed to the bot, Uncertain when Discord is silent.
    """
    permission = may_read(client, channel_id)
    if permission is False:
        raise Unreadable("the channel's history is closed to the bot")
    if permission is None and not client.is_ready():
        raise Uncertain("the channel is not known yet")
    try:
        async with asyncio.timeout(CALL_SECONDS):
            is_empty, found = await _find(client, channel_id, nonce, since - LOOK_BACK)
    except (discord.Forbidden, discord.NotFound) as error:
        raise Unreadable(_said(error)) from error
    except (discord.HTTPException, *NETWORK_ERRORS) as error:
        raise Uncertain(str(failure_of(error))) from error
    if is_empty and permission is None:
        raise Unreadable("the channel looks empty")
    return found


async def _find(
    client: discord.Client, channel_id: int, nonce: str, after: datetime
) -> tuple[bool, int | None]:
    """Whether nothing was shown, and the message."""
    channel = client.get_partial_messageable(channel_id)
    is_empty = True
    async for message in channel.history(limit=None, after=after, oldest_first=True):
        is_empty = False
        if client.user and message.author.id == client.user.id and bears(message, nonce):
            return is_empty, message.id
    return is_empty, None


def may_read(client: discord.Client, channel_id: int) -> bool | None:
    """None where the cache does not tell.

    Discord answers with an empty list, not an error, where history is closed to the bot.
    """
    channel = client.get_channel(channel_id)
    if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
        return None
    me = channel.guild.me
    is_orphan = isinstance(channel, discord.Thread) and channel.parent is None
    if me is None or is_orphan:
        return None
    return channel.permissions_for(me).read_message_history


def bears(message: discord.Message, nonce: str) -> bool:
    """Its nonce where Discord still tells it, or our id in its text or buttons."""
    if str(message.nonce) == nonce:
        return True
    if re.search(rf"(?<![\w-]){re.escape(nonce)}(?![\w-])", message.content):
        return True
    return any(custom_id.endswith(f":{nonce}") for custom_id in _custom_ids(message))


def _custom_ids(message: discord.Message) -> list[str]:
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    buttons = [each for row in rows for each in row.children if isinstance(each, discord.Button)]
    return [button.custom_id for button in buttons if button.custom_id]


def pinging(draft: Draft) -> discord.AllowedMentions:
    """Those whom the step names, and nobody else."""
    return discord.AllowedMentions(
        everyone=False,
        roles=[discord.Object(role) for role in draft.role_ids],
        users=[discord.Object(user) for user in draft.user_ids],
        replied_user=False,
    )


def view_of(draft: Draft) -> discord.ui.View | None:
    """The buttons; stopped, so that discord.py keeps no state of them: presses are read raw."""
    if not draft.buttons:
        return None
    view = discord.ui.View(timeout=None)
    for button in draft.buttons:
        view.add_item(_button(button))
    view.stop()
    return view


def _button(button: Button) -> discord.ui.Button[discord.ui.View]:
    return discord.ui.Button(
        style=STYLES[button.action], label=button.label, custom_id=button.custom_id
    )
