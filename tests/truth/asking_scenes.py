"""How requests open, join, are taken back, or do not open at all."""

from collections.abc import Generator

from .activity_scenes import EARLY, LATE
from .setting import EVERY, EXEMPT, HIDDEN_CHANNEL, LIMITED, PLAIN
from .stage import Stage
from .texts import CALLS, CHATTER, NEEDS, REPLIES, REPORTS, SOLVED

Scene = Generator[float, None, None]


def unanswered(stage: Stage) -> Scene:
    server = stage.server()
    person = stage.ask(server)
    stage.say(server, stage.channel(server), person, stage.pick(CALLS))
    yield stage.pause()
    stage.leave(server, person)


def by_role(stage: Stage) -> Scene:
    """The help role opens whatever is said beside it."""
    server = stage.server()
    person = stage.ask(server)
    text = stage.rng.choice(("", stage.pick(CHATTER)))
    call = stage.say(server, stage.channel(server), person, f"{stage.help(server)} {text}")
    yield stage.pause()
    stage.say(server, call.channel_id, stage.curator(), stage.pick(REPLIES), reply_to=call)
    stage.leave(server, person)


def joined(stage: Stage) -> Scene:
    """Calls within ten minutes are one request; an answer to any of them answers it."""
    server = stage.server()
    person, channel = stage.ask(server), stage.channel(server)
    calls = [stage.say(server, channel, person, stage.pick(CALLS))]
    for _ in range(stage.rng.randint(1, 3)):
        yield stage.rng.choice((5.0, 60.0, 400.0, 560.0, 660.0))
        calls.append(stage.say(server, channel, person, stage.pick(CALLS)))
    yield stage.pause()
    stage.react(stage.rng.choice(calls), stage.curator())
    yield stage.pause()
    stage.leave(server, person)


def parted_by_an_end(stage: Stage) -> Scene:
    """What ended the first, standing or withdrawn, keeps the second from joining."""
    server = stage.server()
    person, channel = stage.ask(server), stage.channel(server)
    call = stage.say(server, channel, person, stage.pick(CALLS))
    yield stage.pause()
    answer = stage.say(server, channel, stage.curator(), stage.pick(REPLIES), reply_to=call)
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.standin.delete(answer)
        yield stage.pause()
    second = stage.say(server, channel, person, stage.pick(CALLS))
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.say(server, channel, stage.curator(), stage.pick(REPLIES), reply_to=second)
    stage.leave(server, person)


def solved(stage: Stage) -> Scene:
    """By its author: in the channel within ten minutes of the last message, or as a reply."""
    server = stage.server()
    person, channel = stage.ask(server), stage.channel(server)
    call = stage.say(server, channel, person, stage.pick(CALLS))
    if stage.rng.random() < 0.3:
        yield 90.0
        stage.say(server, channel, person, stage.pick(CALLS))
    yield stage.rng.choice((30.0, 200.0, 500.0, 580.0, 640.0, 900.0))
    is_reply = stage.rng.random() < 0.5
    options = {"reply_to": call} if is_reply else {}
    stage.say(server, channel, person, stage.pick(SOLVED), **options)
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.say(server, channel, stage.curator(), stage.pick(REPLIES), reply_to=call)
        yield stage.pause()
    if stage.rng.random() < 0.3:
        stage.say(server, channel, person, stage.pick(CALLS))
        yield stage.pause()
    stage.leave(server, person)


def deleted(stage: Stage) -> Scene:
    """All its messages gone: cancelled before the first alert is due, marked later."""
    server = stage.server()
    person, channel = stage.ask(server), stage.channel(server)
    calls = [stage.say(server, channel, person, stage.pick(CALLS))]
    if stage.rng.random() < 0.5:
        yield 45.0
        calls.append(stage.say(server, channel, person, stage.pick(CALLS)))
    yield stage.rng.choice((EARLY, LATE))
    if len(calls) == 2 and stage.rng.random() < 0.4:
        stage.standin.bulk_delete(calls)
    else:
        for call in calls[: stage.rng.randint(1, len(calls))]:
            stage.standin.delete(call)
            yield stage.pause()
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.say(server, channel, stage.curator(), f"<@{person}> {stage.pick(REPLIES)}")
        yield stage.pause()
    if stage.rng.random() < 0.3:
        stage.say(server, channel, person, stage.pick(CALLS))
        yield stage.pause()
    stage.leave(server, person)


def edited_into_a_call(stage: Stage) -> Scene:
    """Within ten minutes it opens with its own time, whatever came between; later it doesn't."""
    server = stage.server()
    person, channel = stage.ask(server), stage.channel(server)
    message = stage.say(server, channel, person, stage.pick(CHATTER))
    yield 30.0
    between = stage.rng.choice(("nothing", "reply", "reaction", "call"))
    if between == "reply":
        stage.say(server, channel, stage.curator(), stage.pick(REPLIES), reply_to=message)
    elif between == "reaction":
        stage.react(message, stage.curator())
    elif between == "call":
        stage.say(server, channel, person, stage.pick(CALLS))
    yield stage.rng.choice((20.0, 300.0, 540.0, 650.0))
    stage.standin.edit(message, stage.pick(CALLS))
    yield stage.pause()
    stage.react(message, stage.curator())
    yield stage.pause()
    stage.standin.edit(message, stage.pick(CHATTER))
    yield stage.pause()
    stage.leave(server, person)


def nobody_asks(stage: Stage) -> Scene:
    """Who may not ask, and where nothing opens."""
    kind = stage.rng.choice(("excluded", "exempt", "channel", "hidden", "forward"))
    server = {"exempt": EXEMPT, "channel": LIMITED}.get(kind, "Government")
    channel = {"channel": "помощь", "hidden": HIDDEN_CHANNEL}.get(kind, "вопросы")
    people = {"excluded": stage.excluded, "exempt": stage.exempt}
    person = people.get(kind) or stage.ask(server)
    call = stage.say(server, channel, person, stage.pick(CALLS))
    if kind == "forward":
        stage.say(server, "флуд", person, "", forward=call)
    yield stage.pause()
    stage.say(server, channel, stage.curator(), stage.pick(REPLIES), reply_to=call)
    yield stage.pause()
    if kind not in people:
        stage.leave(server, person)


def newcomer_asks(stage: Stage) -> Scene:
    """A request of the time before they were a curator; their own reaction is no answer."""
    server = stage.server()
    channel = stage.channel(server)
    call = stage.say(server, channel, stage.newcomer, stage.pick(CALLS))
    yield stage.pause()
    stage.react(call, stage.newcomer)
    yield stage.pause()
    stage.react(call, stage.curator())
    yield stage.pause()


def every_message(stage: Stage) -> Scene:
    person = stage.ask(EVERY)
    stage.say(EVERY, "помощь", person, stage.pick(NEEDS))
    yield stage.pause()
    stage.say(EVERY, "помощь", person, stage.pick(NEEDS))
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.say(EVERY, "помощь", stage.curator(), f"<@{person}> {stage.pick(REPLIES)}")
    else:
        stage.say(EVERY, "помощь", person, stage.pick(SOLVED))
    stage.leave(EVERY, person)


def mention_of_a_curator(stage: Stage) -> Scene:
    """A request where the server says so, and nothing elsewhere."""
    server = stage.rng.choice((EVERY, "Government"))
    person, curator = stage.ask(server), stage.curator()
    call = stage.say(server, "общий-чат", person, f"<@{curator}> {stage.pick(NEEDS)}")
    yield stage.pause()
    stage.say(server, "общий-чат", curator, stage.pick(REPLIES), reply_to=call)
    stage.leave(server, person)


def plain_answer(stage: Stage) -> Scene:
    """On one server a curator's bare message answers the only request of half an hour."""
    person = stage.ask(PLAIN)
    channel = stage.rng.choice(("вопросы", "помощь", "флуд", "рация", "общий-чат"))
    stage.say(PLAIN, channel, person, stage.pick(CALLS))
    yield stage.rng.choice((40.0, 600.0, 1700.0, 1900.0))
    answer = stage.say(PLAIN, channel, stage.curator(), stage.pick(REPLIES))
    yield stage.pause()
    if stage.rng.random() < 0.2:
        stage.standin.delete(answer)
        yield stage.pause()
    stage.leave(PLAIN, person)


def report_that_is_none(stage: Stage) -> Scene:
    """Where reports are not taken, its role mention opens a request."""
    person = stage.ask("Detectives")
    text = f"{stage.help('Detectives')} {stage.pick(tuple(REPORTS))}"
    stage.say("Detectives", "completed-tasks", person, text)
    yield stage.pause()
    stage.leave("Detectives", person)


SCENES = (
    (unanswered, 3),
    (by_role, 3),
    (joined, 6),
    (parted_by_an_end, 5),
    (solved, 6),
    (deleted, 6),
    (edited_into_a_call, 6),
    (nobody_asks, 3),
    (newcomer_asks, 1),
    (every_message, 3),
    (mention_of_a_curator, 2),
    (plain_answer, 3),
    (report_that_is_none, 1),
)
