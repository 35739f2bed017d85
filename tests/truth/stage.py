"""The people and places that scenes use, and what a scene may do."""

import random
from collections.abc import Sequence
from typing import Any

from botrunner.standin import StandIn
from botrunner.standin.model import Message

from .setting import (
    EVERY,
    EXEMPT,
    INACTIVE,
    LEAVER,
    LIMITED,
    NEWCOMER,
    PLAIN,
    SANDBOX,
    Setting,
)

ORDINARY = ("Government", LIMITED, EXEMPT, SANDBOX, "Detectives")
EMOJI = ("👍", "✅", "❤️", "👀", "plus_rep", "galochka")
TALKERS = 12  # members of each server who only chat; the rest may ask


class Stage:
    """Hands out people so that no two scenes that run at once share an asker."""

    def __init__(self, standin: StandIn, setting: Setting, rng: random.Random) -> None:
        self.standin = standin
        self.setting = setting
        self.rng = rng
        facts = standin.facts()
        self.servers: dict[str, dict[str, Any]] = {each["name"]: each for each in facts["servers"]}
        people = [int(each["discord_id"]) for each in facts["curators"]]
        self.newcomer, self.leaver = people[NEWCOMER], people[LEAVER]
        self.excluded = int(facts["excluded"][0]["discord_id"])
        self.curators = [each for each in people if each not in (self.newcomer, self.leaver)]
        self.talkers: dict[str, list[int]] = {}
        self.askers: dict[str, list[int]] = {}
        for name in self.servers:
            members = self._members(name)
            self.talkers[name], self.askers[name] = members[:TALKERS], members[TALKERS:]
        self.exempt = self.askers[EXEMPT].pop()
        standin.set_roles(EXEMPT, self.exempt, [setting.exempt_role_id])

    def _members(self, server: str) -> list[int]:
        facts = self.servers[server]
        guild = self.standin.world.guild(int(facts["guild_id"]))
        leaders = {int(each["discord_id"]) for each in facts["leaders"]}
        staff = {*self.curators, self.newcomer, self.leaver, self.excluded, guild.owner_id}
        return [
            user_id
            for user_id, member in guild.members.items()
            if user_id not in leaders | staff and not member.user.bot
        ]

    # People

    def ask(self, server: str) -> int:
        """Somebody who asks, nobody else's until `leave`."""
        askers = self.askers[server]
        return askers.pop(self.rng.randrange(len(askers)))

    def leave(self, server: str, person: int) -> None:
        self.askers[server].append(person)

    def talker(self, server: str) -> int:
        return self.rng.choice(self.talkers[server])

    def leader(self, server: str) -> int:
        return int(self.rng.choice(self.servers[server]["leaders"])["discord_id"])

    def curator(self) -> int:
        return self.rng.choice(self.curators)

    def two_curators(self) -> tuple[int, int]:
        first, second = self.rng.sample(self.curators, 2)
        return first, second

    # Places

    def server(self) -> str:
        return self.rng.choice(ORDINARY)

    def any_server(self) -> str:
        return self.rng.choice((*ORDINARY, PLAIN, EVERY, INACTIVE))

    def channel(self, server: str) -> str:
        """Where requests open; never one where every message does."""
        if server == LIMITED:
            return "вопросы"
        return self.rng.choice(("вопросы", "общий-чат", "флуд"))

    def chat(self) -> str:
        return self.rng.choice(("общий-чат", "флуд", "мероприятия", "рация"))

    def help(self, server: str) -> str:
        return f"<@&{self.servers[server]['help_role_id']}>"

    # Deeds; all of them are done on return

    def say(
        self, server: str, channel: str | int, person: int | str, text: str, **options: Any
    ) -> Message:
        return self.standin.post(server, channel, person, text, **options)

    def react(self, message: Message, person: int, emoji: str | None = None) -> str:
        """The emoji that was put."""
        emoji = emoji or self.emoji(message)
        self.standin.react(message, person, emoji)
        return emoji

    def emoji(self, message: Message) -> str:
        name = self.rng.choice(EMOJI)
        if not name.isascii():
            return name
        guild = self.standin.world.guild(message.guild_id)
        found = next(each for each in guild.emojis.values() if each.name == name)
        return f"{name}:{found.id}"

    def pick(self, texts: Sequence[str]) -> str:
        return self.rng.choice(texts)

    def pause(self) -> float:
        """Seconds of Discord's time until a person does the next thing."""
        return self.rng.choice((4.0, 9.0, 25.0, 70.0, 180.0))
