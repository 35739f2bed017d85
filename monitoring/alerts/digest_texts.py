"""Many calls for one channel as one message."""

from collections.abc import Sequence
from datetime import datetime

from monitoring.alerts.cards import Call, Card, Draft
from monitoring.alerts.defusing import cut, defuse, unique
from monitoring.alerts.durations import wait
from monitoring.alerts.texts import channel, name, small_print, tags
from monitoring.alerts.words import requests_wait, say

SHOWN = 10
# Discord: a message holds at most 2,000 characters.
MESSAGE_LIMIT = 2000
# How much of each name is shown, less and less until the message fits.
WIDTHS = (40, 24, 12, 4)
# Discord would take 100; twenty mentions still leave room for ten links.
TAG_LIMIT = 20


def digest(
    cards: Sequence[Card], calls: Sequence[Call], nonce: str, now: datetime, language: str, url: str
) -> Draft:
    """Total, oldest wait, the ten oldest with links, the live queue; each role once."""
    open_cards = sorted((c for c in cards if c.is_open), key=lambda card: card.message_id)
    roles = unique(call.role_id for call in calls)[:TAG_LIMIT]
    people = unique(call.person_id for call in calls)[:TAG_LIMIT]
    head = [*_heading(open_cards, len(cards), now, language)]
    if open_cards:
        named = [Call("", role_id=role) for role in roles] + [Call("", None, one) for one in people]
        head[0] = " ".join(part for part in (tags(*named), head[0]) if part)
    foot = _foot(len(open_cards), nonce, language, url)
    drafts = (_write(head, open_cards[:SHOWN], foot, now, language, width) for width in WIDTHS)
    content = next((text for text in drafts if len(text) <= MESSAGE_LIMIT), None)
    return Draft(content or "\n".join([*head, *foot]), role_ids=roles, user_ids=people)


def _heading(cards: Sequence[Card], total: int, now: datetime, language: str) -> list[str]:
    if not cards:
        return [say(language, "digest_done", count=total)]
    oldest = wait(cards[0].waited_seconds(now), language)
    longest = say(language, "digest_oldest", wait=oldest)
    lines = [f"**{requests_wait(language, len(cards))}.** {longest}"]
    if total > len(cards):
        lines.append(say(language, "digest_closed", count=total - len(cards)))
    return lines


def _foot(count: int, nonce: str, language: str, url: str) -> list[str]:
    lines = [say(language, "digest_more", count=count - SHOWN)] if count > SHOWN else []
    if url:
        lines.append(f"[{say(language, 'queue')}](<{url}>)")
    return [*lines, small_print(nonce, language)]


def _write(
    head: list[str],
    cards: Sequence[Card],
    foot: list[str],
    now: datetime,
    language: str,
    width: int,
) -> str:
    lines = (
        f"{number}. {_line(card, now, language, width)}" for number, card in enumerate(cards, 1)
    )
    return "\n".join([*head, *lines, *foot])


def _line(card: Card, now: datetime, language: str, width: int) -> str:
    server = cut(defuse(card.server_name), width)
    waited = wait(card.waited_seconds(now), language)
    holder = name(card.holder, language, width) if card.is_held(now) and card.holder else ""
    held = f" · {holder}" if holder else ""
    place = f"{channel(card, width)} · {name(card.author_name, language, width)}"
    return f"[{waited}](<{card.link}>) · {server} · {place}{held}"
