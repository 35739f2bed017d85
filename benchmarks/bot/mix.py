"""What eight busy servers say: 70 % members, 20 % curators, 5 % calls for help, 5 % answers."""

import random
from collections import deque
from collections.abc import Callable

from botrunner.standin import StandIn
from botrunner.standin.build import data
from botrunner.standin.model import Channel, Guild, Message, User
from monitoring.rules.calls.corpus import CORPUS, read_corpus

Frame = tuple[str, bytes]

TALK = ("общий-чат", "флуд", "мероприятия", "вопросы", "помощь", "рация")
HELP = ("вопросы", "помощь")
# Of twenty events.
ORDINARY, CURATORS, REQUESTS, ANSWERS = 14, 4, 1, 1
# So many requests wait for their answer; an answer goes to the oldest.
WAITING = 200


class Mix:
    """Writes to a Discord that nobody is connected to, and takes the frames from its log."""

    def __init__(self, standin: StandIn, seed: int = 1, passed_over: float = 0.05) -> None:
        """`passed_over`: the share of ordinary messages that hold a keyword and call nobody."""
        self._standin = standin
        self._share = passed_over
        self._rng = random.Random(seed)
        self._texts = data("texts.json")
        self._passed_over = [each.text for each in read_corpus(CORPUS) if not each.calls]
        self._servers = standin.facts()["servers"]
        staff = {int(each["discord_id"]) for each in standin.facts()["curators"]}
        self._curators = [standin.world.users[each] for each in sorted(staff)]
        self._guilds = [standin.world.guilds[int(each["guild_id"])] for each in self._servers]
        self._members = {
            guild.id: [m.user for m in guild.members.values() if m.user.id not in staff]
            for guild in self._guilds
        }
        self._channels = {
            guild.id: {each.name: each for each in guild.channels.values()}
            for guild in self._guilds
        }
        self._recent: deque[Message] = deque(maxlen=500)
        self._asked: deque[Message] = deque()

    def frames(self, count: int, only_ordinary: bool = False) -> list[Frame]:
        """So many new events, as the gateway sends them."""
        first = len(self._standin.log)
        while len(self._standin.log) < first + count:
            for do in [self._ordinary] if only_ordinary else self._twenty():
                do()
        return self._standin.frames(range(first + 1, first + count + 1))

    def _twenty(self) -> list[Callable[[], None]]:
        events = (
            [self._ordinary] * ORDINARY
            + [self._curator] * CURATORS
            + [self._request] * REQUESTS
            + [self._answer] * ANSWERS
        )
        self._rng.shuffle(events)
        return events

    def _place(self, names: tuple[str, ...]) -> tuple[Guild, Channel]:
        guild = self._rng.choice(self._guilds)
        return guild, self._channels[guild.id][self._rng.choice(names)]

    def _post(
        self, place: tuple[Guild, Channel], author: User, text: str, reply_to: Message | None = None
    ) -> Message:
        return self._standin.post(*place, author, text, reply_to=reply_to)

    def _ordinary(self) -> None:
        place = self._place(TALK)
        author = self._rng.choice(self._members[place[0].id])
        self._recent.append(self._post(place, author, self._chatter()))

    def _chatter(self) -> str:
        if self._rng.random() < self._share:
            return self._rng.choice(self._passed_over)
        return ". ".join(
            self._rng.choices(self._texts["chatter"], k=self._rng.choice((1, 1, 2, 3)))
        )

    def _curator(self) -> None:
        """A message, a reply or a reaction."""
        who = self._rng.choice(self._curators)
        kind = self._rng.random()
        if kind < 0.4 or not self._recent:
            self._post(self._place(TALK), who, self._rng.choice(self._texts["curator_chatter"]))
            return
        said = self._rng.choice(self._recent)
        if kind < 0.7:
            self._post(self._where(said), who, self._rng.choice(self._texts["answers"]), said)
        else:
            self._react(said, who)

    def _request(self) -> None:
        place = self._place(HELP)
        author = self._rng.choice(self._members[place[0].id])
        parts = (self._texts[part] for part in ("greetings", "calls", "tails"))
        text = "".join(map(self._rng.choice, parts))
        self._asked.append(self._post(place, author, text))

    def _answer(self) -> None:
        """A reply, a reaction, or a message that names who asked."""
        if len(self._asked) < WAITING:
            self._ordinary()
            return
        asked, who = self._asked.popleft(), self._rng.choice(self._curators)
        kind, answer = self._rng.random(), self._rng.choice(self._texts["answers"])
        if kind < 0.5:
            self._post(self._where(asked), who, answer, asked)
        elif kind < 0.75:
            self._react(asked, who)
        else:
            self._post(self._where(asked), who, f"<@{asked.author.id}> {answer}")

    def _react(self, message: Message, who: User) -> None:
        """Somebody else where this person has reacted so already."""
        emoji = self._rng.choice(self._texts["answer_emoji"])
        if not self._standin.react(message, who, emoji):
            self._ordinary()

    def _where(self, message: Message) -> tuple[Guild, Channel]:
        guild = self._standin.world.guilds[message.guild_id]
        return guild, guild.channels[message.channel_id]
