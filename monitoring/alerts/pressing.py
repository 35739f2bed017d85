"""Buttons under alerts: what a press says, who may, and what the presser is told."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

from monitoring.alerts.cards import Action
from monitoring.alerts.texts import PREFIX
from monitoring.alerts.words import say
from monitoring.configuration import Configuration
from monitoring.models import Alert
from monitoring.recording import actions
from monitoring.recording.actions import Outcome, Result
from monitoring.snowflakes import snowflake_time

ACTIONS = {
    Action.CLAIM: actions.claim,
    Action.RELEASE: actions.release,
    Action.ANSWERED: actions.mark_answered,
    Action.DISMISS: actions.dismiss,
}


class Refusal(StrEnum):
    """Why a press did nothing; the keys of the words that say so."""

    NOT_A_CURATOR = "not_a_curator"
    TERM_ENDED = "term_ended"
    EXCLUDED = "excluded"
    OWN_REQUEST = "own_request"
    TOO_LATE = "too_late"
    CLOSED = "closed"
    NOT_HELD = "not_held"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Press:
    """What stands in the button, and who pressed it when: Discord's own time of the interaction."""

    action: Action
    guild_id: int
    request_message_id: int
    nonce: str
    actor_id: int
    interaction_id: int

    @property
    def at(self) -> datetime:
        return snowflake_time(self.interaction_id)

    @classmethod
    def read(cls, custom_id: str, actor_id: int, interaction_id: int) -> Self | None:
        """None where the button is none of ours, or of a version that is no more."""
        prefix, *parts = custom_id.split(":")
        if prefix != PREFIX or len(parts) != 4:
            return None
        action, guild_id, message_id, nonce = parts
        if action not in list(Action) or not (guild_id.isdecimal() and message_id.isdecimal()):
            return None
        return cls(Action(action), int(guild_id), int(message_id), nonce, actor_id, interaction_id)


def refusal(press: Press, configuration: Configuration) -> Refusal | None:
    """Why this person may not press, as known then; None when they may."""
    if configuration.curator_at(press.actor_id, press.at) is not None:
        return None
    if configuration.is_excluded(press.actor_id, press.at):
        return Refusal.EXCLUDED
    is_known = press.actor_id in configuration.curators
    return Refusal.TERM_ENDED if is_known else Refusal.NOT_A_CURATOR


def apply(press: Press, configuration: Configuration) -> Refusal | None:
    """Do what the button says; the same interaction again changes nothing."""
    result = _act(press, press.request_message_id, configuration)
    if result.outcome is Outcome.MISSING:
        moved_to = _moved_to(press)
        if moved_to is not None:
            result = _act(press, moved_to, configuration)
    return refusal_of(press, result)


def _act(press: Press, message_id: int, configuration: Configuration) -> Result:
    return ACTIONS[press.action](
        press.guild_id, message_id, press.actor_id, press.at, press.interaction_id, configuration
    )


def _moved_to(press: Press) -> int | None:
    """The earlier request that the button's own turned out to join."""
    alerts = Alert.objects.filter(server__guild_id=press.guild_id, nonce=press.nonce)
    return alerts.values_list("request_message_id", flat=True).first()


def refusal_of(press: Press, result: Result) -> Refusal | None:
    """Why a deed came to nothing; None when it was done."""
    if result.outcome is Outcome.DONE:
        return None
    if result.outcome is Outcome.MISSING or result.request is None:
        return Refusal.MISSING
    if result.outcome is Outcome.REFUSED:
        is_own = press.actor_id == result.request.author_id
        return Refusal.OWN_REQUEST if is_own else Refusal.TOO_LATE
    is_open = result.request.status == result.request.Status.OPEN
    return Refusal.NOT_HELD if press.action is Action.RELEASE and is_open else Refusal.CLOSED


def told(refusal: Refusal, language: str) -> str:
    return say(language, f"press_{refusal}")
