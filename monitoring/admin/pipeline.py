"""How the bot reads Discord: what was missed and why, up to where it read, who owns it."""

from django.contrib import admin
from django.urls import URLPattern, path

from curators.admin_base import ReadOnlyAdmin
from monitoring.admin.importing import import_page
from monitoring.models import BotLease, ChannelCursor, Gap, RejectedEvent


@admin.register(Gap)
class GapAdmin(ReadOnlyAdmin):
    list_display = [
        "started_at",
        "ended_at",
        "server",
        "why",
        "read_at",
        "message_count",
        "reaction_count",
    ]
    list_filter = ["why", "server", "started_at"]
    list_select_related = ["server"]


@admin.register(RejectedEvent)
class RejectedEventAdmin(ReadOnlyAdmin):
    list_display = ["rejected_at", "kind", "guild_id", "key", "reason"]
    list_filter = ["kind", "rejected_at"]
    search_fields = ["key", "reason"]
    id_fields = ("guild_id",)
    ordering = ["-pk"]

    def get_urls(self) -> list[URLPattern]:
        """The import of old backups is here, for what it sets aside is here too."""
        page = self.admin_site.admin_view(import_page)
        return [path("import/", page, name="import_legacy"), *super().get_urls()]


@admin.register(ChannelCursor)
class ChannelCursorAdmin(ReadOnlyAdmin):
    list_display = ["channel_id", "lane_id", "server", "message_id", "lease_number"]
    list_filter = ["server"]
    list_select_related = ["server"]
    id_fields = ("channel_id", "lane_id")
    ordering = ["-pk"]


@admin.register(BotLease)
class BotLeaseAdmin(ReadOnlyAdmin):
    list_display = ["shards", "owner", "number", "expires_at", "seen_at"]
