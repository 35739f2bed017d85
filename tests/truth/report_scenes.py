"""Weekly reports of leaders, from the post to the verdict."""

from collections.abc import Generator

from botrunner.standin.model import Message

from .setting import EXEMPT, LIMITED, PLAIN, SANDBOX
from .stage import Stage
from .texts import APPROVALS_OF_ALL, CHATTER, NO_VERDICTS, NUMBERS_AND_REFUSALS, REPORTS

Scene = Generator[float, None, None]
TAKING = ("Government", LIMITED, EXEMPT, PLAIN, SANDBOX)
READABLE = tuple(text for text, count in REPORTS.items() if count is not None)


def verified(stage: Stage) -> Scene:
    """Reaction, then reply; on the way words that are no verdict."""
    server, report = _report(stage)
    curator = stage.curator()
    yield stage.pause()
    stage.react(report, curator)
    yield stage.pause()
    if stage.rng.random() < 0.4:
        _reply(stage, server, report, curator, stage.pick(NO_VERDICTS))
        yield stage.pause()
    _reply(stage, server, report, curator, _verdict(stage, report))
    yield stage.pause()
    if stage.rng.random() < 0.3:
        stage.standin.clear_reactions(report)
    if stage.rng.random() < 0.2:
        _reply(stage, server, report, curator, "отклонено")
    if stage.rng.random() < 0.2:
        stage.standin.delete(report)


def verdict_before_reaction(stage: Stage) -> Scene:
    server, report = _report(stage)
    curator = stage.curator()
    yield stage.pause()
    _reply(stage, server, report, curator, _verdict(stage, report))
    yield stage.pause()
    if stage.rng.random() < 0.7:
        stage.react(report, curator)
        yield stage.pause()


def review_passed_on(stage: Stage) -> Scene:
    """The earliest reaction that stands reviews; the replies of others change nothing."""
    server, report = _report(stage)
    first, second = stage.two_curators()
    yield stage.pause()
    emoji = stage.react(report, first)
    yield stage.pause()
    stage.react(report, second)
    yield stage.pause()
    if stage.rng.random() < 0.7:
        stage.standin.unreact(report, first, emoji)
        yield stage.pause()
    if stage.rng.random() < 0.7:
        _reply(stage, server, report, second, _verdict(stage, report))
        yield stage.pause()


def count_edited(stage: Stage) -> Scene:
    """Read again while pending, and not once it is reviewed."""
    server, report = _report(stage)
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.react(report, stage.curator())
        yield stage.pause()
    stage.standin.edit(report, f"{stage.help(server)} {stage.pick(READABLE)}")
    yield stage.pause()


def withdrawn(stage: Stage) -> Scene:
    _, report = _report(stage)
    yield stage.pause()
    if stage.rng.random() < 0.5:
        stage.react(report, stage.curator())
        yield stage.pause()
    stage.standin.delete(report)
    yield stage.pause()


def talk_beside_reports(stage: Stage) -> Scene:
    """What is no report in the reports' channel: activity of curators, chatter of leaders."""
    server = stage.rng.choice(TAKING)
    words = stage.say(server, "completed-tasks", stage.leader(server), stage.pick(CHATTER))
    yield stage.pause()
    stage.react(words, stage.curator())
    _reply(stage, server, words, stage.curator(), stage.pick(CHATTER))
    yield stage.pause()


def _report(stage: Stage) -> tuple[str, Message]:
    server = stage.rng.choice(TAKING)
    text = f"{stage.help(server)} {stage.pick(tuple(REPORTS))}"
    return server, stage.say(server, "completed-tasks", stage.leader(server), text)


def _verdict(stage: Stage, report: Message) -> str:
    """Against a count that could not be read only a number or a refusal is a verdict."""
    if stage.rng.random() < 0.5:
        return stage.pick(NUMBERS_AND_REFUSALS)
    return stage.pick(APPROVALS_OF_ALL)


def _reply(stage: Stage, server: str, to: Message, person: int, text: str) -> None:
    stage.say(server, to.channel_id, person, text, reply_to=to)


SCENES = (
    (verified, 4),
    (verdict_before_reaction, 2),
    (review_passed_on, 3),
    (count_edited, 2),
    (withdrawn, 2),
    (talk_beside_reports, 1),
)
