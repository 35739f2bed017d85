"""The world at the beginning: guilds, roles, channels and people, all from one seed."""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import permissions
from .clock import parse_iso_ms, snowflake_floor
from .intents import PRIVILEGED
from .model import (
    GUILD_ANNOUNCEMENT,
    GUILD_CATEGORY,
    GUILD_FORUM,
    GUILD_TEXT,
    Channel,
    Emoji,
    Guild,
    Member,
    Overwrite,
    Role,
    User,
)
from .world import Application, World

DATA = Path(__file__).parent / "data"
KINDS = {"announcement": GUILD_ANNOUNCEMENT, "forum": GUILD_FORUM}
TOKEN = "standin-token"
BORN = (parse_iso_ms("2018-01-01T00:00:00Z"), parse_iso_ms("2024-12-01T00:00:00Z"))
JOINED_MS = parse_iso_ms("2025-01-01T00:00:00Z")
CURATORS_SINCE = "2025-01-01T00:00:00Z"
HEADS = 2  # the first curators of the list are the head curators
LEADERS = 2  # a leader and a deputy per faction


def build_world(seed: int = 1, members: int = 800) -> World:
    """`members` people over the eight factions, beside curators and leaders."""
    return _Builder(random.Random(seed), members).build()


def data(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@dataclass(slots=True)
class _Builder:
    rng: random.Random
    members: int
    people: dict[str, Any] = field(default_factory=lambda: data("people.json"))
    plan: dict[str, Any] = field(default_factory=lambda: data("guilds.json"))
    used: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)

    def build(self) -> World:
        bot = User(self.id(), "Curator", bot=True)
        application = Application(bot.id, TOKEN, "Curator", bot, PRIVILEGED)
        world = World(application, users={bot.id: bot})
        owner = self.user(self.people["owner"])
        curators = [self.user(name) for name in self.people["curators"]]
        excluded = self.user(self.people["excluded"])
        facts: dict[str, Any] = {"token": TOKEN, "bot_id": str(bot.id), "servers": []}
        facts["notification"] = self.notification_guild(world, owner, curators)
        for plan in self.plan["factions"]:
            staff = [*curators, excluded]
            facts["servers"].append(self.faction(world, plan, owner, staff))
        facts |= self.curator_facts(curators, excluded)
        world.configuration = facts
        return world

    def id(self) -> int:
        """A snowflake from the years before the stand-in's history begins."""
        while True:
            fresh = snowflake_floor(self.rng.randrange(*BORN)) | self.rng.getrandbits(22)
            if fresh not in self.used:
                self.used.add(fresh)
                return fresh

    def user(self, full_name: str) -> User:
        name = full_name.lower().replace(" ", "_")
        while name in self.names:
            name += str(self.rng.randrange(10))
        self.names.add(name)
        return User(self.id(), name, full_name)

    def stranger(self) -> User:
        first, last = (self.rng.choice(self.people[part]) for part in ("first", "last"))
        return self.user(f"{first} {last}")

    def guild(self, world: World, id_: int, name: str, owner: User) -> Guild:
        guild = Guild(id_, name, owner.id)
        guild.roles[id_] = Role(id_, "@everyone", permissions.EVERYONE_DEFAULT, position=0)
        world.guilds[id_] = guild
        world.add_member(guild, Member(owner, (), None, JOINED_MS))
        bot_role = self.role(guild, "Curator", permissions.BOT_DEFAULT, managed=True)
        member = Member(world.application.user, (bot_role.id,), None, JOINED_MS)
        world.add_member(guild, member)
        return guild

    def role(
        self, guild: Guild, name: str, granted: int = 0, id_: int | None = None, **flags: bool
    ) -> Role:
        role = Role(id_ or self.id(), name, granted, len(guild.roles), **flags)
        guild.roles[role.id] = role
        return role

    def notification_guild(self, world: World, owner: User, curators: list[User]) -> dict[str, Any]:
        plan = self.plan["notification"]
        guild = self.guild(world, plan["id"], plan["name"], owner)
        heads = self.role(guild, "Главные кураторы", mentionable=True)
        roles = {}
        for each in self.plan["factions"]:
            made = self.role(guild, each["name"], id_=each["alert_role_id"], mentionable=True)
            roles[each["name"]] = made
        for name, id_ in (("общий", self.id()), ("оповещения", plan["alert_channel_id"])):
            position = len(guild.channels)
            world.add_channel(Channel(id_, guild.id, GUILD_TEXT, name, position=position))
        for index, curator in enumerate(curators):
            held = [roles[self.faction_name(each)].id for each in self.served_by(index)]
            held += [heads.id] if index < HEADS else []
            world.add_member(guild, Member(curator, tuple(held), None, JOINED_MS))
        return {
            "guild_id": str(guild.id),
            "name": guild.name,
            "head_role_id": str(heads.id),
            "alert_channel_id": str(plan["alert_channel_id"]),
            "channels": {each.name: str(each.id) for each in guild.channels.values()},
        }

    def served_by(self, index: int) -> list[int]:
        """The factions (indexes) that a curator is responsible for: head curators for all."""
        count = len(self.plan["factions"])
        if index < HEADS:
            return list(range(count))
        return sorted({index % count, (index * 3 + 1) % count})

    def faction_name(self, index: int) -> str:
        return str(self.plan["factions"][index]["name"])

    def faction(
        self, world: World, plan: dict[str, Any], owner: User, staff: list[User]
    ) -> dict[str, Any]:
        guild = self.guild(world, plan["id"], plan["name"], owner)
        help_role = self.role(guild, "Помощь куратора", mentionable=True)
        curator_role = self.role(guild, "Куратор", permissions.MANAGE_MESSAGES)
        leader_role = self.role(guild, "Лидер", permissions.MANAGE_THREADS)
        member_role = self.role(guild, plan["name"])
        for name in self.plan["emojis"]:
            emoji = Emoji(self.id(), name)
            guild.emojis[emoji.id] = emoji
        self.channels(world, guild, curator_role)
        for curator in staff:
            world.add_member(guild, Member(curator, (curator_role.id,), None, JOINED_MS))
        leaders = [self.stranger() for _ in range(LEADERS)]
        for leader in leaders:
            held = (member_role.id, leader_role.id)
            world.add_member(guild, Member(leader, held, None, JOINED_MS))
        self.crowd(world, guild, member_role, self.members * plan["share"] // 100)
        return self.server_facts(plan, guild, leaders) | {
            "help_role_id": str(help_role.id),
            "curator_role_id": str(curator_role.id),
        }

    def server_facts(
        self, plan: dict[str, Any], guild: Guild, leaders: list[User]
    ) -> dict[str, Any]:
        channels = {each.name: str(each.id) for each in guild.channels.values() if each.parent_id}
        return {
            "guild_id": str(guild.id),
            "name": guild.name,
            "alert_role_id": str(plan["alert_role_id"]),
            "alert_channel_id": str(self.plan["notification"]["alert_channel_id"]),
            "report_channel_ids": [channels["completed-tasks"]],
            "channels": channels,
            "takes_reports": plan.get("takes_reports", True),
            "leaders": [{"discord_id": str(each.id), "name": each.global_name} for each in leaders],
        }

    def channels(self, world: World, guild: Guild, curator_role: Role) -> None:
        for group in self.plan["channels"]:
            category = self.channel(world, guild, group["category"], GUILD_CATEGORY, None)
            for each in group["channels"]:
                kind = KINDS.get(each.get("kind", ""), GUILD_TEXT)
                made = self.channel(world, guild, each["name"], kind, category.id)
                self.restrict(guild, made, each, curator_role)

    def channel(
        self, world: World, guild: Guild, name: str, kind: int, parent_id: int | None
    ) -> Channel:
        made = Channel(self.id(), guild.id, kind, name, parent_id, len(guild.channels))
        world.add_channel(made)
        return made

    def restrict(
        self, guild: Guild, channel: Channel, plan: dict[str, Any], curator_role: Role
    ) -> None:
        if plan.get("read_only"):
            deny = permissions.SEND_MESSAGES | permissions.SEND_MESSAGES_IN_THREADS
            channel.overwrites[guild.id] = Overwrite(guild.id, 0, deny=deny)
        if "only" in plan:
            channel.overwrites[guild.id] = Overwrite(guild.id, 0, deny=permissions.VIEW_CHANNEL)
        if plan.get("only") == "curator":
            bot_role = next(each for each in guild.roles.values() if each.managed)
            for role in (curator_role, bot_role):
                allowed = Overwrite(role.id, 0, allow=permissions.VIEW_CHANNEL)
                channel.overwrites[role.id] = allowed

    def crowd(self, world: World, guild: Guild, role: Role, count: int) -> None:
        for _ in range(count):
            joined = JOINED_MS + self.rng.randrange(300 * 86_400_000)
            world.add_member(guild, Member(self.stranger(), (role.id,), None, joined))

    def curator_facts(self, curators: list[User], excluded: User) -> dict[str, Any]:
        def served(index: int) -> list[str]:
            return [str(self.plan["factions"][each]["id"]) for each in self.served_by(index)]

        return {
            "curators": [
                {
                    "discord_id": str(each.id),
                    "name": each.global_name,
                    "is_head": index < HEADS,
                    "servers": served(index),
                    "since": CURATORS_SINCE,
                }
                for index, each in enumerate(curators)
            ],
            "excluded": [
                {
                    "discord_id": str(excluded.id),
                    "name": excluded.global_name,
                    "since": None,
                    "reason": "ушёл с поста",
                }
            ],
        }
