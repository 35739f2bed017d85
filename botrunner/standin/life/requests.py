"""Requests for help, and what becomes of them: answered, late, taken back, forgotten."""

from ..model import Channel, Message, User
from .cast import Scene
from .stage import Stage

CHANNELS = {"вопросы": 45, "помощь": 35, "общий-чат": 15}
FORUM = "обращения"
# What becomes of a request, in percent.
FATES = {"soon": 77, "late": 13, "never": 2, "solved": 5, "deleted": 3}
KINDS = {"reply": 50, "reaction": 18, "naming": 20, "thread": 6, "reply_later": 6}


class Requests:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def ask(self, scene: Scene) -> None:
        stage = self._stage
        author = stage.rng.choice(scene.regulars)
        if stage.chance(0.04):
            _, message = stage.direction.create_post(
                scene.guild,
                scene.channels[FORUM],
                author,
                stage.say("forum_titles"),
                self._text(scene),
            )
        else:
            channel = scene.channels[_pick(stage, CHANNELS)]
            message = stage.direction.post(scene.guild, channel, author, self._text(scene))
        if stage.chance(0.12):
            stage.after(stage.about(60), lambda: self._follow_up(scene, message))
        self._decide(scene, message)

    def answer(self, scene: Scene, message: Message, curator: User | None = None) -> None:
        """A curator answers in one of the ways that people have."""
        stage = self._stage
        curator = curator or scene.some_curator(stage.rng, message.author)
        kind = _pick(stage, KINDS)
        if kind == "reaction":
            self._react(message, curator)
        elif kind == "naming":
            author = f"<@{message.author.id}>"
            text = stage.say("naming_answers", author=author)
            stage.direction.post(scene.guild, self._place(message), curator, text)
        elif kind == "thread" and not self._place(message).is_thread:
            self._in_thread(scene, message, curator)
        else:
            stage.direction.post(
                scene.guild,
                self._place(message),
                curator,
                stage.say("answers"),
                reply_to=message,
                ping=stage.chance(0.7),
            )
        if stage.chance(0.55):
            stage.after(stage.about(30), lambda: self._thank(scene, message))

    def _text(self, scene: Scene) -> str:
        stage = self._stage
        if stage.chance(0.4):
            return stage.say("role_calls", scene) + stage.say("tails")
        text = stage.say("greetings") + stage.say("calls") + stage.say("tails")
        return text if stage.chance(0.5) else text[0].upper() + text[1:]

    def _decide(self, scene: Scene, message: Message) -> None:
        stage = self._stage
        fate = _pick(stage, FATES)
        if fate == "soon":
            stage.after(stage.about(45), lambda: self.answer(scene, message))
        elif fate == "late":
            stage.after(stage.rng.uniform(400, 1800), lambda: self.answer(scene, message))
        elif fate == "solved":
            stage.after(stage.about(120), lambda: self._solved(scene, message))
        elif fate == "deleted":
            stage.after(stage.about(90), lambda: stage.direction.delete(message.id))

    def _follow_up(self, scene: Scene, message: Message) -> None:
        text = self._stage.say("followups", scene)
        self._stage.direction.post(scene.guild, self._place(message), message.author, text)

    def _react(self, message: Message, curator: User) -> None:
        stage = self._stage
        emoji = stage.rng.choice(stage.texts["answer_emoji"])
        stage.direction.react(message.id, curator, emoji)
        if stage.chance(0.08):
            later = stage.about(40)
            stage.after(later, lambda: stage.direction.unreact(message.id, curator, emoji))

    def _in_thread(self, scene: Scene, message: Message, curator: User) -> None:
        stage = self._stage
        name = message.content[:40] or "Вопрос"
        thread = stage.direction.create_thread(
            scene.guild, self._place(message), curator, name, starter=message.id
        )
        text = stage.say("naming_answers", author=f"<@{message.author.id}>")
        stage.direction.post(scene.guild, thread, curator, text)
        stage.after(3600, lambda: stage.direction.archive_thread(thread))

    def _thank(self, scene: Scene, message: Message) -> None:
        place = self._place(message)
        text = self._stage.say("thanks")
        self._stage.direction.post(scene.guild, place, message.author, text)

    def _solved(self, scene: Scene, message: Message) -> None:
        self._stage.direction.post(
            scene.guild,
            self._place(message),
            message.author,
            self._stage.say("solved"),
            reply_to=message.id if self._stage.chance(0.5) else None,
        )

    def _place(self, message: Message) -> Channel:
        return self._stage.direction.world.channel(message.channel_id)


def _pick(stage: Stage, weights: dict[str, int]) -> str:
    return stage.rng.choices(list(weights), weights=list(weights.values()))[0]
