"""What the bot saw of Discord's names."""

from django.contrib import admin

from curators.admin_base import ReadOnlyAdmin
from monitoring.models import DiscordChannel, DiscordMember, DiscordRole


@admin.register(DiscordChannel)
class DiscordChannelAdmin(ReadOnlyAdmin):
    list_display = ["name", "kind", "guild_id", "channel_id", "refused_at", "refusal", "deleted_at"]
    list_filter = ["kind"]
    search_fields = ["name"]
    id_fields = ("channel_id", "guild_id", "parent_id")


@admin.register(DiscordRole)
class DiscordRoleAdmin(ReadOnlyAdmin):
    list_display = ["name", "guild_id", "role_id", "is_mentionable"]
    search_fields = ["name"]
    id_fields = ("role_id", "guild_id")


@admin.register(DiscordMember)
class DiscordMemberAdmin(ReadOnlyAdmin):
    list_display = ["name", "guild_id", "user_id"]
    search_fields = ["name"]
    id_fields = ("user_id", "guild_id")
