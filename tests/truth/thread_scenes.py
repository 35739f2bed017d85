"""Threads that a call began, and forum posts."""

from collections.abc import Generator

from .setting import LIMITED
from .stage import Stage
from .texts import CALLS, CHATTER, REPLIES

Scene = Generator[float, None, None]


def thread_of_a_call(stage: Stage) -> Scene:
    """An answer in the thread that a call's message started answers the call."""
    server = stage.server()
    person, channel = stage.ask(server), stage.channel(server)
    call = stage.say(server, channel, person, stage.pick(CALLS))
    if stage.rng.random() < 0.3:
        yield 50.0
        call = stage.say(server, channel, person, stage.pick(CALLS))
    yield stage.pause()
    curator = stage.curator()
    thread = stage.standin.create_thread(server, channel, curator, "разбор", starter=call)
    yield stage.pause()
    words = stage.say(server, thread.id, person, stage.pick((*CHATTER, *CALLS)))
    yield stage.pause()
    stage.say(server, thread.id, curator, stage.pick(REPLIES))
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.say(server, thread.id, curator, f"<@{person}> {stage.pick(REPLIES)}")
    else:
        stage.say(server, thread.id, curator, stage.pick(REPLIES), reply_to=words)
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.standin.archive_thread(thread)
        yield stage.pause()
        stage.say(server, thread.id, stage.talker(server), stage.pick(CHATTER))
    stage.leave(server, person)


def thread_of_chatter(stage: Stage) -> Scene:
    """A thread is a channel of its own; deleting it deletes no activity."""
    server = stage.server()
    channel = stage.channel(server)
    person = stage.ask(server)
    thread = stage.standin.create_thread(server, channel, stage.talker(server), "беседа")
    yield stage.pause()
    stage.say(server, thread.id, stage.curator(), stage.pick(REPLIES))
    stage.say(server, thread.id, stage.talker(server), stage.pick(CHATTER))
    yield stage.pause()
    if stage.rng.random() < 0.4:
        stage.standin.delete_thread(thread)
    else:
        call = stage.say(server, thread.id, person, stage.pick(CALLS))
        yield stage.pause()
        stage.react(call, stage.curator())
    yield stage.pause()
    stage.leave(server, person)


def forum_post(stage: Stage) -> Scene:
    server = stage.rng.choice((stage.server(), LIMITED))
    person = stage.ask(server)
    text = stage.pick((*CALLS, *CHATTER))
    thread, _ = stage.standin.create_post(server, "обращения", person, "обращение", text)
    yield stage.pause()
    if stage.rng.random() < 0.3:
        stage.say(server, thread.id, person, stage.pick(CALLS))
        yield stage.pause()
    stage.say(server, thread.id, stage.curator(), f"<@{person}> {stage.pick(REPLIES)}")
    yield stage.pause()
    stage.leave(server, person)


def forum_post_of_a_curator(stage: Stage) -> Scene:
    server = stage.server()
    thread, first = stage.standin.create_post(
        server, "обращения", stage.curator(), "объявление", stage.pick(CHATTER)
    )
    yield stage.pause()
    stage.react(first, stage.curator())
    stage.say(server, thread.id, stage.talker(server), stage.pick(CHATTER))


SCENES = (
    (thread_of_a_call, 5),
    (thread_of_chatter, 3),
    (forum_post, 4),
    (forum_post_of_a_curator, 1),
)
