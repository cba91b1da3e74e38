"""The back door to technicians for managers."""

from django.contrib import admin

from technicians.models import (
    Certification,
    Consent,
    Headshot,
    Line,
    Skill,
    SkillWords,
    Technician,
)


class LineInline(admin.TabularInline[Line, Technician]):
    model = Line
    extra = 0


class CertificationInline(admin.TabularInline[Certification, Technician]):
    model = Certification
    extra = 0


class ConsentInline(admin.TabularInline[Consent, Technician]):
    model = Consent
    extra = 0


class SkillWordsInline(admin.TabularInline[SkillWords, Skill]):
    model = SkillWords
    extra = 0


@admin.register(Technician)
class TechnicianAdmin(admin.ModelAdmin[Technician]):
    list_display = ("display_name", "hired_on", "left_on", "phone")
    search_fields = ("display_name", "external_id")
    inlines = [LineInline, CertificationInline, ConsentInline]

    def has_delete_permission(self, request: object, obj: Technician | None = None) -> bool:
        # Whoever goes has a leaving date: photos are purged, and visits keep their history.
        return False


@admin.register(Skill)
class SkillAdmin(admin.ModelAdmin[Skill]):
    search_fields = ("name",)
    inlines = [SkillWordsInline]


@admin.register(Headshot)
class HeadshotAdmin(admin.ModelAdmin[Headshot]):
    list_display = ("technician", "state", "uploaded_at", "ended_at")
    list_filter = ("state",)
    # Addresses are keys: who sees one can fetch the photo, so the back door doesn't list them.
    exclude = ("key",)
    readonly_fields = ("upload", "has_files", "tries", "claimed_at", "placeholder", "color")

    def has_delete_permission(self, request: object, obj: Headshot | None = None) -> bool:
        # Deleting the row would leave its files behind; withdrawing deletes both.
        return False
