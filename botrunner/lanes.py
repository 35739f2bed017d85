"""Lanes: a channel and its threads. Live events of a lane that is not read up to now wait."""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from monitoring.events import Event, Message, Source

log = logging.getLogger(__name__)

# Events that may wait behind backfills, in all lanes together: about 30 MB.
HELD_LIMIT = 20_000


class Sink(Protocol):
    """The writer's queue. False: full, the event was not taken."""

    def put(self, event: Event) -> bool: ...


@dataclass(slots=True)
class Lane:
    """`has_dropped`: an event of it is lost, so that only reading it anew makes it whole.

    `is_refused`: Discord does not show its history. What arrives live is written all the same; once
    it may be read, it is read from the refusal on.
    """

    guild_id: int
    lane_id: int
    is_ready: bool = False
    has_dropped: bool = False
    is_refused: bool = False
    unready_since: float = field(default_factory=time.monotonic)
    held: deque[Event] = field(default_factory=deque)

    def close(self) -> None:
        """From now on its events wait."""
        if self.is_ready:
            self.is_ready = False
            self.unready_since = time.monotonic()

    def refuse(self) -> None:
        """Its history may not be read any more."""
        if not self.is_refused:
            self.is_refused = True
            self.unready_since = time.monotonic()

    def first_held(self, channel_id: int) -> int | None:
        """The earliest message of a channel that waits here and need not be read."""
        return min(
            (
                event.message_id
                for event in self.held
                if event.channel_id == channel_id
                and isinstance(event, Message)
                and event.source is Source.LIVE
            ),
            default=None,
        )


class Lanes:
    """Routes every live event to the writer, or lets it wait behind its lane's backfill.

    `on_drop` is told of a lane that has lost an event because the writer's queue was full.
    """

    def __init__(
        self, sink: Sink, on_drop: Callable[[Lane], None], held_limit: int = HELD_LIMIT
    ) -> None:
        self._sink = sink
        self._on_drop = on_drop
        self._limit = held_limit
        self._held_count = 0
        self._lanes: dict[int, Lane] = {}
        self._planned: set[int] = set()
        self._parents: dict[int, int] = {}

    def __iter__(self) -> Iterator[Lane]:
        return iter(self._lanes.values())

    def lane_id_of(self, channel_id: int) -> int:
        """The channel that a thread belongs to; any other channel is its own lane."""
        return self._parents.get(channel_id, channel_id)

    def know_thread(self, thread_id: int, parent_id: int) -> None:
        self._parents[thread_id] = parent_id

    def threads_of(self, lane_id: int) -> list[int]:
        return [thread for thread, parent in self._parents.items() if parent == lane_id]

    def find(self, lane_id: int) -> Lane | None:
        return self._lanes.get(lane_id)

    def of_guild(self, guild_id: int) -> list[Lane]:
        return [lane for lane in self._lanes.values() if lane.guild_id == guild_id]

    def open(self, guild_id: int, lane_id: int) -> Lane:
        """The lane; a new one is ready where its server has been listened to all the while."""
        lane = self._lanes.get(lane_id)
        if lane is None:
            lane = Lane(guild_id, lane_id, is_ready=guild_id in self._planned)
            self._lanes[lane_id] = lane
        return lane

    def close_guild(self, guild_id: int) -> None:
        """The server may have been missed: nothing of it is written before it is read."""
        self._planned.discard(guild_id)
        for lane in self.of_guild(guild_id):
            lane.close()

    def plan(self, guild_id: int, lane_ids: set[int]) -> list[Lane]:
        """Returns all lanes that need reading; those that come later are new, and ready."""
        for lane_id in lane_ids:
            self.open(guild_id, lane_id)
        self._planned.add(guild_id)
        return self.of_guild(guild_id)

    def forget_guild(self, guild_id: int) -> None:
        """A server is not recorded any more: nothing of it waits."""
        self._planned.discard(guild_id)
        for lane in self.of_guild(guild_id):
            self._held_count -= len(lane.held)
            del self._lanes[lane.lane_id]

    def take(self, event: Event) -> None:
        """A live event: to the writer, or behind the backfill."""
        lane = self._lanes.get(event.lane_id) or self.open(event.guild_id, event.lane_id)
        if not lane.is_ready:
            self._hold(lane, event)
        elif not self._sink.put(event):
            lane.close()
            lane.has_dropped = True
            self._on_drop(lane)

    def begin(self, lane: Lane) -> None:
        """A backfill begins: what was dropped before now is in it."""
        lane.has_dropped = False

    def finish(self, lane: Lane) -> bool:
        """Let the waiting events through, in order. False: some were dropped, read it again."""
        while lane.held and not lane.has_dropped:
            if not self._sink.put(lane.held[0]):
                return False
            lane.held.popleft()
            self._held_count -= 1
        lane.is_ready = not lane.has_dropped
        return lane.is_ready

    def hold_at(self, lane: Lane, place: int, event: Event) -> None:
        """Put what was read among what waits, as the `place`th: between what was heard before it
        was asked for and after.
        """
        lane.held.insert(place, event)
        self._held_count += 1

    def _hold(self, lane: Lane, event: Event) -> None:
        if self._held_count < self._limit:
            lane.held.append(event)
            self._held_count += 1
            return
        if not lane.has_dropped:
            log.warning("Too many events wait; channel %s will be read again.", lane.lane_id)
        self._held_count -= len(lane.held)
        lane.held.clear()
        lane.has_dropped = True
