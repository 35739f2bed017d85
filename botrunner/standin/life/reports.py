"""Weekly task reports by leaders, and the reviews of curators."""

from ..model import Message, User
from .cast import Scene
from .stage import Stage

CHANNEL = "completed-tasks"


class Reports:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def report(self, scene: Scene) -> None:
        stage = self._stage
        if not scene.takes_reports:
            return
        author = stage.rng.choice(scene.leaders)
        count = stage.rng.randint(2, 9)
        message = stage.direction.post(
            scene.guild, scene.channels[CHANNEL], author, self._text(scene, count)
        )
        if stage.chance(0.92):
            stage.after(stage.about(90, 0.9), lambda: self._review(scene, message, count))

    def _text(self, scene: Scene, count: int) -> str:
        stage = self._stage
        if stage.chance(0.05):
            return stage.say("report_unclear", scene)
        if stage.chance(0.5):
            words = "задача" if count == 1 else "задачи" if count < 5 else "задач"
            more = count + stage.rng.randint(0, 2)
            return stage.say("report_counts", scene, n=count, m=more, tasks=words)
        chosen = stage.rng.sample(stage.texts["tasks"], count)
        lines = [f"{number}. {task} +" for number, task in enumerate(chosen, 1)]
        return "\n".join([stage.say("report_intros", scene), *lines])

    def _review(self, scene: Scene, message: Message, count: int) -> None:
        stage = self._stage
        curator = scene.some_curator(stage.rng, message.author)
        stage.direction.react(message.id, curator, stage.rng.choice(stage.texts["review_emoji"]))
        if stage.chance(0.12):
            self._reply(scene, message, curator, stage.say("verdict_later"))
        verdict = self._verdict(count)
        stage.after(stage.about(150, 0.8), lambda: self._reply(scene, message, curator, verdict))

    def _verdict(self, count: int) -> str:
        stage = self._stage
        if stage.chance(0.68):
            return stage.say("verdict_all", n=count)
        if stage.chance(0.75):
            approved = stage.rng.randint(1, count - 1)
            rest = count - approved
            return stage.say("verdict_part", n=count, k=approved, rest=rest)
        return stage.say("verdict_none")

    def _reply(self, scene: Scene, message: Message, curator: User, text: str) -> None:
        channel = scene.channels[CHANNEL]
        self._stage.direction.post(scene.guild, channel, curator, text, reply_to=message.id)
