"""How requests are answered, by whom, and how an answer is taken back."""

from collections.abc import Generator

from botrunner.standin.model import Message

from .activity_scenes import EARLY, LATE
from .stage import Stage
from .texts import CALLS, CHATTER, REPLIES

Scene = Generator[float, None, None]


def replied(stage: Stage) -> Scene:
    server, person, call = _call(stage)
    yield stage.pause()
    stage.say(
        server,
        call.channel_id,
        stage.curator(),
        stage.pick(REPLIES),
        reply_to=call,
        ping=stage.rng.random() < 0.5,
    )
    yield stage.pause()
    stage.leave(server, person)


def replied_to_other_words(stage: Stage) -> Scene:
    """A reply to any message of the author answers, though not as a reply to the request."""
    server = stage.server()
    person, channel = stage.ask(server), stage.channel(server)
    words = stage.say(server, channel, person, stage.pick(CHATTER))
    yield stage.pause()
    stage.say(server, channel, person, stage.pick(CALLS))
    yield stage.pause()
    stage.say(server, channel, stage.curator(), stage.pick(REPLIES), reply_to=words)
    stage.leave(server, person)


def named(stage: Stage) -> Scene:
    server, person, call = _call(stage)
    yield stage.pause()
    stage.say(server, call.channel_id, stage.curator(), f"<@{person}> {stage.pick(REPLIES)}")
    yield stage.pause()
    stage.leave(server, person)


def two_named_at_once(stage: Stage) -> Scene:
    server, person, call = _call(stage)
    other = stage.ask(server)
    yield stage.pause()
    stage.say(server, call.channel_id, other, stage.pick(CALLS))
    yield stage.pause()
    text = f"<@{person}> <@!{other}> {stage.pick(REPLIES)}"
    stage.say(server, call.channel_id, stage.curator(), text)
    stage.leave(server, person)
    stage.leave(server, other)


def reacted(stage: Stage) -> Scene:
    """Two curators; the first may take it back, put it again, or lose it to a moderator."""
    server, person, call = _call(stage)
    first, second = stage.two_curators()
    yield stage.pause()
    emoji = stage.react(call, first)
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.react(call, second)
        yield stage.pause()
    turn = stage.rng.choice(("stays", "taken", "again", "cleared", "one cleared"))
    if turn in ("taken", "again"):
        stage.standin.unreact(call, first, emoji)
        yield stage.pause()
        if turn == "again":
            stage.react(call, first, emoji)
            yield stage.pause()
    elif turn != "stays":
        stage.standin.clear_reactions(call, None if turn == "cleared" else emoji)
        yield stage.pause()
    if stage.rng.random() < 0.4:
        stage.say(server, call.channel_id, second, stage.pick(REPLIES), reply_to=call)
        yield stage.pause()
    stage.leave(server, person)


def answer_deleted(stage: Stage) -> Scene:
    """Within ten minutes the answer is withdrawn, and the next decides; later it stands."""
    server, person, call = _call(stage)
    first, second = stage.two_curators()
    yield stage.pause()
    text = stage.rng.choice(("", f"<@{person}> ")) + stage.pick(REPLIES)
    answer = stage.say(server, call.channel_id, first, text, reply_to=call)
    yield stage.pause()
    if stage.rng.random() < 0.4:
        stage.say(server, call.channel_id, second, stage.pick(REPLIES), reply_to=call)
    yield stage.rng.choice((EARLY, LATE))
    if stage.rng.random() < 0.8:
        stage.standin.delete(answer)
    else:
        stage.standin.bulk_delete([answer])
    yield stage.pause()
    stage.leave(server, person)


def wrong_people(stage: Stage) -> Scene:
    """Members, bots, webhooks, the excluded and the author themselves answer nothing."""
    server, person, call = _call(stage)
    channel = call.channel_id
    yield stage.pause()
    stage.say(server, channel, stage.talker(server), stage.pick(CHATTER), reply_to=call)
    stage.react(call, stage.talker(server))
    yield stage.pause()
    stage.say(server, channel, "Дежурный", stage.pick(REPLIES), reply_to=call, bot=True)
    stage.say(server, channel, "Новости", f"<@{person}> {stage.pick(REPLIES)}", webhook=True)
    yield stage.pause()
    stage.say(server, channel, stage.excluded, stage.pick(REPLIES), reply_to=call)
    stage.react(call, stage.excluded)
    yield stage.pause()
    stage.say(server, channel, person, stage.pick(CHATTER), reply_to=call)
    stage.react(call, person)
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.react(call, stage.curator())
        yield stage.pause()
    stage.leave(server, person)


def newcomer_or_leaver_answers(stage: Stage) -> Scene:
    """The term in force at the time of the answer decides."""
    server, person, call = _call(stage)
    yield stage.pause()
    who = stage.rng.choice((stage.newcomer, stage.leaver))
    if stage.rng.random() < 0.5:
        stage.react(call, who)
    else:
        stage.say(server, call.channel_id, who, stage.pick(REPLIES), reply_to=call)
    yield stage.pause()
    stage.leave(server, person)


def elsewhere(stage: Stage) -> Scene:
    """Naming the author in another channel answers nothing."""
    server, person, call = _call(stage)
    yield stage.pause()
    channel = "мероприятия"
    stage.say(server, channel, stage.curator(), f"<@{person}> {stage.pick(REPLIES)}")
    yield stage.pause()
    stage.say(server, call.channel_id, stage.curator(), stage.pick(REPLIES))
    stage.leave(server, person)


def late_answers(stage: Stage) -> Scene:
    """What comes after the deciding answer is kept and changes nothing."""
    server, person, call = _call(stage)
    first, second = stage.two_curators()
    yield stage.pause()
    stage.say(server, call.channel_id, first, stage.pick(REPLIES), reply_to=call)
    yield stage.pause()
    stage.react(call, second)
    yield stage.pause()
    stage.standin.delete(call)
    yield stage.pause()
    stage.say(server, call.channel_id, second, f"<@{person}> {stage.pick(REPLIES)}")
    stage.leave(server, person)


def _call(stage: Stage) -> tuple[str, int, Message]:
    server = stage.server()
    person = stage.ask(server)
    return server, person, stage.say(server, stage.channel(server), person, stage.pick(CALLS))


SCENES = (
    (replied, 6),
    (replied_to_other_words, 3),
    (named, 5),
    (two_named_at_once, 3),
    (reacted, 9),
    (answer_deleted, 6),
    (wrong_people, 4),
    (newcomer_or_leaver_answers, 3),
    (elsewhere, 2),
    (late_answers, 4),
)
