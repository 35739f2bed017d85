"""What goes on all day and opens nothing: talk, reactions, and what curators do besides."""

from collections.abc import Generator

from .setting import EVERY, INACTIVE, SANDBOX
from .stage import Stage
from .texts import CALLS, CHATTER, PASSED_OVER, REPLIES

Scene = Generator[float, None, None]
EARLY, LATE = 120.0, 700.0  # seconds within, and past, the ten minutes of a withdrawal


def talk(stage: Stage) -> Scene:
    server = stage.any_server()
    for _ in range(stage.rng.randint(1, 6)):
        stage.say(server, stage.chat(), stage.talker(server), stage.pick(CHATTER))
        yield stage.pause()


def passed_over(stage: Stage) -> Scene:
    """A keyword in words that call nobody, also where every message opens a request."""
    server, channel = stage.rng.choice(((stage.server(), stage.chat()), (EVERY, "помощь")))
    stage.say(server, channel, stage.talker(server), stage.pick(PASSED_OVER))
    yield 0.0


def curator_talks(stage: Stage) -> Scene:
    """Messages and replies of a curator, edited and unfurled, which changes nothing."""
    server, curator = stage.any_server(), stage.curator()
    message = stage.say(server, stage.chat(), curator, stage.pick(REPLIES))
    yield stage.pause()
    stage.standin.edit(message, stage.pick(CHATTER))
    yield stage.pause()
    stage.standin.unfurl(message)
    stage.say(server, message.channel_id, curator, stage.pick(REPLIES), reply_to=message)
    yield 0.0


def reactions(stage: Stage) -> Scene:
    """Put, taken back, put again, cleared; by curators and by others."""
    server = stage.any_server()
    message = stage.say(server, stage.chat(), stage.talker(server), stage.pick(CHATTER))
    yield stage.pause()
    first, second = stage.two_curators()
    emoji = stage.react(message, first)
    stage.react(message, second, emoji)
    stage.react(message, stage.talker(server), emoji)
    stage.react(message, second, "🔥")
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.standin.unreact(message, first, emoji)
        yield stage.pause()
        if stage.rng.random() < 0.5:
            stage.react(message, first, emoji)
            yield stage.pause()
    ending = stage.rng.choice(("stay", "stay", "all", "one"))
    if ending != "stay":
        stage.standin.clear_reactions(message, emoji if ending == "one" else None)


def deletion(stage: Stage) -> Scene:
    """Within ten minutes it withdraws; later, or in bulk, it doesn't. Reactions stand."""
    server, curator = stage.any_server(), stage.curator()
    channel = stage.chat()
    messages = [stage.say(server, channel, curator, stage.pick(REPLIES)) for _ in range(3)]
    yield stage.pause()
    for message in messages:
        stage.react(message, stage.curator())
    yield stage.rng.choice((EARLY, LATE))
    if stage.rng.random() < 0.5:
        stage.standin.delete(messages[0])
    else:
        stage.standin.bulk_delete(messages)
    yield 0.0


def strangers(stage: Stage) -> Scene:
    """Other bots, webhooks, system messages and forwards count for nobody."""
    server = stage.any_server()
    said = stage.say(server, stage.chat(), stage.talker(server), stage.pick(CHATTER))
    stage.say(server, stage.chat(), "Дежурный", stage.pick(CALLS), bot=True)
    yield stage.pause()
    stage.say(server, stage.chat(), "Новости", stage.pick(CALLS), webhook=True)
    stage.say(server, stage.chat(), stage.curator(), "", type=7)
    yield stage.pause()
    stage.say(server, stage.chat(), stage.curator(), "", forward=said)
    stage.say(server, stage.chat(), stage.talker(server), stage.pick(CALLS), type=7)


def curator_asks(stage: Stage) -> Scene:
    """A curator's own question is a message like others, and a request in a sandbox alone."""
    server, curator = stage.any_server(), stage.curator()
    message = stage.say(server, "вопросы", curator, stage.pick(CALLS))
    yield stage.pause()
    other = next(each for each in stage.curators if each != curator)
    stage.say(server, "вопросы", other, stage.pick(REPLIES), reply_to=message)


def newcomer_and_leaver(stage: Stage) -> Scene:
    """What these two do counts on one side of a moment and not on the other."""
    server = stage.server()
    for person in (stage.newcomer, stage.leaver):
        message = stage.say(server, stage.chat(), person, stage.pick(CHATTER))
        yield stage.pause()
        stage.react(message, person)
        yield stage.pause()


def silent_server(stage: Stage) -> Scene:
    """Nothing of a server that is switched off is kept."""
    person = stage.ask(INACTIVE)
    call = stage.say(INACTIVE, "вопросы", person, stage.pick(CALLS))
    yield stage.pause()
    stage.say(INACTIVE, "вопросы", stage.curator(), stage.pick(REPLIES), reply_to=call)
    stage.react(call, stage.curator())
    stage.leave(INACTIVE, person)


def sandbox_question(stage: Stage) -> Scene:
    asker, helper = stage.two_curators()
    call = stage.say(SANDBOX, "вопросы", asker, stage.pick(CALLS))
    yield stage.pause()
    stage.react(call, asker)
    yield stage.pause()
    stage.say(SANDBOX, "вопросы", helper, f"<@{asker}> {stage.pick(REPLIES)}")


SCENES = (
    (talk, 20),
    (passed_over, 3),
    (curator_talks, 8),
    (reactions, 10),
    (deletion, 5),
    (strangers, 4),
    (curator_asks, 3),
    (newcomer_and_leaver, 4),
    (silent_server, 1),
    (sandbox_question, 1),
)
