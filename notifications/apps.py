"""The notifications app: what is told, when, and what became of it."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "notifications"

    def ready(self) -> None:
        # Connecting is a side effect of importing, and must wait for the models.
        from notifications import checks, receivers  # noqa: F401, PLC0415
