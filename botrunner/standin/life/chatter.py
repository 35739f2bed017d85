"""Everything that is no request: talk, other bots, webhooks, edits, deletions, reactions."""

from ..model import Message
from .cast import Scene
from .stage import Stage

CHANNELS = ("общий-чат", "флуд", "общий-чат", "мероприятия", "рация", "вопросы")
OTHER_BOTS = ("Juniper", "MEE6", "Majestic Logs")
EMOJI = ("😂", "❤️", "🔥", "👍", "🫡", "💀")


class Chatter:
    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._recent: list[Message] = []

    def talk(self, scene: Scene) -> None:
        stage = self._stage
        author = stage.rng.choice(scene.regulars)
        channel = scene.channels[stage.rng.choice(CHANNELS)]
        quoted = self._quoted(scene) if stage.chance(0.2) else None
        place = channel if quoted is None else stage.direction.world.channel(quoted.channel_id)
        message = stage.direction.post(
            scene.guild,
            place,
            author,
            stage.say("chatter"),
            reply_to=None if quoted is None else quoted.id,
            ping=stage.chance(0.5),
        )
        self._remember(message)
        self._second_thoughts(message)

    def curator_talk(self, scene: Scene) -> None:
        stage = self._stage
        curator = scene.some_curator(stage.rng)
        kind = "curator_questions" if stage.chance(0.06) else "curator_chatter"
        channel = scene.channels[stage.rng.choice(("общий-чат", "мероприятия", "кураторы"))]
        self._remember(stage.direction.post(scene.guild, channel, curator, stage.say(kind)))

    def react(self, scene: Scene) -> None:
        """Somebody, a curator one time in four, reacts to something said lately."""
        stage = self._stage
        message = self._quoted(scene)
        if message is None:
            return
        curator = stage.chance(0.25)
        who = scene.some_curator(stage.rng) if curator else stage.rng.choice(scene.regulars)
        emoji = stage.rng.choice(EMOJI)
        stage.direction.react(message.id, who, emoji)
        if stage.chance(0.1):
            stage.after(stage.about(20), lambda: stage.direction.unreact(message.id, who, emoji))

    def machines(self, scene: Scene) -> None:
        """Other bots and webhooks talk as well, and nobody should count them."""
        stage = self._stage
        if stage.chance(0.5):
            name = stage.rng.choice(OTHER_BOTS)
            text = stage.say("bot_posts")
            stage.direction.post(scene.guild, scene.channels["общий-чат"], name, text, bot=True)
        else:
            stage.direction.post(
                scene.guild,
                scene.channels["мероприятия"],
                "Majestic News",
                stage.say("webhook_posts"),
                webhook=scene.guild.id,
            )

    def _second_thoughts(self, message: Message) -> None:
        stage = self._stage
        if stage.chance(0.04):
            text = message.content + " *"
            stage.after(stage.about(15), lambda: stage.direction.edit(message.id, text))
        elif stage.chance(0.02):
            stage.after(stage.about(30), lambda: stage.direction.delete(message.id))

    def _remember(self, message: Message) -> None:
        self._recent.append(message)
        del self._recent[:-200]

    def _quoted(self, scene: Scene) -> Message | None:
        mine = [each for each in self._recent[-80:] if each.guild_id == scene.guild.id]
        return self._stage.rng.choice(mine) if mine else None
