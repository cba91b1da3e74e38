"""The addresses of days, visits, customers and technicians' hours."""

from django.urls import path

from appointments.views import (
    booking,
    booking_parts,
    changes,
    customers,
    day,
    hiding,
    hours,
    my_day,
    sick,
    visits,
)

urlpatterns = [
    path("day", day.day, name="day"),
    path("book", booking.book, name="book"),
    path("book/suggestions", booking_parts.suggestions, name="book_suggestions"),
    path("book/greeting", booking_parts.greeting, name="book_greeting"),
    path("book/technicians", booking_parts.free_technicians, name="book_technicians"),
    path("visits/<uuid:pk>", visits.visit, name="visit"),
    path("visits/<uuid:pk>/confirm", visits.confirm_visit, name="confirm_visit"),
    path("visits/<uuid:pk>/status", visits.set_status, name="visit_status"),
    path("visits/<uuid:pk>/technician", changes.reassign_visit, name="reassign_visit"),
    path("visits/<uuid:pk>/time", changes.move_visit, name="move_visit"),
    path("visits/<uuid:pk>/cancel", changes.cancel_visit, name="cancel_visit"),
    path("visits/<uuid:pk>/notes", changes.note_visit, name="note_visit"),
    path("technicians/<uuid:pk>/hours", hours.hours, name="technician_hours"),
    path("technicians/<uuid:pk>/time-off", hours.time_off, name="technician_time_off"),
    path("technicians/<uuid:pk>/sick", sick.sick_today, name="technician_sick"),
    path("time-off/<int:pk>", sick.cover, name="time_off_cover"),
    path("time-off/<int:pk>/take-over", sick.take_over, name="time_off_take"),
    path("time-off/<int:pk>/undo", sick.there_after_all, name="time_off_undo"),
    path("my-day", my_day.my_day, name="my_day"),
    path("my-day/<uuid:pk>/tap", my_day.my_tap, name="my_tap"),
    path("visits/<uuid:pk>/hide-me", hiding.hide_me, name="visit_hide_me"),
    path("customers", customers.customers, name="customers"),
    path("customers/<uuid:pk>", customers.customer, name="customer"),
]
