"""What a test or a demo makes people do. Nothing here waits: each call is done on return."""

from collections.abc import Iterable, Sequence
from typing import Any

from .actions import guilds, interactions, messages, posts, reactions, threads
from .actions.messages import Draft
from .core import Core, Interaction
from .errors import unknown
from .model import GUILD_TEXT, Channel, Guild, Member, Message, Overwrite, Role, Thread, User
from .permissions import BOT_DEFAULT, EVERYONE_DEFAULT, NAMES
from .refs import ChannelRef, GuildRef, MessageRef, Refs, RoleRef, UserRef
from .world import World


class Direction:
    """Guilds, channels, people, roles and messages may be given as object, id or name."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.refs = Refs(core.world)

    @property
    def world(self) -> World:
        return self.core.world

    # Messages

    def post(
        self,
        guild: GuildRef,
        channel: ChannelRef,
        author: UserRef,
        text: str = "",
        *,
        reply_to: MessageRef | None = None,
        ping: bool = True,
        webhook: int | bool | None = None,
        bot: bool = False,
        type: int | None = None,
        forward: MessageRef | None = None,
        embeds: Sequence[dict[str, Any]] = (),
        components: Sequence[dict[str, Any]] = (),
        at_ms: int | None = None,
    ) -> Message:
        """Post as anyone. `webhook`: the author is a webhook of that name; `bot`: another bot."""
        place = self._guild_channel(guild, channel)
        who = self._author(author, webhook, bot)
        draft = Draft(
            text,
            type,
            reply_to=self._message(reply_to),
            ping=ping,
            forward=self._message(forward),
            webhook=who.id if webhook else None,
            embeds=embeds,
            components=components,
            at_ms=at_ms,
        )
        return messages.post(self.core, place, who, draft)

    def edit(self, message: MessageRef, text: str) -> Message:
        found = self.refs.message(message)
        messages.edit(self.core, found, text)
        return found

    def unfurl(self, message: MessageRef, embeds: Sequence[dict[str, Any]] = ()) -> Message:
        """An update by Discord itself, without a new edited_timestamp."""
        found = self.refs.message(message)
        messages.add_embeds(self.core, found, embeds or [{"type": "link", "url": "https://e.org"}])
        return found

    def delete(self, message: MessageRef) -> None:
        messages.delete(self.core, self.refs.message(message))

    def bulk_delete(self, chosen: Iterable[MessageRef]) -> int:
        """All of one channel; how many existed."""
        found = [self.refs.message(each) for each in chosen]
        channel = self.world.channel(found[0].channel_id)
        return messages.bulk_delete(self.core, channel, [each.id for each in found])

    # Reactions

    def react(self, message: MessageRef, user: UserRef, emoji: str) -> bool:
        return reactions.add(self.core, self.refs.message(message), self.refs.user(user), emoji)

    def unreact(self, message: MessageRef, user: UserRef, emoji: str) -> bool:
        return reactions.remove(self.core, self.refs.message(message), self.refs.user(user), emoji)

    def clear_reactions(self, message: MessageRef, emoji: str | None = None) -> bool:
        return reactions.clear(self.core, self.refs.message(message), emoji)

    def press_button(self, message: MessageRef, custom_id: str, user: UserRef) -> Interaction:
        found = self.refs.message(message)
        return interactions.press(self.core, found, custom_id, self.refs.user(user))

    def use_command(
        self, guild: GuildRef, channel: ChannelRef, user: UserRef, command: str, **values: Any
    ) -> Interaction:
        """Type a slash command (`group sub` in a group) with its options by name."""
        place = self._guild_channel(guild, channel)
        return interactions.use_command(self.core, place, self.refs.user(user), command, values)

    def submit_modal(self, interaction: Interaction | int | str, **values: str) -> Interaction:
        """Send the form that an interaction was answered with; values by custom_id."""
        if not isinstance(interaction, Interaction):
            interaction = self._interaction(int(interaction))
        return interactions.submit_modal(self.core, interaction, values)

    # Threads

    def create_thread(
        self,
        guild: GuildRef,
        channel: ChannelRef,
        owner: UserRef,
        name: str,
        *,
        starter: MessageRef | None = None,
        private: bool = False,
    ) -> Thread:
        """A thread; with `starter`, from that message (and with its id)."""
        parent = self._guild_channel(guild, channel)
        first = self._message(starter)
        return posts.start_thread(self.core, parent, self.refs.user(owner), name, first, private)

    def create_post(
        self, guild: GuildRef, forum: ChannelRef, owner: UserRef, title: str, text: str
    ) -> tuple[Thread, Message]:
        """A forum post and its first message."""
        place = self._guild_channel(guild, forum)
        return posts.start_forum_post(self.core, place, self.refs.user(owner), title, Draft(text))

    def archive_thread(
        self, thread: int | Thread, archived: bool = True, locked: bool | None = None
    ) -> Thread:
        found = self._thread(thread)
        threads.archive(self.core, found, archived, locked)
        return found

    def delete_thread(self, thread: int | Thread) -> None:
        threads.delete(self.core, self._thread(thread))

    # Guilds, channels, roles, members

    def create_channel(self, guild: GuildRef, name: str, kind: int = GUILD_TEXT) -> Channel:
        return guilds.create_channel(self.core, self.refs.guild(guild), name, kind)

    def rename_channel(self, guild: GuildRef, channel: ChannelRef, name: str) -> Channel:
        found = self._guild_channel(guild, channel)
        guilds.rename_channel(self.core, found, name)
        return found

    def delete_channel(self, guild: GuildRef, channel: ChannelRef) -> None:
        guilds.delete_channel(self.core, self._guild_channel(guild, channel))

    def rename_guild(self, guild: GuildRef, name: str) -> Guild:
        found = self.refs.guild(guild)
        guilds.rename(self.core, found, name)
        return found

    def add_guild(self, name: str, id: int | None = None) -> Guild:
        """A new guild with one channel, «общий-чат», and the bot invited to it."""
        core = self.core
        owner = next(iter(self.world.guilds.values())).owner_id
        guild = Guild(id or core.ids.next(), name, owner)
        guild.roles[guild.id] = Role(guild.id, "@everyone", EVERYONE_DEFAULT, 0)
        self.world.guilds[guild.id] = guild
        self.world.add_member(guild, Member(self.world.users[owner]))
        self.world.add_channel(Channel(core.ids.next(), guild.id, GUILD_TEXT, "общий-чат"))
        self.invite_bot(guild)
        return guild

    def invite_bot(self, guild: GuildRef, permissions: int = BOT_DEFAULT) -> None:
        role = Role(self.core.ids.next(), "Curator", permissions, 1, managed=True)
        guilds.invite_bot(self.core, self.refs.guild(guild), role, self.core.clock.now_ms())

    def remove_guild(self, guild: GuildRef) -> None:
        """The bot is kicked; the guild itself stays and can invite it again."""
        guilds.remove_bot(self.core, self.refs.guild(guild))

    def outage(self, guild: GuildRef, on: bool) -> None:
        guilds.outage(self.core, self.refs.guild(guild), on)

    def set_overwrite(
        self,
        guild: GuildRef,
        channel: ChannelRef,
        role: RoleRef | None = None,
        member: UserRef | None = None,
        allow: int = 0,
        deny: int = 0,
    ) -> None:
        """Permissions of a role or a member in a channel; neither: of the bot itself."""
        place = self.refs.guild(guild)
        if role is not None:
            target, kind = self.refs.role(place, role).id, 0
        else:
            user = self.world.application.user if member is None else self.refs.user(member)
            target, kind = user.id, 1
        overwrite = Overwrite(target, kind, allow, deny) if allow or deny else None
        guilds.set_overwrite(self.core, self.refs.channel(place, channel), overwrite, target)

    def deny(self, guild: GuildRef, channel: ChannelRef, *names: str) -> None:
        """Take permissions (VIEW_CHANNEL, SEND_MESSAGES…) from the bot; none: give all back."""
        denied = sum(NAMES[name] for name in names)
        self.set_overwrite(guild, channel, deny=denied)

    def create_role(
        self, guild: GuildRef, name: str, mentionable: bool = False, permissions: int = 0
    ) -> Role:
        return guilds.create_role(
            self.core,
            self.refs.guild(guild),
            name,
            mentionable=mentionable,
            permissions=permissions,
        )

    def update_role(self, guild: GuildRef, role: RoleRef, **fields: Any) -> Role:
        """`fields`: name, permissions, mentionable."""
        place = self.refs.guild(guild)
        found = self.refs.role(place, role)
        guilds.update_role(self.core, place, found, **fields)
        return found

    def delete_role(self, guild: GuildRef, role: RoleRef) -> None:
        place = self.refs.guild(guild)
        guilds.delete_role(self.core, place, self.refs.role(place, role))

    def add_user(self, guild: GuildRef, name: str, roles: Sequence[RoleRef] = ()) -> User:
        """A new person, member of `guild`."""
        place = self.refs.guild(guild)
        user = User(self.core.ids.next(), name.lower().replace(" ", "_"), name)
        self.world.users[user.id] = user
        held = tuple(self.refs.role(place, each).id for each in roles)
        guilds.add_member(self.core, place, user, held)
        return user

    def set_roles(self, guild: GuildRef, user: UserRef, roles: Sequence[RoleRef]) -> None:
        place = self.refs.guild(guild)
        member = place.members[self.refs.user(user).id]
        held = tuple(self.refs.role(place, each).id for each in roles)
        guilds.update_member(self.core, place, member, roles=held)

    def remove_user(self, guild: GuildRef, user: UserRef) -> None:
        guilds.remove_member(self.core, self.refs.guild(guild), self.refs.user(user))

    def _guild_channel(self, guild: GuildRef, channel: ChannelRef) -> Channel:
        return self.refs.channel(self.refs.guild(guild), channel)

    def _message(self, ref: MessageRef | None) -> Message | None:
        return None if ref is None else self.refs.message(ref)

    def _thread(self, ref: int | str | Thread) -> Thread:
        return ref if isinstance(ref, Thread) else self.world.thread(int(ref))

    def _interaction(self, interaction_id: int) -> Interaction:
        for each in self.core.interactions.values():
            if each.id == interaction_id:
                return each
        raise unknown("interaction", 10062)

    def _author(self, author: UserRef, webhook: int | bool | None, bot: bool) -> User:
        if webhook:
            id_ = self.core.ids.next() if webhook is True else webhook
            return User(id_, str(author), bot=True)
        if bot and isinstance(author, str):
            return self._other_bot(author)
        return self.refs.user(author)

    def _other_bot(self, name: str) -> User:
        for user in self.world.users.values():
            if user.bot and user.name == name:
                return user
        made = User(self.core.ids.next(), name, bot=True)
        self.world.users[made.id] = made
        return made
