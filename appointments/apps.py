"""The appointments app: when and where."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    name = "appointments"

    def ready(self) -> None:
        # Connecting is a side effect of importing, and must wait for the models.
        from appointments import receivers  # noqa: F401, PLC0415
