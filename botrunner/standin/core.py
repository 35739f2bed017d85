"""What every part of the stand-in shares: the world, the clock, the sessions and the log."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from .clock import Clock, Snowflakes
from .faults import Faults
from .log import Dispatch, Entry, EventLog
from .model import Channel, Guild, Message
from .sessions import Sessions
from .world import World


@dataclass(frozen=True, slots=True)
class Options:
    """How the stand-in behaves; durations in seconds."""

    heartbeat_seconds: float = 41.25
    identify_every_seconds: float = 0.0  # Discord: 5; 0 lets tests restart a bot at once
    resume_buffer: int = 20_000  # events kept for a resume, per session
    log_limit: int | None = None
    keep_history_seconds: float | None = None
    rate_limits: bool = True
    global_limit: int = 50  # Discord: requests per second and bot


@dataclass(slots=True)
class Interaction:
    """One press of a button, command or form, and what became of it."""

    id: int
    token: str
    kind: int
    channel_id: int
    user_id: int
    message_id: int | None
    custom_id: str
    created_ms: int
    answered_ms: int | None = None
    answer_type: int | None = None
    original_id: int | None = None
    deferred_flags: int = 0
    modal: dict[str, Any] | None = None
    followups: dict[int, Message] = field(default_factory=dict)


class Core:
    def __init__(self, world: World, clock: Clock, options: Options) -> None:
        self.world = world
        self.clock = clock
        self.options = options
        self.ids = Snowflakes(clock)
        self.log = EventLog(options.log_limit)
        self.faults = Faults()
        self.sessions = Sessions(world, options.resume_buffer)
        self.interactions: dict[str, Interaction] = {}
        self.nonces: dict[tuple[int, str], tuple[int, int, int]] = {}
        self.calls: deque[dict[str, Any]] = deque(maxlen=10_000)
        self._dispatched = 0
        self._identified_ms = 0

    def emit(
        self,
        event: str,
        data: dict[str, Any],
        guild: Guild,
        channel: Channel | None = None,
        kind: str | None = None,
        at_ms: int | None = None,
        **facts: Any,
    ) -> Entry | None:
        """Dispatch to the sessions; with `kind`, write the ground truth down as well."""
        dispatch = Dispatch(event, data, guild.id, channel.id if channel else None)
        delivered = self.sessions.send(dispatch)
        if delivered == "live" and self.faults.stalled_until_ms > self.clock.now_ms():
            delivered = "stalled"
        entry = None
        if kind is not None:
            at_ms = self.clock.now_ms() if at_ms is None else at_ms
            entry = self.log.append(
                at_ms, kind, dispatch, guild_id=str(guild.id), **facts, delivered=delivered
            )
        self._redeliver_sometimes(dispatch)
        return entry

    def note(self, kind: str, **facts: Any) -> Entry:
        """Ground truth that is no dispatch: what bots and the gateway did."""
        return self.log.append(self.clock.now_ms(), kind, **facts)

    def identify_slot(self) -> bool:
        """Whether a session may identify now (max_concurrency is 1); takes the slot if so."""
        now = self.clock.now_ms()
        since = now - self._identified_ms
        if since < self.options.identify_every_seconds * 1000:
            return False
        self._identified_ms = now
        return True

    def redeliver(self, dispatches: list[Dispatch]) -> int:
        """Send the same events again, with new sequence numbers; how many there were."""
        for dispatch in dispatches:
            self.sessions.send(dispatch)
        return len(dispatches)

    def _redeliver_sometimes(self, dispatch: Dispatch) -> None:
        self._dispatched += 1
        every = self.faults.redeliver_every
        if every and self._dispatched % every == 0:
            self.sessions.send(dispatch)
