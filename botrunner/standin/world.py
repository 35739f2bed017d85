"""The container of everything that exists, with the look-ups that the rest needs."""

from dataclasses import dataclass, field
from typing import Any

from .errors import unknown, unknown_channel, unknown_guild, unknown_message
from .model import Channel, Guild, Member, Message, Thread, User
from .permissions import permissions_in


@dataclass(slots=True)
class Application:
    """The bot under test: its token, and what the developer portal would know of it."""

    id: int
    token: str
    name: str
    user: User
    privileged: int
    identifies_total: int = 1000
    identifies_left: int = 1000
    token_revoked: bool = False
    # Slash commands by guild; None: those of all guilds.
    commands: dict[int | None, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass(slots=True)
class World:
    application: Application
    guilds: dict[int, Guild] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    channels: dict[int, Channel] = field(default_factory=dict)
    threads: dict[int, Thread] = field(default_factory=dict)
    configuration: dict[str, Any] = field(default_factory=dict)

    def facts(self) -> dict[str, Any]:
        """What a configuration of the product needs to know; ids as strings."""
        return self.configuration

    def bot_member(self, guild: Guild) -> Member | None:
        """None where the bot isn't invited."""
        return guild.members.get(self.application.user.id)

    def bot_guilds(self) -> list[Guild]:
        return [guild for guild in self.guilds.values() if self.bot_member(guild)]

    def find_channel(self, channel_id: int) -> Channel | None:
        return self.channels.get(channel_id) or self.threads.get(channel_id)

    def channel(self, channel_id: int) -> Channel:
        """ApiError 10003 when there is none."""
        found = self.find_channel(channel_id)
        if found is None:
            raise unknown_channel()
        return found

    def thread(self, thread_id: int) -> Thread:
        found = self.threads.get(thread_id)
        if found is None:
            raise unknown_channel()
        return found

    def guild(self, guild_id: int) -> Guild:
        found = self.guilds.get(guild_id)
        if found is None:
            raise unknown_guild()
        return found

    def user(self, user_id: int) -> User:
        found = self.users.get(user_id)
        if found is None:
            raise unknown("User", 10013)
        return found

    def guild_of(self, channel: Channel) -> Guild:
        return self.guilds[channel.guild_id]

    def message(self, channel_id: int, message_id: int) -> Message | None:
        channel = self.find_channel(channel_id)
        return channel.history.get(message_id) if channel else None

    def existing_message(self, channel_id: int, message_id: int) -> Message:
        found = self.message(channel_id, message_id)
        if found is None:
            raise unknown_message()
        return found

    def bot_permissions(self, channel: Channel) -> int:
        """0 where the bot may not even see the channel."""
        guild = self.guild_of(channel)
        member = self.bot_member(guild)
        return permissions_in(guild, member, channel) if member else 0

    def add_channel(self, channel: Channel) -> None:
        guild = self.guild_of(channel)
        if isinstance(channel, Thread):
            guild.threads[channel.id] = self.threads[channel.id] = channel
        else:
            guild.channels[channel.id] = self.channels[channel.id] = channel

    def drop_channel(self, channel: Channel) -> None:
        guild = self.guild_of(channel)
        for table in (guild.threads, self.threads, guild.channels, self.channels):
            table.pop(channel.id, None)

    def add_member(self, guild: Guild, member: Member) -> None:
        self.users[member.user.id] = member.user
        guild.members[member.user.id] = member
