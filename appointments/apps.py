"""The appointments app: when and where."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "appointments"
