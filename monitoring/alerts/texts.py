"""The call for one request, and the same message once the request is held or closed."""

from datetime import datetime

from monitoring.alerts.cards import Action, Button, Call, Card, Draft, Ending
from monitoring.alerts.defusing import defuse, unique
from monitoring.alerts.durations import duration, wait
from monitoring.alerts.words import say

NAME_LIMIT = 60
PREFIX = "gt"


def alert(card: Card, call: Call, called_at: datetime, now: datetime, language: str) -> Draft:
    """One request's alert, as it reads now. The wait is that of the call, so that edits keep it."""
    lines = [
        _heading(card, call, called_at, language),
        *_standing(card, now, language),
        say(language, "place", channel=channel(card), author=name(card.author_name, language)),
        f"> {defuse(card.content, card.names)}",
        f"[{say(language, 'open')}]({card.link})",
        *([say(language, "unread")] if card.is_history_unread and card.is_open else []),
        small_print(call.nonce, language),
    ]
    return Draft(
        "\n".join(lines),
        role_ids=unique([call.role_id]),
        user_ids=unique([call.person_id]),
        buttons=_buttons(card, call.nonce, now, language) if card.is_open else (),
    )


def _heading(card: Card, call: Call, called_at: datetime, language: str) -> str:
    waited = wait(card.waited_seconds(called_at), language)
    server = defuse(card.server_name, limit=NAME_LIMIT)
    if not card.is_open:
        return say(language, "waited", server=server, wait=waited)
    heading = f"**{say(language, 'waits', server=server, wait=waited)}**"
    return " ".join(part for part in (tags(call), heading, defuse(call.words)) if part)


def tags(*calls: Call) -> str:
    """Each role and person once, however many calls name them."""
    roles = [f"<@&{role}>" for role in unique(call.role_id for call in calls)]
    people = [f"<@{person}>" for person in unique(call.person_id for call in calls)]
    return " ".join(roles + people)


def _standing(card: Card, now: datetime, language: str) -> list[str]:
    """Who holds it, who held it before, or how it ended."""
    if not card.is_open:
        return [f"**{ending(card, language)}**"]
    lines = [say(language, "taken_back")] if card.is_taken_back else []
    if card.hold_until is None or not card.holder:
        return lines
    holder = name(card.holder, language)
    if card.is_held(now):
        until = f"<t:{int(card.hold_until.timestamp())}:t>"
        return [*lines, say(language, "held", name=holder, until=until)]
    return [*lines, say(language, "was_held", name=holder)]


def ending(card: Card, language: str) -> str:
    """«Ответ за 38 сек: Ева Мельник», or what else became of it."""
    if card.status == Ending.ANSWERED:
        return _answer(card, language)
    if card.status == Ending.DISMISSED and card.closed_by:
        return say(language, "dismissed", name=name(card.closed_by, language))
    key = {Ending.DISMISSED: "dismissed_nobody", Ending.CANCELLED: "cancelled"}
    return say(language, key.get(card.status, "expired"))


def _answer(card: Card, language: str) -> str:
    if not card.closed_by:
        return say(language, "answered_nobody")
    who = name(card.closed_by, language)
    if card.response_seconds is None:
        return say(language, "answered_untimed", name=who)
    return say(language, "answered", time=duration(card.response_seconds, language), name=who)


def _buttons(card: Card, nonce: str, now: datetime, language: str) -> tuple[Button, ...]:
    """«Беру» takes over from another holder, «Отпустить» is for the holder."""
    labels = {
        Action.CLAIM: "claim",
        Action.RELEASE: "release",
        Action.ANSWERED: "answered_button",
        Action.DISMISS: "dismiss",
    }
    return tuple(
        Button(action, say(language, label), custom_id(action, card, nonce))
        for action, label in labels.items()
        if action != Action.RELEASE or card.is_held(now)
    )


def custom_id(action: Action, card: Card, nonce: str) -> str:
    """All that a press needs to be understood after a restart. Discord: at most 100 characters."""
    return f"{PREFIX}:{action}:{card.guild_id}:{card.message_id}:{nonce}"


def name(text: str, language: str, limit: int = NAME_LIMIT) -> str:
    return defuse(text, limit=limit) or say(language, "no_author")


def channel(card: Card, limit: int = NAME_LIMIT) -> str:
    """By name: in another guild a channel's mention reads as unknown."""
    return (
        "#" + defuse(card.channel_name, limit=limit)
        if card.channel_name
        else f"<#{card.channel_id}>"
    )


def small_print(nonce: str, language: str) -> str:
    """The send's own id, by which a message whose answer was lost is found again."""
    return f"-# {say(language, 'id', nonce=nonce)}"
