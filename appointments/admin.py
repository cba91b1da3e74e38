"""The back door to customers and visits for managers; changes that text go through services."""

from django.contrib import admin

from appointments.models import (
    Appointment,
    ConsentEvent,
    Customer,
    JobType,
    JobTypeWords,
    Location,
)


class LocationInline(admin.TabularInline[Location, Customer]):
    model = Location
    extra = 0


class ConsentEventInline(admin.TabularInline[ConsentEvent, Customer]):
    model = ConsentEvent
    extra = 0
    can_delete = False


class JobTypeWordsInline(admin.TabularInline[JobTypeWords, JobType]):
    model = JobTypeWords
    extra = 0


@admin.register(Customer)
class CustomerAdmin(admin.ModelAdmin[Customer]):
    list_display = ("name", "phone", "language", "reach")
    search_fields = ("name", "phone", "external_id")
    inlines = [LocationInline, ConsentEventInline]


@admin.register(JobType)
class JobTypeAdmin(admin.ModelAdmin[JobType]):
    list_display = ("name", "minutes")
    inlines = [JobTypeWordsInline]


@admin.register(Appointment)
class AppointmentAdmin(admin.ModelAdmin[Appointment]):
    list_display = ("planned_start", "customer", "technician", "job_type", "status")
    list_filter = ("status",)

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: Appointment | None = None) -> bool:
        # A change here would bypass the services, and the customer would not be told.
        return False

    def has_delete_permission(self, request: object, obj: Appointment | None = None) -> bool:
        return False
