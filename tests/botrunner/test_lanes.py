"""Law: what a lane lets through is in order and complete, or the lane is read again."""

from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from botrunner.lanes import Lane, Lanes
from monitoring.events import Event, Message

GUILD, LANE, OTHER, THREAD = 1, 10, 20, 11


@dataclass
class Queue:
    room: int = 1_000_000
    events: list[Event] = field(default_factory=list)

    def put(self, event: Event) -> bool:
        if self.room <= 0:
            return False
        self.room -= 1
        self.events.append(event)
        return True

    @property
    def ids(self) -> list[int]:
        return [event.message_id for event in self.events]  # type: ignore[union-attr]


def message(number: int, channel_id: int = LANE, lane_id: int = LANE) -> Message:
    return Message(GUILD, channel_id, lane_id, number, 5, "x", "y")


def make(room: int = 1_000_000, limit: int = 1000) -> tuple[Lanes, Queue, list[Lane]]:
    queue, dropped = Queue(room), list[Lane]()
    return Lanes(queue, dropped.append, limit), queue, dropped


def test_before_a_server_is_planned_everything_of_it_waits() -> None:
    lanes, queue, _ = make()
    lanes.take(message(1))
    [lane] = lanes.plan(GUILD, {LANE})
    lanes.take(message(2))
    assert queue.ids == []
    lanes.begin(lane)
    assert lanes.finish(lane)
    lanes.take(message(3))
    assert queue.ids == [1, 2, 3]


def test_a_channel_made_while_we_listen_is_ready_at_once() -> None:
    lanes, queue, _ = make()
    lanes.plan(GUILD, {LANE})
    lanes.take(message(1, OTHER, OTHER))
    assert queue.ids == [1]


def test_a_closed_server_waits_again() -> None:
    lanes, queue, _ = make()
    [lane] = lanes.plan(GUILD, {LANE})
    lanes.finish(lane)
    lanes.close_guild(GUILD)
    lanes.take(message(1))
    lanes.take(message(2, OTHER, OTHER))
    assert queue.ids == []


def test_a_thread_waits_with_its_channel() -> None:
    lanes, _, _ = make()
    lanes.know_thread(THREAD, LANE)
    assert lanes.lane_id_of(THREAD) == LANE
    assert lanes.lane_id_of(OTHER) == OTHER
    assert lanes.threads_of(LANE) == [THREAD]


def test_an_event_that_the_queue_refuses_closes_its_lane_and_is_told() -> None:
    lanes, queue, dropped = make(room=1)
    [lane] = lanes.plan(GUILD, {LANE})
    lanes.finish(lane)
    for number in (1, 2, 3):
        lanes.take(message(number))
    assert dropped == [lane]
    assert queue.ids == [1]
    queue.room = 10
    assert not lanes.finish(lane)  # 2 is lost: only reading it anew makes the lane whole
    lanes.begin(lane)
    assert lanes.finish(lane)
    assert queue.ids == [1, 3]


def test_a_full_queue_keeps_what_waits() -> None:
    lanes, queue, _ = make(room=1)
    [lane] = lanes.plan(GUILD, {LANE})
    for number in (1, 2, 3):
        lanes.take(message(number))
    lanes.begin(lane)
    assert not lanes.finish(lane)
    assert not lane.has_dropped
    queue.room = 10
    assert lanes.finish(lane)
    assert queue.ids == [1, 2, 3]


def test_too_many_waiting_events_are_dropped_with_their_lane() -> None:
    lanes, queue, _ = make(limit=2)
    [lane] = lanes.plan(GUILD, {LANE})
    lanes.begin(lane)
    for number in (1, 2, 3, 4):
        lanes.take(message(number))
    assert not lanes.finish(lane)
    lanes.begin(lane)
    assert lanes.finish(lane)
    assert queue.ids == [4]


def test_the_first_message_that_waits_ends_the_backfill_of_its_channel() -> None:
    lanes, _, _ = make()
    lanes.know_thread(THREAD, LANE)
    [lane] = lanes.plan(GUILD, {LANE})
    for event in (message(7), message(5), message(3, THREAD)):
        lanes.take(event)
    assert (lane.first_held(LANE), lane.first_held(THREAD), lane.first_held(OTHER)) == (5, 3, None)


@given(st.lists(st.sampled_from(["take", "close", "read", "full", "free"]), max_size=60))
def test_nothing_is_lost_and_nothing_passes_unread(steps: list[str]) -> None:
    """A backfill gives all messages up to now; after it, the queue holds them in order."""
    lanes, queue, _ = make(limit=5)
    [lane] = lanes.plan(GUILD, {LANE})
    posted: list[int] = []
    known: set[int] = set()
    for step in [*steps, "free", "read", "read"]:
        if step == "take":
            posted.append(len(posted) + 1)
            lanes.take(message(posted[-1]))
        elif step == "close":
            lane.close()
        elif step == "read" and not lane.is_ready:
            lanes.begin(lane)
            until = lane.first_held(LANE) or len(posted) + 1
            history = [n for n in posted if n < until and n not in known]
            if queue.room >= len(history):
                for number in history:
                    queue.put(message(number))
                known.update(queue.ids)
                lanes.finish(lane)
        elif step == "full":
            queue.room = 1
        elif step == "free":
            queue.room = 1_000
        known.update(queue.ids)
        assert queue.ids == sorted(queue.ids)
    assert lane.is_ready
    assert queue.ids == posted
