"""Channels, threads and roles: names, lanes, and what may be read."""

import discord

from botrunner import progress, translate
from botrunner.access import Access
from botrunner.background import Background
from botrunner.lease import Lease
from botrunner.listeners.edge import Edge
from botrunner.names import Names
from botrunner.reading import Writer


class Channels:
    def __init__(
        self,
        edge: Edge,
        names: Names,
        access: Access,
        writer: Writer,
        lease: Lease,
        background: Background,
    ) -> None:
        self._edge = edge
        self._names = names
        self._access = access
        self._writer = writer
        self._lease = lease
        self._background = background

    def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        self._names.channel(channel)
        self._start(channel.guild.id, channel.id, channel.id, channel.id)
        self._access.changed(channel.guild.id)

    def on_guild_channel_update(
        self, _: discord.abc.GuildChannel, channel: discord.abc.GuildChannel
    ) -> None:
        self._names.channel(channel)
        self._access.changed(channel.guild.id)

    def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        for thread_id in self._edge.lanes.threads_of(channel.id):
            self._delete(channel.guild.id, thread_id, channel.id)
        self._delete(channel.guild.id, channel.id, channel.id)

    def on_thread_create(self, thread: discord.Thread) -> None:
        """A new one, from its first message on, which in a forum bears the thread's own id."""
        self._meet(thread)
        self._start(thread.guild.id, thread.id, thread.parent_id, thread.id - 1)

    def on_thread_join(self, thread: discord.Thread) -> None:
        """One that was archived or hidden until now."""
        self._meet(thread)

    def on_thread_update(self, _: discord.Thread, thread: discord.Thread) -> None:
        self._meet(thread)

    def on_raw_thread_delete(self, raw: discord.RawThreadDeleteEvent) -> None:
        self._delete(raw.guild_id, raw.thread_id, raw.parent_id)

    def on_guild_role_create(self, role: discord.Role) -> None:
        self._names.role(role)

    def on_guild_role_update(self, _: discord.Role, role: discord.Role) -> None:
        self._names.role(role)
        self._access.changed(role.guild.id)

    def on_guild_role_delete(self, role: discord.Role) -> None:
        self._names.delete_role(role.id)
        self._access.changed(role.guild.id)

    def on_member_update(self, _: discord.Member, member: discord.Member) -> None:
        """Without the members intent Discord sends the bot's own alone."""
        self._access.changed(member.guild.id)

    def _meet(self, thread: discord.Thread) -> None:
        self._edge.lanes.know_thread(thread.id, thread.parent_id)
        self._names.channel(thread)

    def _start(self, guild_id: int, channel_id: int, lane_id: int, message_id: int) -> None:
        """A cursor at once: were the process to die now, the channel would be read from here."""
        server = self._writer.configuration.servers.get(guild_id)
        if server is None or not server.is_active:
            return
        rows = [(channel_id, lane_id, message_id)]
        number = self._lease.number
        self._background.start(self._writer.call(progress.open_cursors, server.pk, number, rows))

    def _delete(self, guild_id: int, channel_id: int, lane_id: int) -> None:
        self._names.delete_channel(channel_id)
        edge = self._edge
        if edge.records(guild_id):
            edge.lanes.take(
                translate.channel_deleted(guild_id, channel_id, lane_id, *edge.delivery(guild_id))
            )
