"""The addresses of the technicians' photos; their names are unguessable and so the only key."""

from django.urls import re_path

from technicians import views

KEY = r"(?P<key>[a-z2-7]{16})"

urlpatterns = [
    re_path(rf"^media/headshots/{KEY}\.jpg$", views.headshot, name="headshot"),
    re_path(
        rf"^media/headshots/{KEY}-(?P<side>480|160)\.webp$",
        views.headshot_webp,
        name="headshot_webp",
    ),
]
