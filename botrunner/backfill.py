"""Reads one lane from REST into events: messages, then who reacted to them."""

import logging
from bisect import bisect, insort
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from itertools import islice
from typing import NamedTuple

from botrunner import translate
from botrunner.authors import Authors
from botrunner.clock import Clock
from botrunner.gateway import MALFORMED
from botrunner.lanes import Lane
from botrunner.plan import Bounds, Place, archived_place, in_order, was_archived_before
from botrunner.progress import Recovered, Watched
from botrunner.rest import PAGE, Json, Refused, Rest
from monitoring.emoji import payload_emoji
from monitoring.events import (
    Event,
    MessagesDeleted,
    ReactionChanged,
    ReactionsCleared,
    Source,
)

log = logging.getLogger(__name__)

# Where people react faster than we read, the last list is believed.
ASKED_AGAIN = 3

Put = Callable[[Event], Awaitable[None]]
Refuse = Callable[[int, Refused], Awaitable[None]]
HoldAt = Callable[[Lane, int, Event], None]
Awake = Callable[[], list[Place]]


class Asked(NamedTuple):
    """When something was asked for, and how many events of the lane waited then."""

    at: datetime
    place: int


class Backfill:
    """One reading of one lane. What Discord refuses is reported to `refuse`, and left out.

    `awake` tells the lane's threads that are active by now.
    """

    def __init__(
        self,
        lane: Lane,
        bounds: Bounds,
        rest: Rest,
        authors: Authors,
        clock: Clock,
        put: Put,
        hold_at: HoldAt,
        refuse: Refuse,
        recovered: Recovered,
        awake: Awake,
    ) -> None:
        self._lane = lane
        self._bounds = bounds
        self._rest = rest
        self._authors = authors
        self._clock = clock
        self._put = put
        self._hold_at = hold_at
        # Where in the lane, as if nothing were put there, we put what was read.
        self._placed: list[int] = []
        self._refuse = refuse
        self._recovered = recovered
        self._awake = awake
        self._watched: dict[int, Watched] = {}
        self._reacted: frozenset[int] = frozenset()
        self._shown: list[tuple[Json, Asked]] = []
        # Channels that refused to show who reacted: each call more would be refused as well.
        self._closed: set[int] = set()

    async def read(
        self,
        places: Sequence[Place],
        watched: Sequence[Watched],
        reacted: frozenset[int],
        *,
        reads_all: bool,
    ) -> None:
        """`reads_all`: whatever the last message's id says, which is old by now."""
        self._watched = {message.message_id: message for message in watched}
        self._reacted = reacted
        # The parent first, and before threads are asked for: calls come before their answers, and
        # what is deleted before it is read is lost.
        parents = [place for place in places if not place.is_thread]
        for place in parents:
            await self._messages_of(place, reads_all)
        threads = [place for place in places if place.is_thread]
        await self._threads([*threads, *await self._archived(places)], reads_all)
        for message in self._watched.values():
            await self._look_at(message)
        for payload, asked in self._shown:
            await self._reactions(payload, asked)

    async def _threads(self, listed: Sequence[Place], reads_all: bool) -> None:
        """With those that woke while we read: archived when we began, active when we listed."""
        read: set[int] = set()
        while fresh := {
            place.channel_id: place
            for place in (*listed, *self._awake())
            if place.channel_id not in read
        }:
            read |= fresh.keys()
            for place in in_order(fresh.values()):
                await self._messages_of(place, reads_all)

    async def _archived(self, places: Sequence[Place]) -> list[Place]:
        """Threads that were archived since the gap began and hold something unread."""
        since = self._bounds.since
        if since is None:
            return []
        is_awaited = bool(self._watched)
        known = {place.channel_id for place in places}
        found: list[Place] = []
        for parent in places:
            for is_private in self._listings(parent):
                try:
                    async for thread in self._rest.archived_threads(
                        parent.channel_id, is_private=is_private, is_awaited=is_awaited
                    ):
                        if was_archived_before(thread, since):
                            break
                        found.append(archived_place(thread, self._lane.lane_id))
                except Refused as refusal:
                    await self._refuse(parent.channel_id, refusal)
        return [place for place in found if place.channel_id not in known]

    def _listings(self, parent: Place) -> list[bool]:
        if not parent.has_threads:
            return []
        return [False, True] if parent.has_private_threads else [False]

    async def _messages_of(self, place: Place, reads_all: bool) -> None:
        if place.holds_messages and (reads_all or self._bounds.is_unread(place)):
            await self._messages(place)

    async def _messages(self, place: Place) -> None:
        after = self._bounds.after(place)
        cursor = self._bounds.cursor(place)
        try:
            while True:
                asked = self._asked()
                page = await self._rest.messages_after(place.channel_id, after)
                # What waits in the lane comes by itself, and knows its author's roles.
                until = self._lane.first_held(place.channel_id)
                for payload in page:
                    if until is None or int(payload["id"]) < until:
                        await self._message(payload, cursor, asked)
                if len(page) < PAGE or (until is not None and int(page[-1]["id"]) >= until):
                    return
                after = int(page[-1]["id"])
        except Refused as refusal:
            await self._refuse(place.channel_id, refusal)

    async def _message(self, payload: Json, cursor: int, asked: Asked) -> None:
        message_id = int(payload["id"])
        is_known = message_id <= cursor
        source = Source.EDIT if is_known and payload.get("edited_timestamp") else Source.HISTORY
        await self._translate(payload, source)
        self._watched.pop(message_id, None)
        self._show(payload, asked)
        if not is_known:
            self._recovered.message_count += 1

    async def _translate(self, payload: Json, source: Source) -> None:
        """One payload of an unexpected shape must not keep its whole lane unread."""
        try:
            await self._authors.add_member(payload)
            event = translate.message(payload, self._lane.guild_id, self._lane.lane_id, source)
        except MALFORMED:
            log.exception("Message %s could not be read; it is left out", payload.get("id"))
            return
        await self._put(event)

    async def _look_at(self, watched: Watched) -> None:
        """A message older than the gap that somebody still waits on."""
        lane = self._lane
        asked = self._asked()
        try:
            payload = await self._rest.message(watched.channel_id, watched.message_id)
        except Refused as refusal:
            if not refusal.is_unknown_message:
                await self._refuse(watched.channel_id, refusal)
                return
            await self._put(
                MessagesDeleted(
                    guild_id=lane.guild_id,
                    channel_id=watched.channel_id,
                    lane_id=lane.lane_id,
                    message_ids=(watched.message_id,),
                    delivered_at=self._clock.delivered(),
                    is_timed=False,
                )
            )
            return
        if payload.get("edited_timestamp"):
            await self._translate(payload, Source.EDIT)
        self._show(payload, asked)

    def _asked(self) -> Asked:
        return Asked(self._clock.delivered(), len(self._lane.held) - len(self._placed))

    def _show(self, payload: Json, asked: Asked) -> None:
        """Remember a message with reactions, without its text: a gap may be long."""
        if payload.get("reactions") or int(payload["id"]) in self._reacted:
            names = ("id", "channel_id", "reactions")
            self._shown.append(({name: payload.get(name) for name in names}, asked))

    async def _reactions(self, payload: Json, asked: Asked) -> None:
        """Read whole or not at all: whom a reading leaves out has taken the reaction back.

        What was read goes between what was heard before it was asked for and after: changes that
        wait in the lane and are older must not undo it, younger ones must.
        """
        lane = self._lane
        channel_id, message_id = int(payload["channel_id"]), int(payload["id"])
        if channel_id in self._closed:
            return
        try:
            reactors = await self._reactors(channel_id, message_id, payload)
            for _ in range(ASKED_AGAIN):
                if not self._has_changed(message_id, asked):
                    break
                asked = self._asked()
                payload = await self._rest.message(channel_id, message_id)
                reactors = await self._reactors(channel_id, message_id, payload)
        except Refused as refusal:
            # A message that went away while we read is told live, and its reactions stand.
            if not refusal.is_unknown_message:
                self._closed.add(channel_id)
                await self._refuse(channel_id, refusal)
            return
        self._recovered.reaction_count += len(reactors)
        event = translate.reactions_read(
            lane.guild_id, channel_id, lane.lane_id, message_id, reactors, asked.at
        )
        self._hold_at(lane, self._place(asked), event)
        insort(self._placed, asked.place)

    def _place(self, asked: Asked) -> int:
        """Where in the lane that moment is by now, after all that was put before it."""
        return asked.place + bisect(self._placed, asked.place)

    def _has_changed(self, message_id: int, asked: Asked) -> bool:
        """Were its reactions changed since then? Then the list may be of either side of it."""
        return any(
            isinstance(event, ReactionChanged | ReactionsCleared) and event.message_id == message_id
            for event in islice(self._lane.held, self._place(asked), None)
        )

    async def _reactors(
        self, channel_id: int, message_id: int, payload: Json
    ) -> list[tuple[str, str, int]]:
        """(emoji key, sign, person) of every reaction; an emoji that was cleared has none."""
        reactors: list[tuple[str, str, int]] = []
        for reaction in payload.get("reactions") or ():
            key, sign = payload_emoji(reaction["emoji"])
            for is_burst in _kinds(reaction):
                listing = self._rest.reactors(channel_id, message_id, sign, is_burst=is_burst)
                try:
                    reactors += [(key, sign, user_id) async for user_id in listing]
                except Refused as refusal:
                    if not refusal.is_unknown_emoji:
                        raise
        return reactors


def _kinds(reaction: Json) -> list[bool]:
    """Normal and super reactions are listed apart; False: normal."""
    details = reaction.get("count_details") or {"normal": reaction.get("count", 1), "burst": 0}
    return [
        is_burst for name, is_burst in (("normal", False), ("burst", True)) if details.get(name)
    ]
