"""The back door for managers; the product's own pages are the front."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from fieldservice.company.models import ApiToken, BusinessUnit, Change, User


@admin.register(User)
class PersonAdmin(UserAdmin[User]):
    list_display = ("username", "first_name", "last_name", "role", "is_active")
    list_filter = ("role", "is_active")
    fieldsets = (*(UserAdmin.fieldsets or ()), ("Role", {"fields": ("role",)}))


@admin.register(BusinessUnit)
class BusinessUnitAdmin(admin.ModelAdmin[BusinessUnit]):
    list_display = ("name", "text_name", "time_zone", "person_phone")


@admin.register(ApiToken)
class ApiTokenAdmin(admin.ModelAdmin[ApiToken]):
    list_display = ("name", "role", "created_at", "revoked_at")
    readonly_fields = ("token_hash", "created_at")


@admin.register(Change)
class ChangeAdmin(admin.ModelAdmin[Change]):
    list_display = ("at", "what", "subject_type", "subject_id", "user", "token", "robot")
    list_filter = ("what", "subject_type")
