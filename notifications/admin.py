"""The back door to texts for managers: to read, not to change."""

from django.contrib import admin
from django.http import HttpRequest

from notifications.models import Attempt, Message, Reply, Sender, Suppression, WordingVersion


class AttemptInline(admin.TabularInline[Attempt, Message]):
    model = Attempt
    extra = 0
    can_delete = False
    readonly_fields = ("outcome", "state", "provider_sid", "error_code", "started_at", "ended_at")
    fields = readonly_fields


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin[Message]):
    list_display = ("created_at", "kind", "channel", "state", "reason", "customer")
    list_filter = ("state", "kind", "channel", "reason")
    inlines = [AttemptInline]

    def get_exclude(self, request: HttpRequest, obj: Message | None = None) -> list[str]:
        # A technician's text may hold a link that signs its reader in as that technician.
        return ["body"] if obj and obj.technician_id else []

    def has_change_permission(self, request: object, obj: Message | None = None) -> bool:
        return False

    def has_add_permission(self, request: object) -> bool:
        return False


@admin.register(Sender)
class SenderAdmin(admin.ModelAdmin[Sender]):
    list_display = ("business_unit", "address", "per_second", "held_until", "stopped_code")


@admin.register(Suppression)
class SuppressionAdmin(admin.ModelAdmin[Suppression]):
    list_display = ("number", "sender", "source", "at")
    search_fields = ("number",)


admin.site.register(Reply)
admin.site.register(WordingVersion)
