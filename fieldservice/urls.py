"""Every address of the product, app by app."""

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from fieldservice import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", admin.site.urls),
    path("", include("technicians.urls")),
    path("", include("notifications.urls")),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
